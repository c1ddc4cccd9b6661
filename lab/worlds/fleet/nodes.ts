import { fixedUuid, type SiteNode } from '../nsx-site';
import type { WorldObject } from '../world';
import { dotted, fleetNetworks } from './addresses';
import { createdAt, fleetCluster, seededUuid } from './identity';

/** A cluster node of a fleet. */
export interface FleetNode extends SiteNode {
  readonly uid: string;
  readonly address: string;
  readonly biosUuid: string;
}

const podsPerNode = 90;
const room = { cpu: '64', memory: '268435456Ki', pods: '250', 'ephemeral-storage': '515928320Ki' };

/** Enough nodes for that many Pods. */
export function fleetNodes(seed: number, pods: number): readonly FleetNode[] {
  return Array.from({ length: Math.max(3, Math.ceil(pods / podsPerNode)) }, (_, index) => {
    const name = `node-${String(index + 1).padStart(4, '0')}`;
    return {
      name,
      uid: seededUuid(seed, `node/${name}`),
      address: dotted(fleetNetworks.nodes + 256 + index),
      biosUuid: fixedUuid(`${fleetCluster}/${name}/bios`),
    };
  });
}

/** A node as the API server shows it. */
export function nodeObject(node: FleetNode, index: number): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      uid: node.uid,
      creationTimestamp: createdAt(index),
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': `zone-${'abc'[index % 3] ?? 'a'}`,
      },
    },
    spec: { providerID: `vsphere://${node.biosUuid}` },
    status: {
      capacity: room,
      allocatable: room,
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
        machineID: seededUuid(0, `machine/${node.name}`).replaceAll('-', ''),
        systemUUID: node.biosUuid,
        bootID: seededUuid(0, `boot/${node.name}`),
      },
    },
  };
}
