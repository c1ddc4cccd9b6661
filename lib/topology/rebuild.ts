import { resolveClaims, settleNode, sortEvidence } from '../correlate';
import { portCriteria } from '../dfw/anchors';
import { type GroupLookup, matchPort, meetingOf } from '../dfw/evaluate';
import {
  type Criteria,
  criteriaId,
  type CriteriaId,
  edgeId,
  type Evidence,
  type GraphEdge,
  type GraphNode,
  type GraphSnapshot,
  type Membership,
  membershipId,
  type MembershipId,
  type NodeId,
  type ObjectRecord,
  type RelationTarget,
} from '../model';
import { clusterTable } from './clusters';
import { Edge, Entry, linkEdge } from './entry';
import { networksOf, situationOf } from './situation';
import { parseNameKey } from './statements';
import { dfwRole, toGroup, toPort } from '../dfw/subjects';
import type { TopologyOptions } from './topology';

/**
 * The graph of these records, built from nothing and without any of the incremental indexes: the reference that the
 * incremental builder is held to. Slow on purpose where that keeps it plain.
 */
export function rebuild(records: Iterable<ObjectRecord>, options: TopologyOptions): GraphSnapshot {
  const latest = new Map<NodeId, ObjectRecord>();
  for (const record of records) latest.set(record.node.id, record);
  const entries = [...latest.values()].map((record) => new Entry(record));
  const clusters = clusterTable(options.clusters);
  const edges = new EdgeBook();
  for (const entry of entries) {
    addRelations(entry, entries, edges);
    addClaims(entry, { entries, clusters, edges });
  }
  edges.hang();
  for (const entry of entries) entry.networks = networksOf(entry);
  const nodes = new Map<NodeId, GraphNode>();
  for (const entry of entries) nodes.set(entry.record.node.id, settleNode(situationOf(entry, clusters)));
  return { seq: 0, nodes, edges: edges.toGraph(), ...membersOf(entries) };
}

class EdgeBook {
  private readonly edges = new Map<string, { edge: Edge; evidence: Evidence[] }>();

  add(kind: GraphEdge['kind'], ends: { from: Entry; to: Entry }, evidence: readonly Evidence[]): void {
    if (ends.from === ends.to) return;
    const id = edgeId(kind, ends.from.record.node.id, ends.to.record.node.id);
    const known = this.edges.get(id) ?? { edge: new Edge(kind, ends.from, ends.to), evidence: [] };
    known.evidence.push(...evidence);
    this.edges.set(id, known);
  }

  hang(): void {
    for (const { edge } of this.edges.values()) linkEdge(edge);
  }

  toGraph(): Map<GraphEdge['id'], GraphEdge> {
    const graph = new Map<GraphEdge['id'], GraphEdge>();
    for (const { edge, evidence } of this.edges.values()) {
      const [from, to] = [edge.from.record.node.id, edge.to.record.node.id];
      const id = edgeId(edge.kind, from, to);
      graph.set(id, { id, kind: edge.kind, from, to, evidence: sortEvidence(evidence) });
    }
    return graph;
  }
}

const answers = ({ record }: Entry, key: string): boolean => record.node.key === key || record.keys.includes(key);

function isTarget(entry: Entry, target: RelationTarget): boolean {
  const { node } = entry.record;
  if (target.by === 'key') return answers(entry, target.key);
  const { kind, namespace, name } = target;
  return node.plane === 'kubernetes' && node.kind === kind && node.namespace === namespace && node.name === name;
}

function addRelations(entry: Entry, entries: readonly Entry[], edges: EdgeBook): void {
  const nearby = entries.filter((other) => other.record.node.source === entry.record.node.source);
  for (const { edge, direction, target, subject, evidence } of entry.record.relations) {
    const subjects = subject === undefined ? [entry] : nearby.filter((other) => isTarget(other, subject));
    for (const one of subjects) {
      for (const other of nearby.filter((candidate) => isTarget(candidate, target))) {
        edges.add(edge, direction === 'out' ? { from: one, to: other } : { from: other, to: one }, [evidence]);
      }
    }
  }
}

function addClaims(
  entry: Entry,
  graph: {
    readonly entries: readonly Entry[];
    readonly clusters: ReturnType<typeof clusterTable>;
    readonly edges: EdgeBook;
  },
): void {
  const meets = (candidate: Entry, key: string): boolean => {
    const named = parseNameKey(key);
    return named === null ? answers(candidate, key) : isTarget(candidate, { by: 'name', ...named });
  };
  const resolution = resolveClaims(entry.record.claims, {
    find: (tagValue, key) => {
      const sources = graph.clusters.meant(entry.record.node.source, tagValue).map((cluster) => cluster.source);
      return graph.entries.filter((other) => sources.includes(other.record.node.source) && meets(other, key));
    },
    confirms: meets,
  });
  entry.ambiguous = resolution.ambiguous;
  for (const { edge, target, evidence } of resolution.matches) {
    graph.edges.add(edge, edge === 'realizes' ? { from: target, to: entry } : { from: entry, to: target }, evidence);
  }
}

function membersOf(entries: readonly Entry[]): Pick<GraphSnapshot, 'criteria' | 'memberships'> {
  const criteria = new Map<CriteriaId, Criteria>();
  const memberships = new Map<MembershipId, Membership>();
  const ports = entries.filter((entry) => dfwRole(entry.record) === 'port');
  const groups = entries.filter((entry) => dfwRole(entry.record) === 'group');
  for (const group of groups) {
    const { source } = group.record.node;
    const subjects = groups
      .filter((other) => other.record.node.source === source)
      .map((other) => toGroup(other.record));
    const lookup: GroupLookup = {
      at: (path) => subjects.find((subject) => subject.path === path),
      meeting: (_condition, meets) => meetingOf(subjects, meets),
    };
    const { expression } = toGroup(group.record);
    const id = criteriaId(source, portCriteria(expression));
    const sharing = [...(criteria.get(id)?.groups ?? []), group.record.node.id].sort();
    criteria.set(id, { id, groups: sharing });
    for (const port of ports.filter((other) => other.record.node.source === source)) {
      const segment = port.in.find((edge) => edge.kind === 'contains' && dfwRole(edge.from.record) === 'segment');
      const matches = matchPort(toPort(port.record, segment?.from.record ?? null), expression, lookup);
      if (matches === null) continue;
      const membership = membershipId(port.record.node.id, id);
      const evidence = sortEvidence(matches.map((match) => match.evidence));
      memberships.set(membership, { id: membership, port: port.record.node.id, criteria: id, evidence });
    }
  }
  return { criteria, memberships };
}
