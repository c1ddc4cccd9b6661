import { kindNamed } from '../kinds';
import { type LiveFact, listFact } from '../kinds/live';
import { EDGE_KINDS, type EdgeKind, type GraphEdge, type GraphNode, type GraphQueries, type NodeId } from '../model';
import type { ObjectResponse } from '../wire';
import { reportsAbout } from './reports';
import { toRef, toWireEvidence, toWireNode } from './refs';

type Relation = ObjectResponse['relations'][number];

/**
 * Facts and relations of one object, without the raw object and the time of the answer; null when there is no such id. `live`
 * is what NSX told of it just now.
 */
export function describeObject(
  graph: GraphQueries,
  id: NodeId,
  live: readonly LiveFact[] = [],
): Omit<ObjectResponse, 'at' | 'raw'> | null {
  const node = graph.node(id);
  if (node === undefined) return null;
  const reports = listFact('reports', 'Reported', reportsAbout(graph, id));
  const facts = [...presentedFacts(node), ...[...reports, ...live].map(toFact)];
  return { seq: graph.seq, node: toWireNode(node), facts, relations: relationsOf(graph, id) };
}

const toFact = ({ name, label, value, mono = false }: LiveFact): ObjectResponse['facts'][number] => ({
  name,
  label,
  value: typeof value === 'object' && value !== null ? [...value] : value,
  mono,
});

/** The facts that the kind presents, in its order; facts without a value are left out. */
export function presentedFacts(node: GraphNode): ObjectResponse['facts'] {
  const presentation = kindNamed(node.kind)?.presentation;
  const facts: ObjectResponse['facts'] = [];
  for (const { name, label, mono = false } of presentation?.facts ?? []) {
    const value = node.facts[name];
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue;
    const plain = typeof value === 'object' ? [...value] : value;
    facts.push({ name, label, value: plain, mono });
  }
  return facts;
}

const EDGES: readonly string[] = EDGE_KINDS;

/** How a relation reads from its two ends. */
const WORDS: Readonly<Record<EdgeKind, { readonly out: string; readonly in: string }>> = {
  owns: { out: 'owns', in: 'is owned by' },
  contains: { out: 'contains', in: 'is in' },
  'runs-on': { out: 'runs on', in: 'runs' },
  selects: { out: 'selects', in: 'is selected by' },
  routes: { out: 'routes to', in: 'is reached through' },
  connects: { out: 'connects to', in: 'connects' },
  allocates: { out: 'takes addresses from', in: 'gives addresses to' },
  serves: { out: 'is served by', in: 'serves' },
  balances: { out: 'balances over', in: 'is balanced by' },
  realizes: { out: 'is realized by', in: 'realizes' },
  backs: { out: 'is backed by', in: 'stands behind' },
  attaches: { out: 'is attached through', in: 'carries' },
  member: { out: 'is a member of', in: 'has member' },
  source: { out: 'has as source', in: 'is source of' },
  destination: { out: 'has as destination', in: 'is destination of' },
  'applied-to': { out: 'is applied to', in: 'has applied to it' },
  uses: { out: 'uses', in: 'is used by' },
  excludes: { out: 'excludes', in: 'is excluded by' },
  carries: { out: 'carries the rules of', in: 'has its rules on' },
  'made-for': { out: 'was made for', in: 'has made for it' },
  reports: { out: 'is about', in: 'is reported by' },
};

/** The groups that a port is in, or the ports that are in a group. */
function memberEdges(graph: GraphQueries, id: NodeId): readonly Pick<GraphEdge, 'kind' | 'from' | 'to' | 'evidence'>[] {
  const groups = graph
    .criteriaMetBy(id)
    .flatMap(({ criteria, evidence }) =>
      [...criteria.groups].map(({ node }) => ({ kind: 'member' as const, from: id, to: node.id, evidence })),
    );
  const members = [...(graph.criteriaOf(id)?.members ?? [])].map(([{ node }, evidence]) => ({
    kind: 'member' as const,
    from: node.id,
    to: id,
    evidence,
  }));
  return [...groups, ...members];
}

/** Relations across the planes first, then by kind of relation and name. */
function relationsOf(graph: GraphQueries, id: NodeId): Relation[] {
  const own = graph.node(id);
  const toRelation = (
    edge: Pick<GraphEdge, 'kind' | 'from' | 'to' | 'evidence'>,
    direction: 'out' | 'in',
  ): Relation[] => {
    const other = graph.node(direction === 'out' ? edge.to : edge.from);
    if (other === undefined) return [];
    return [
      {
        edge: edge.kind,
        words: WORDS[edge.kind][direction],
        direction,
        crossPlane: other.plane !== own?.plane,
        other: toRef(other),
        evidence: toWireEvidence(edge.evidence),
      },
    ];
  };
  const relations = [
    ...graph.edgesFrom(id).flatMap((edge) => toRelation(edge, 'out')),
    ...graph.edgesTo(id).flatMap((edge) => toRelation(edge, 'in')),
    ...memberEdges(graph, id).flatMap((edge) => toRelation(edge, edge.from === id ? 'out' : 'in')),
  ];
  const rank = (relation: Relation): number => EDGES.indexOf(relation.edge);
  return relations.sort(
    (a, b) =>
      Number(b.crossPlane) - Number(a.crossPlane) ||
      rank(a) - rank(b) ||
      (a.other.name < b.other.name ? -1 : a.other.name > b.other.name ? 1 : a.other.id < b.other.id ? -1 : 1),
  );
}
