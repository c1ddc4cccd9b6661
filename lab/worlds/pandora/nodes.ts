import { fixedUuid, type SiteNode } from '../nsx-site';
import type { WorldObject } from '../world';

interface LabNode extends SiteNode {
  readonly name: string;
  readonly address: string;
  readonly biosUuid: string;
  readonly controlPlane: boolean;
}

function labNode(name: string, address: string, controlPlane: boolean): LabNode {
  return { name, address, controlPlane, biosUuid: fixedUuid(`pandora/${name}/bios`) };
}

/** The lab's virtual machines. */
export const nodes: readonly LabNode[] = [
  labNode('k8s-master', '192.168.1.27', true),
  labNode('k8s-worker-1', '192.168.1.28', false),
  labNode('k8s-worker-2', '192.168.1.29', false),
];

/** The control plane node, which runs the static Pods. */
export const controlPlaneNode = 'k8s-master';

const resources = { cpu: '2', memory: '4039680Ki', pods: '110', 'ephemeral-storage': '51343840Ki' };

function nodeObject(node: LabNode): WorldObject {
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
        machineID: fixedUuid(`pandora/${node.name}/machine-id`).replaceAll('-', ''),
        systemUUID: node.biosUuid,
        bootID: fixedUuid(`pandora/${node.name}/boot`),
      },
    },
  };
}

/** The cluster nodes as Kubernetes objects. */
export function nodeObjects(): WorldObject[] {
  return nodes.map(nodeObject);
}
