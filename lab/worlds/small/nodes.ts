import { fixedUuid, type SiteNode } from '../nsx-site';
import { nodeObject } from '../node';
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

/** The cluster nodes as Kubernetes objects. */
export function nodeObjects(cluster: string, nodes: readonly LabNode[]): WorldObject[] {
  const controlPlane = 'node-role.kubernetes.io/control-plane';
  return nodes.map((node) =>
    nodeObject({
      node,
      ...(node.controlPlane
        ? { labels: { [controlPlane]: '' }, taints: [{ key: controlPlane, effect: 'NoSchedule' }] }
        : {}),
      room: resources,
      machineId: fixedUuid(`${cluster}/${node.name}/machine-id`),
      bootId: fixedUuid(`${cluster}/${node.name}/boot`),
    }),
  );
}
