import {
  type Criteria,
  type Evidence,
  type GraphDelta,
  type GraphEdge,
  type GraphNode,
  type ItemDelta,
  type Membership,
  type NodeId,
  membershipId,
  sameNode,
  samePlain,
} from '../model';
import { type Edge, type Entry, toGraphEdge } from './entry';
import type { MemberSet } from './member-set';

/** What was touched, each with how it looked before (null: it was not there). */
export interface Touched {
  /** New entries, some of them gone already. What hangs on them is nowhere else here. */
  readonly came: Entry[];
  readonly nodes: (readonly [Entry, GraphNode])[];
  readonly edges: Map<Edge, readonly Evidence[] | null>;
  readonly groups: Map<MemberSet<Entry>, readonly NodeId[]>;
  readonly members: Map<MemberSet<Entry>, Map<Entry, readonly Evidence[] | null>>;
}

const NOTHING: readonly never[] = [];

type Part = 'nodes' | 'edges' | 'criteria' | 'memberships';
type Parts = Pick<GraphDelta, Part>;

const MAKE: { readonly [P in Part]: (touched: Touched) => Parts[P] } = {
  nodes: nodeDelta,
  edges: edgeDelta,
  criteria: criteriaDelta,
  memberships: membershipDelta,
};

/**
 * A delta whose parts are made when they are read: of a large change mostly nobody reads the relations, and their ids alone
 * cost more than the change. Read it before it expires: afterwards only what was read stays. Null when nothing changed.
 */
export function lateDelta(
  touched: Touched,
  seq: number,
  at: number,
): { readonly delta: GraphDelta | null; readonly expire: () => void } {
  let left: Touched | null = touched;
  const made: { [P in Part]?: Parts[P] } = {};
  const part = <P extends Part>(name: P): Parts[P] => {
    const known: Parts[P] | undefined = made[name];
    if (known !== undefined) return known;
    if (left === null) throw new Error(`The ${name} of delta ${seq} were not read before the next change.`);
    const now = MAKE[name](left);
    made[name] = now;
    return now;
  };
  const delta: GraphDelta = {
    seq,
    at,
    get nodes() {
      return part('nodes');
    },
    get edges() {
      return part('edges');
    },
    get criteria() {
      return part('criteria');
    },
    get memberships() {
      return part('memberships');
    },
  };
  const expire = (): void => {
    left = null;
  };
  return { delta: hasChanged(touched, delta) ? delta : null, expire };
}

/** Ids need only be compared where some came and some went: what was made again in one batch may be as it was before. */
function hasChanged(touched: Touched, delta: GraphDelta): boolean {
  let came = touched.came.some(({ alive }) => alive);
  let went = false;
  for (const [is, was, same] of looks(touched)) {
    if (is && was && !same()) return true;
    came ||= is && !was;
    went ||= was && !is;
  }
  if (!came || !went) return came || went;
  const parts = [delta.nodes, delta.edges, delta.criteria, delta.memberships];
  return parts.some(({ put, remove }) => put.length > 0 || remove.length > 0);
}

/** Of everything touched that is not new: whether it is there, whether it was, and whether it looks as before. */
function* looks(touched: Touched): Iterable<readonly [is: boolean, was: boolean, same: () => boolean]> {
  for (const [entry, before] of touched.nodes) yield [entry.alive, true, () => sameNode(before, entry.node)];
  for (const [edge, before] of touched.edges)
    yield [edge.stands, before !== null, () => samePlain(before, edge.evidence())];
  for (const [set, before] of touched.groups)
    yield [set.groups.size > 0, before.length > 0, () => samePlain(before, groupsOf(set))];
  for (const [set, ports] of touched.members)
    for (const [port, before] of ports)
      yield [set.members.has(port), before !== null, () => samePlain(before, set.members.get(port) ?? null)];
}

/** The edges of new entries, each once. */
export function* cameEdges(came: readonly Entry[]): Iterable<Edge> {
  const all = new Set(came);
  for (const entry of came) {
    yield* entry.out;
    for (const edge of entry.in) if (!all.has(edge.from)) yield edge;
  }
}

function nodeDelta({ came, nodes }: Touched): GraphDelta['nodes'] {
  const put: GraphNode[] = [];
  const removed = new Map<string, GraphNode>();
  for (const { alive, node } of came) if (alive) put.push(node);
  for (const [entry, before] of nodes) {
    if (!entry.alive) removed.set(before.id, before);
    else if (!sameNode(before, entry.node)) put.push(entry.node);
  }
  return settle(put, removed, sameNode);
}

function edgeDelta({ came, edges }: Touched): GraphDelta['edges'] {
  const put: GraphEdge[] = [];
  const removed = new Map<string, GraphEdge>();
  for (const edge of cameEdges(came)) put.push(toGraphEdge(edge));
  for (const [edge, before] of edges) {
    if (!edge.stands) {
      if (before === null) continue;
      const gone = toGraphEdge(edge, before);
      removed.set(gone.id, gone);
    } else if (before === null || !samePlain(before, edge.evidence())) put.push(toGraphEdge(edge));
  }
  return settle(put, removed, samePlain);
}

function criteriaDelta({ groups: sets }: Touched): GraphDelta['criteria'] {
  const put: Criteria[] = [];
  const remove: string[] = [];
  for (const [set, before] of sets) {
    const groups = groupsOf(set);
    if (groups.length === 0 && before.length > 0) remove.push(set.id);
    else if (groups.length > 0 && !samePlain(groups, before)) put.push({ id: set.id, groups });
  }
  return { put, remove };
}

function membershipDelta({ came, members }: Touched): GraphDelta['memberships'] {
  const put: Membership[] = [];
  const removed = new Map<string, Membership>();
  for (const port of came) for (const set of port.met) put.push(toMembership(set, port, set.members.get(port) ?? []));
  for (const [set, ports] of members) {
    for (const [port, before] of ports) {
      const evidence = set.members.get(port) ?? null;
      if (evidence === null && before !== null) {
        const gone = toMembership(set, port, before);
        removed.set(gone.id, gone);
      } else if (evidence !== null && (before === null || !samePlain(before, evidence)))
        put.push(toMembership(set, port, evidence));
    }
  }
  return settle(put, removed, samePlain);
}

/** The groups of the criteria as the graph shows them. */
export function groupsOf(set: MemberSet<Entry>): readonly NodeId[] {
  return [...set.groups].map(({ node }) => node.id).sort();
}

export function toMembership(set: MemberSet<Entry>, { node }: Entry, evidence: readonly Evidence[]): Membership {
  return { id: membershipId(node.id, set.id), port: node.id, criteria: set.id, evidence };
}

/** Something removed and made again under the same id within one batch is an update, or nothing at all. */
function settle<V extends { readonly id: string }>(
  put: readonly V[],
  removed: ReadonlyMap<string, V>,
  same: (a: V, b: V) => boolean,
): ItemDelta<V> {
  if (removed.size === 0) return { put, remove: NOTHING };
  const gone = new Set(removed.keys());
  const changed = put.filter((now) => {
    const before = removed.get(now.id);
    gone.delete(now.id);
    return before === undefined || !same(before, now);
  });
  return { put: changed, remove: [...gone] };
}
