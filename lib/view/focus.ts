import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { stepsUp } from './paths';
import type { Places } from './places';
import type { Space } from './space';

/** What a view of one object is about. */
export interface Focus {
  readonly node: GraphNode;
  /** Namespaces that may hold something of it. */
  readonly spaces: readonly Space[];
  /** Objects that are meant, with their way up; null where whole namespaces are. */
  readonly ids: ReadonlySet<NodeId> | null;
  /** Those of them in a namespace. */
  readonly idsIn: (space: Space) => readonly NodeId[];
  /** Whether it is about surroundings, which reach so and so far. */
  readonly hasDepth: boolean;
}

/** Surroundings larger than this are cut off: the nearest are kept. */
const MOST_AROUND = 1_500;

/** What hangs on a gateway, lies on a segment, runs on a cluster node, is in a group, or surrounds any other object. */
export function focusOn(places: Places, node: GraphNode, depth: number): Focus {
  const { graph } = places;
  const lane = kindNamed(node.kind)?.presentation.lane;
  if (node.kind === 'namespace')
    return whole(
      node,
      [...places.spaces.values()].filter((space) => space.node?.id === node.id),
    );
  if (lane === 'tier-0' || lane === 'tier-1') return whole(node, hangingOn(places, node));
  if (lane === 'segment') return some(places, node, [node.id, ...ends(graph, node.id, 'contains')]);
  if (lane === 'group') {
    const members = graph.criteriaOf(node.id)?.members.keys() ?? [];
    return some(
      places,
      node,
      [...members].map((port) => port.node.id),
    );
  }
  if (node.kind === 'cluster-node') {
    const pods = graph.hopsTo(node.id).flatMap((hop) => (hop.kind === 'runs-on' ? hop.from.node.id : []));
    return some(places, node, pods);
  }
  return { ...some(places, node, around(graph, node.id, depth)), hasDepth: true };
}

const NONE: readonly NodeId[] = [];

const whole = (node: GraphNode, spaces: readonly Space[]): Focus => ({
  node,
  spaces,
  ids: null,
  idsIn: () => NONE,
  hasDepth: false,
});

function some(places: Places, node: GraphNode, meant: Iterable<NodeId>): Focus {
  const ids = new Set(meant);
  // A Set visits what is added on the way.
  for (const id of ids) for (const step of stepsUp(places.graph, id)) ids.add(step.from);
  const spaces = new Map<Space, NodeId[]>();
  for (const id of ids) {
    const space = places.spaceOf(id);
    const known = space === null ? undefined : spaces.get(space);
    if (known !== undefined) known.push(id);
    else if (space !== null) spaces.set(space, [id]);
  }
  return { node, spaces: [...spaces.keys()], ids, idsIn: (space) => spaces.get(space) ?? NONE, hasDepth: false };
}

function ends(graph: GraphQueries, id: NodeId, kind: string): readonly NodeId[] {
  return graph.hopsFrom(id).flatMap((hop) => (hop.kind === kind ? hop.to.node.id : []));
}

/** Namespaces with something that the gateway carries: its own, and those whose way up leads to it. */
function hangingOn(places: Places, { id }: GraphNode): readonly Space[] {
  const own = places.spaceOf(id);
  const leads = new Map<NodeId, boolean>();
  const leadsThere = (from: NodeId): boolean => {
    const known = leads.get(from);
    if (known !== undefined) return known;
    leads.set(from, false);
    const found = from === id || stepsUp(places.graph, from).some((step) => leadsThere(step.from));
    leads.set(from, found);
    return found;
  };
  return [...places.spaces.values()].filter((space) => space === own || space.summary.above.some(leadsThere));
}

/** The object with what is related to it over so many steps, nearest first. */
function around(graph: GraphQueries, id: NodeId, depth: number): ReadonlySet<NodeId> {
  const found = new Set([id]);
  let edge: readonly NodeId[] = [id];
  for (let step = 0; step < depth; step++) {
    const next = edge.flatMap((from) => [
      ...graph.hopsFrom(from).map((hop) => hop.to.node.id),
      ...graph.hopsTo(from).map((hop) => hop.from.node.id),
    ]);
    const fresh = [...new Set(next)].filter((other) => !found.has(other));
    // In what order relations come is not said; what is cut off must not depend on it.
    edge = fresh.sort().slice(0, MOST_AROUND - found.size);
    for (const other of edge) found.add(other);
  }
  return found;
}
