import type { WorldObject } from './world';

/** What tells one cluster node from another. */
export interface NodePlan {
  readonly node: { readonly name: string; readonly address: string; readonly biosUuid: string };
  /** More of its metadata: a UID, a creation time. */
  readonly metadata?: WorldObject;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly WorldObject[];
  readonly room: Readonly<Record<string, string>>;
  readonly machineId: string;
  readonly bootId: string;
}

/** A cluster node as the API server shows it: a virtual machine with Linux. */
export function nodeObject({ node, metadata, labels, taints, room, machineId, bootId }: NodePlan): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      ...metadata,
      labels: {
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    spec: { providerID: `vsphere://${node.biosUuid}`, ...(taints === undefined ? {} : { taints }) },
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
        machineID: machineId.replaceAll('-', ''),
        systemUUID: node.biosUuid,
        bootID: bootId,
      },
    },
  };
}
