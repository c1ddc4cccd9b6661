import type {
  Criteria,
  CriteriaId,
  GraphEdge,
  GraphNode,
  GraphQueries,
  GraphSnapshot,
  Hop,
  MetCriteria,
  Membership as MembershipFact,
  MembershipId,
  SourceId,
} from '../model';
import { groupsOf, toMembership } from './late-delta';
import { type Edge, type Entry, toGraphEdge } from './entry';
import type { Membership } from './membership';
import type { Store } from './store';

const NO_HOPS: readonly Hop[] = [];
const NO_CRITERIA: readonly MetCriteria[] = [];

/** Read access to the live store. */
export function createQueries(
  store: Store,
  topology: {
    readonly seq: () => number;
    readonly observe: GraphQueries['observe'];
    readonly memberships: ReadonlyMap<SourceId, Membership>;
  },
): GraphQueries {
  return {
    get seq() {
      return topology.seq();
    },
    node: (id) => store.entries.get(id)?.node,
    edgesFrom: (id) => toGraphEdges(store.entries.get(id)?.out),
    edgesTo: (id) => toGraphEdges(store.entries.get(id)?.in),
    hopsFrom: (id) => store.entries.get(id)?.out ?? NO_HOPS,
    hopsTo: (id) => store.entries.get(id)?.in ?? NO_HOPS,
    criteriaOf: (id) => {
      const group = store.entries.get(id)?.node;
      return group === undefined ? undefined : topology.memberships.get(group.source)?.setOf(group.key);
    },
    criteriaMetBy: (id) => {
      const port = store.entries.get(id);
      if (port === undefined) return NO_CRITERIA;
      return port.met.map((criteria) => ({ criteria, evidence: criteria.members.get(port) ?? [] }));
    },
    criteriaAround: (id) => store.entries.get(id)?.met ?? [],
    criteriaWith: (id, tags) => {
      const port = store.entries.get(id);
      return port === undefined ? [] : (topology.memberships.get(port.node.source)?.setsWith(port, tags) ?? []);
    },
    nodesOfKind: (kind) => nodesOf(store.kinds.get(kind) ?? []),
    nodesOfSource: (source) => nodesOfSource(store, source),
    byKey: (source, key) => store.entryAt(source, key)?.node,
    named: (source, kind, namespace, name) =>
      store.namedEntries(source, { kind, namespace, name }).map((entry) => entry.node),
    record: (id) => store.entries.get(id)?.record,
    observe: topology.observe,
    nodes: () => nodesOf(store.entries.values()),
  };
}

function toGraphEdges(edges: readonly Edge[] | undefined): readonly GraphEdge[] {
  return edges === undefined ? [] : edges.map((edge) => toGraphEdge(edge));
}

function* nodesOfSource(store: Store, source: SourceId): Iterable<GraphNode> {
  for (const { node } of store.entries.values()) if (node.source === source) yield node;
}

function* nodesOf(entries: Iterable<Entry>): Iterable<GraphNode> {
  for (const entry of entries) yield entry.node;
}

/** A copy of the graph at this moment. */
export function takeSnapshot(store: Store, memberships: Iterable<Membership>, seq: number): GraphSnapshot {
  const nodes = new Map<GraphNode['id'], GraphNode>();
  const edges = new Map<GraphEdge['id'], GraphEdge>();
  for (const entry of store.entries.values()) {
    nodes.set(entry.node.id, entry.node);
    for (const edge of entry.out) {
      const made = toGraphEdge(edge);
      edges.set(made.id, made);
    }
  }
  const criteria = new Map<CriteriaId, Criteria>();
  const facts = new Map<MembershipId, MembershipFact>();
  for (const membership of memberships) {
    for (const set of membership.all()) {
      criteria.set(set.id, { id: set.id, groups: groupsOf(set) });
      for (const [port, evidence] of set.members) {
        const fact = toMembership(set, port, evidence);
        facts.set(fact.id, fact);
      }
    }
  }
  return { seq, nodes, edges, criteria, memberships: facts };
}
