import { type SmallCluster, smallCluster, smallSite } from './small/clusters';
import type { WorldMaker } from './world';

const cluster: SmallCluster = {
  name: 'solo',
  topology: 'single-tier',
  tier0: 'lab-t0',
  externalPool: 'solo-external',
  network: 0,
  // Small segments, so that the shop needs a second one.
  segmentSize: 16,
  shops: [
    { namespace: 'shop', labels: { stage: 'prod' }, replicas: 15, host: 'shop.lab' },
    { namespace: 'open', labels: { stage: 'test' }, replicas: 2, annotations: { 'ncp/no_snat': 'true' } },
  ],
};

/** One Tier-1 for all namespaces; one namespace with two segments, one without address translation. */
export const singleTier: WorldMaker = () => ({
  name: 'single-tier',
  title: 'three nodes, one shared Tier-1, a namespace with two segments',
  nsx: smallSite(cluster),
  clusters: [smallCluster(cluster)],
});
