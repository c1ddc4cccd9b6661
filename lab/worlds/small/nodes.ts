import { fixedUuid, type SiteNode } from '../nsx-site';
import type { WorldObject } from '../world';

/** A virtual machine of a small cluster. */
export interface LabNode extends SiteNode {
  readonly address: string;
  readonly biosUuid: string;
  readonly controlPlane: boolean;
}

/** One control plane node called `<prefix>-master` and two workers, at consecutive addresses from `first` on. */
export function labNodes(cluster: string, prefix: string, network: string, first: number): readonly LabNode[] {
  return ['master', 'worker-1', 'worker-2'].map((role, index) => {
    const name = `${prefix}-${role}`;
    return {
      name,
      address: `${network}.${first + index}`,
      controlPlane: index === 0,
      biosUuid: fixedUuid(`${cluster}/${name}/bios`),
    };
  });
}

const resources = { cpu: '2', memory: '4039680Ki', pods: '110', 'ephemeral-storage': '51343840Ki' };

function nodeObject(cluster: string, node: LabNode): WorldObject {
  const role = node.controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...role,
      },
    },
    spec: {
      providerID: `vsphere://${node.biosUuid}`,
      ...(node.controlPlane
        ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
        : {}),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: node.name },
      ],
      nodeInfo: {
        operatingSystem: 'linux',
        architecture: 'amd64',
        osImage: 'Ubuntu 22.04.5 LTS',
        kernelVersion: '5.15.0-130-generic',
        containerRuntimeVersion: 'containerd://1.7.27',
        kubeletVersion: 'v1.32.4',
        kubeProxyVersion: '',
        machineID: fixedUuid(`${cluster}/${node.name}/machine-id`).replaceAll('-', ''),
        systemUUID: node.biosUuid,
        bootID: fixedUuid(`${cluster}/${node.name}/boot`),
      },
    },
  };
}

/** The cluster nodes as Kubernetes objects. */
export function nodeObjects(cluster: string, nodes: readonly LabNode[]): WorldObject[] {
  return nodes.map((node) => nodeObject(cluster, node));
}
