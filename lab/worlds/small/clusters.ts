import { nsxSystemObjects } from '../nsx-system';
import { siteObjects } from '../nsx-site';
import type { WorldCluster, WorldObject } from '../world';
import { type LabNode, labNodes, nodeObjects } from './nodes';
import { type Shop, shopObjects } from './shop';
import { systemObjects } from './system';

/** A small cluster in the words in which the worlds differ. */
export interface SmallCluster {
  readonly name: string;
  readonly topology: 'two-tier' | 'single-tier';
  readonly tier0: string;
  readonly externalPool: string;
  /** Second number of the cluster's network 10.x.0.0/16, different for each cluster on one manager. */
  readonly network: number;
  readonly segmentSize?: number;
  readonly shops: readonly Shop[];
}

function nodesOf(cluster: SmallCluster): readonly LabNode[] {
  return labNodes(cluster.name, cluster.name, '192.168.1', 27 + cluster.network * 10);
}

/** What the administrator prepared in NSX for the cluster. */
export function smallSite(cluster: SmallCluster): WorldObject[] {
  return siteObjects({
    cluster: cluster.name,
    tier0: cluster.tier0,
    podBlock: { id: `${cluster.name}-pods`, cidr: `10.${cluster.network}.0.0/16` },
    externalBlock: { id: `${cluster.externalPool}-block`, cidr: '172.16.0.0/16' },
    externalPool: { id: cluster.externalPool, size: 256 },
    nodeSegment: `${cluster.name}-nodes`,
    nodes: nodesOf(cluster),
  });
}

/** The cluster with its shops, served by NCP. */
export function smallCluster(cluster: SmallCluster): WorldCluster {
  const { name, topology, tier0, externalPool } = cluster;
  return {
    name,
    tagValue: name,
    topology,
    tier0,
    ...(cluster.segmentSize === undefined ? {} : { segmentSize: cluster.segmentSize }),
    objects: [
      ...nodeObjects(name, nodesOf(cluster)),
      ...systemObjects(name, `${name}-master`),
      ...nsxSystemObjects({ cluster: name, topology, tier0, externalPool }),
      ...cluster.shops.flatMap(shopObjects),
    ],
  };
}
