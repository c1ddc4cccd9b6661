import type { Site } from '../../ncp/mapping/site';
import type { SitePlan } from '../nsx-site';
import { fleetNetworks, segmentSize } from './addresses';
import { fleetCluster } from './identity';
import type { FleetNode } from './nodes';

const tier0 = 'fleet-t0';
const enforcementPoint = '/infra/sites/default/enforcement-points/default';

/** What the administrator prepared; `externalAddresses` is a power of two. */
export function fleetSitePlan(nodes: readonly FleetNode[], externalAddresses: number): SitePlan {
  return {
    cluster: fleetCluster,
    tier0,
    podBlock: { id: 'fleet-pods', cidr: fleetNetworks.pods },
    externalBlock: { id: 'fleet-external', cidr: fleetNetworks.external },
    externalPool: { id: 'fleet-loadbalancer', size: externalAddresses },
    nodeSegment: 'fleet-nodes',
    nodes,
  };
}

/** The same as NCP finds it. */
export const fleetSite: Site = {
  cluster: fleetCluster,
  topology: 'single-tier',
  tier0Path: `/infra/tier-0s/${tier0}`,
  edgeClusterPath: `${enforcementPoint}/edge-clusters/edgeCluster`,
  transportZonePath: `${enforcementPoint}/transport-zones/overlayTransport`,
  podBlockPath: '/infra/ip-blocks/fleet-pods',
  noSnatBlockPath: '/infra/ip-blocks/fleet-pods',
  externalPoolPath: '/infra/ip-pools/fleet-loadbalancer',
  loadBalancerPoolPath: '/infra/ip-pools/fleet-loadbalancer',
  loadBalancerSize: 'SMALL',
  segmentSize,
};
