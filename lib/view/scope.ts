import type { GraphQueries, NodeId } from '../model';
import { compareText } from './order';
import { stepsUp } from './paths';
import type { Places } from './places';
import { regionId } from './region-id';
import type { Space } from './space';
import type { Unit } from './units';
import type { ViewSpec } from './view';

/** Everything a view is about, before anything is folded. */
export interface Scope {
  readonly spaces: readonly Space[];
  /** Shared by namespaces: Tier-0, a shared Tier-1, the load balancer's Tier-1, VIPs of Ingresses, segments of cluster nodes. */
  readonly shared: readonly Unit[];
  /** In NSX, claimed by no cluster and linked to nothing that is. */
  readonly unclaimed: readonly Unit[];
}

/** What the spec asks for, sorted. */
export function collectScope(places: Places, spec: ViewSpec): Scope {
  const spaces = chosen(places, spec).sort(compareSpaces);
  const outside = places.outside.units;
  const reached = reachUp(places.graph, startingNodes(spaces, outside, spec));
  const isShared = (unit: Unit): boolean => unit.nodes.some((node) => reached.has(node.id));
  const everything = spec.cluster === null;
  return {
    spaces,
    shared: outside.filter(isShared),
    unclaimed: everything ? outside.filter((unit) => !isShared(unit)) : [],
  };
}

function chosen(places: Places, spec: ViewSpec): Space[] {
  const { cluster, namespace } = spec;
  if (cluster !== null && namespace !== null) {
    const space = places.spaces.get(regionId(cluster, namespace));
    return space === undefined ? [] : [space];
  }
  return [...places.spaces.values()].filter((space) => inScope(spec, space.cluster, space.namespace));
}

function inScope(spec: ViewSpec, cluster: string | null, namespace: string | null): boolean {
  if (spec.cluster !== null && cluster !== spec.cluster) return false;
  return spec.namespace === null || namespace === spec.namespace;
}

/** A view of a whole cluster starts at everything claimed for it; a view of one namespace only at what that owns. */
function startingNodes(spaces: readonly Space[], outside: readonly Unit[], spec: ViewSpec): Iterable<NodeId> {
  const start = new Set<NodeId>();
  for (const { summary } of spaces) for (const id of summary.above) start.add(id);
  if (spec.namespace !== null) return start;
  for (const unit of outside) {
    const claimed = unit.cluster !== null && inScope(spec, unit.cluster, null);
    // Gateways to the outside are drawn even while nothing hangs on them yet.
    if (claimed || (unit.lane === 'tier-0' && spec.cluster === null)) for (const node of unit.nodes) start.add(node.id);
  }
  return start;
}

/** The objects and everything left of them on the map. */
function reachUp(graph: GraphQueries, start: Iterable<NodeId>): ReadonlySet<NodeId> {
  const reached = new Set(start);
  for (const id of reached) for (const { from } of stepsUp(graph, id)) reached.add(from); // visits what is added on the way
  return reached;
}

function compareSpaces(a: Space, b: Space): number {
  return (
    Number(a.system) - Number(b.system) ||
    Number(a.node === null) - Number(b.node === null) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.cluster, b.cluster)
  );
}
