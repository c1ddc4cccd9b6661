import { siteObjects } from '../nsx-site';
import { ncpConfiguration, ncpDefinitions } from '../nsx-system';
import type { WorldChunk, WorldMaker, WorldObject } from '../world';
import { fleetBlueprint } from './blueprint';
import { createdAt, fleetCluster } from './identity';
import { NamespaceWriter } from './namespace';
import { type FleetNode, fleetNodeObject, fleetNodes } from './nodes';
import { NsxPlane } from './nsx-plane';
import { fleetSite, fleetSitePlan } from './site';
import { type FleetSize, fleetSize } from './sizes';

const podsPerChunk = 500;
const namespacesPerChunk = 40;

const settings = {
  cluster: fleetCluster,
  topology: 'single-tier',
  tier0: 'fleet-t0',
  externalPool: 'fleet-loadbalancer',
} as const;

function* chunksOf(size: FleetSize, seed: number, nodes: readonly FleetNode[]): Generator<WorldChunk> {
  const plane = new NsxPlane(fleetSite, seed);
  const writer = new NamespaceWriter(seed, nodes, plane);
  const nodeList = nodes.map(fleetNodeObject);
  yield {
    nsx: [...plane.cluster(writer.ingressAddress(), createdAt(0)), ...nodeList.flatMap((node) => plane.node(node))],
    clusters: { [fleetCluster]: nodeList },
  };
  let [nsx, kubernetes, pods, namespaces]: [WorldObject[], WorldObject[], number, number] = [[], [], 0, 0];
  for (const plan of fleetBlueprint(size, seed)) {
    const parts = writer.write(plan);
    nsx.push(...parts.nsx);
    kubernetes.push(...parts.kubernetes, ...(plan.name === 'nsx-system' ? ncpConfiguration(settings) : []));
    pods += parts.pods;
    namespaces += 1;
    if (pods < podsPerChunk && namespaces < namespacesPerChunk) continue;
    yield { nsx, clusters: { [fleetCluster]: kubernetes } };
    [nsx, kubernetes, pods, namespaces] = [[], [], 0, 0];
  }
  if (namespaces > 0) yield { nsx, clusters: { [fleetCluster]: kubernetes } };
}

function powerOfTwoAbove(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

/** A generated cluster of size S, M, L or XL with everything NCP made of it already in NSX. */
export const fleet: WorldMaker = ({ seed = 1, size: name = 'S' }) => {
  const size = fleetSize(name);
  const nodes = fleetNodes(seed, size.pods);
  // Room for SNAT and virtual servers, and for as many again while the fleet changes.
  const addresses = powerOfTwoAbove(2 * (size.namespaces + size.loadBalancerPorts) + 16);
  return {
    name: 'fleet',
    title: `${size.namespaces} namespaces, ${size.pods} Pods, ${size.policies} network policies, single-tier`,
    nsx: siteObjects(fleetSitePlan(nodes, addresses)),
    clusters: [
      {
        name: fleetCluster,
        tagValue: fleetCluster,
        topology: 'single-tier',
        tier0: 'fleet-t0',
        resyncMs: 600_000,
        objects: ncpDefinitions(),
      },
    ],
    chunks: () => chunksOf(size, seed, nodes),
  };
};
