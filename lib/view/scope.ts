import { kubernetesKinds } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { reachUp } from './paths';
import { collectUnits, type Unit } from './units';
import type { ViewSpec } from './view';

/** A namespace with what it owns. */
export interface Space {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly node: GraphNode | null;
  readonly units: Unit[];
}

/** Everything a view is about, before anything is folded. */
export interface Scope {
  readonly spaces: readonly Space[];
  /** Shared by namespaces: Tier-0, a shared Tier-1, the load balancer's Tier-1, VIPs of Ingresses, segments of cluster nodes. */
  readonly shared: readonly Unit[];
  readonly groups: readonly Unit[];
  /** In NSX, claimed by no cluster and linked to nothing that is. */
  readonly unclaimed: readonly Unit[];
}

/** Id of a region and of its box. */
export function regionId(cluster: string, namespace: string): string {
  return `region|${cluster}|${namespace}`;
}

/** Sorts the graph's units into what the spec asks for. */
export function collectScope(graph: GraphQueries, spec: ViewSpec): Scope {
  const spaces = collectSpaces(graph, spec);
  const outside: Unit[] = [];
  const groups: Unit[] = [];
  for (const unit of collectUnits(graph, (cluster, namespace) => inScope(spec, cluster, namespace))) {
    if (unit.lane === 'group') groups.push(unit);
    else if (unit.cluster !== null && unit.namespace !== null) place(unit, spec, spaces);
    else outside.push(unit);
  }
  const list = [...spaces.values()].sort(compareSpaces);
  const reached = reachUp(graph, startingNodes(list, outside, spec));
  const isShared = (unit: Unit): boolean => unit.nodes.some((node) => reached.has(node.id));
  const shared = outside.filter(isShared);
  const everything = spec.cluster === null;
  return {
    spaces: list,
    shared: shared.sort(compareUnits),
    groups: groups.sort(compareUnits),
    unclaimed: everything ? outside.filter((unit) => !isShared(unit)).sort(compareUnits) : [],
  };
}

function collectSpaces(graph: GraphQueries, spec: ViewSpec): Map<string, Space> {
  const spaces = new Map<string, Space>();
  for (const kind of kubernetesKinds()) {
    if (kind.isRegion !== true) continue;
    for (const node of graph.nodesOfKind(kind.name)) {
      if (!inScope(spec, node.cluster, node.name) || node.cluster === null) continue;
      const id = regionId(node.cluster, node.name);
      spaces.set(id, { id, cluster: node.cluster, namespace: node.name, node, units: [] });
    }
  }
  return spaces;
}

function place(unit: Unit, spec: ViewSpec, spaces: Map<string, Space>): void {
  const { cluster, namespace } = unit;
  if (cluster === null || namespace === null || !inScope(spec, cluster, namespace)) return;
  const id = regionId(cluster, namespace);
  // A namespace that only NSX still knows gets its region too: what is left over must not vanish.
  const space = spaces.get(id) ?? { id, cluster, namespace, node: null, units: [] };
  space.units.push(unit);
  spaces.set(id, space);
}

function inScope(spec: ViewSpec, cluster: string | null, namespace: string | null): boolean {
  if (spec.cluster !== null && cluster !== spec.cluster) return false;
  return spec.namespace === null || namespace === spec.namespace;
}

/** A view of a whole cluster starts at everything claimed for it; a view of one namespace only at what that owns. */
function startingNodes(spaces: readonly Space[], outside: readonly Unit[], spec: ViewSpec): readonly NodeId[] {
  const start = spaces.flatMap((space) => space.units.flatMap((unit) => unit.nodes.map((node) => node.id)));
  if (spec.namespace !== null) return start;
  for (const unit of outside) {
    const claimed = unit.cluster !== null && inScope(spec, unit.cluster, null);
    // Gateways to the outside are drawn even while nothing hangs on them yet.
    if (claimed || (unit.lane === 'tier-0' && spec.cluster === null)) start.push(...unit.nodes.map((node) => node.id));
  }
  return start;
}

const SYSTEM = /^(kube-|nsx-system$|vmware-system-)/;

/** Namespaces that run the cluster itself. */
export const isSystem = (namespace: string): boolean => SYSTEM.test(namespace);

function compareSpaces(a: Space, b: Space): number {
  return (
    Number(isSystem(a.namespace)) - Number(isSystem(b.namespace)) ||
    Number(a.node === null) - Number(b.node === null) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.cluster, b.cluster)
  );
}

export function compareUnits(a: Unit, b: Unit): number {
  return compareText(a.title, b.title) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
