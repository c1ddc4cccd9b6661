import { joinSites } from './nsx-site';
import { type SmallCluster, smallCluster, smallSite } from './small/clusters';
import type { WorldMaker } from './world';

// The traps: the same names in both, and in the one the other's name as namespace and as label value, which NSX's
// search cannot tell from a cluster's tag.
const alpha: SmallCluster = {
  name: 'alpha',
  topology: 'two-tier',
  tier0: 'lab-t0',
  externalPool: 'shared-external',
  network: 1,
  shops: [
    { namespace: 'shop', labels: { stage: 'prod' }, replicas: 2, host: 'shop.alpha.lab' },
    { namespace: 'beta', labels: { stage: 'test', owner: 'beta' }, replicas: 1 },
  ],
};
const beta: SmallCluster = {
  name: 'beta',
  topology: 'single-tier',
  tier0: 'lab-t0',
  externalPool: 'shared-external',
  network: 2,
  shops: [{ namespace: 'shop', labels: { stage: 'prod', owner: 'alpha' }, replicas: 3, host: 'shop.beta.lab' }],
};

/** What both clusters use belongs to neither: the shared Tier-0 carries both tags. */
function sharedTier0(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (object.path !== '/infra/tier-0s/lab-t0') return object;
  return { ...object, tags: [alpha, beta].map(({ name }) => ({ scope: 'ncp/cluster', tag: name })) };
}

/** Two clusters, each with its own API server and NCP, on one NSX Manager. */
export const twoClusters: WorldMaker = () => ({
  name: 'two-clusters',
  title: 'two clusters of three nodes on one NSX Manager, one two-tier, one single-tier',
  nsx: joinSites(smallSite(alpha), smallSite(beta)).map(sharedTier0),
  clusters: [smallCluster(alpha), smallCluster(beta)],
});
