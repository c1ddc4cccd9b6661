import { fixedUuid, type SiteNode } from '../nsx-site';
import { nodeObject } from '../node';
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
export function fleetNodeObject(node: FleetNode, index: number): WorldObject {
  return nodeObject({
    node,
    metadata: { uid: node.uid, creationTimestamp: createdAt(index) },
    labels: { 'topology.kubernetes.io/zone': `zone-${'abc'[index % 3] ?? 'a'}` },
    room,
    machineId: seededUuid(0, `machine/${node.name}`),
    bootId: seededUuid(0, `boot/${node.name}`),
  });
}
