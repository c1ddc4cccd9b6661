import { kindNamed } from '../../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../../model';
import type { ListResponse, PageResponse } from '../../wire';
import { toRef, toWireEvidence } from '../refs';
import { ipBlockPart, ipPoolPart } from './addresses';
import { ingressPart, lbServicePart, poolPart, serverPart, servicePart } from './balancing';
import { clusterNodePart, portPart } from './cluster-node';
import { into, least, out } from './follow';
import { first, showList, type Window } from './list';
import { namespacePart } from './namespace';
import { kindRank } from './order';
import type { Part, PartOf } from './part';
import { relationsOf, showRelation } from './relations';
import { gatewayPart, segmentPart } from './segment';

/** Lines of a list that come with the page. */
const LINES = 50;
/** Lines of a relation that come with the page: most objects have few, and those with many are searched. */
const RELATED = 12;
const MOST_COUNTERPARTS = 6;

const PARTS: Readonly<Record<string, PartOf>> = {
  namespace: namespacePart,
  'cluster-node': clusterNodePart,
  service: servicePart,
  ingress: ingressPart,
  segment: segmentPart,
  'segment-port': portPart,
  'tier-0': gatewayPart,
  'tier-1': gatewayPart,
  vpc: gatewayPart,
  'ip-pool': ipPoolPart,
  'ip-block': ipBlockPart,
  'lb-service': lbServicePart,
  'lb-virtual-server': serverPart,
  'lb-pool': poolPart,
};

const NOTHING: Part = { lists: [] };

function partOf(graph: GraphQueries, node: GraphNode): Part {
  return PARTS[node.kind]?.(graph, node) ?? NOTHING;
}

/** What stands around an object, without the time of the answer; null when there is no such id. */
export function describePage(graph: GraphQueries, id: NodeId): Omit<PageResponse, 'at'> | null {
  const node = graph.node(id);
  if (node === undefined) return null;
  const { lists, meters = [], remarks = [] } = partOf(graph, node);
  const counterparts = counterpartsOf(graph, node);
  const start = { find: '', from: 0 };
  return {
    seq: graph.seq,
    node: toRef(node),
    place: placeOf(graph, node).map(toRef),
    counterparts: first(counterparts, MOST_COUNTERPARTS, compareCounterparts).map((each) => ({
      node: toRef(each.node),
      evidence: toWireEvidence(each.evidence()),
    })),
    counterpartCount: counterparts.length,
    meters: [...meters],
    remarks: [...remarks],
    lists: lists.map((list) => showList(list, { ...start, count: LINES })),
    relations: relationsOf(graph, node).map((relation) => showRelation(relation, { ...start, count: RELATED })),
  };
}

/** More lines of a list or a relation of the object's page; null when there is no such object or list. */
export function describeList(
  graph: GraphQueries,
  { id, list }: { readonly id: NodeId; readonly list: string },
  window: Window,
): Omit<ListResponse, 'at'> | null {
  const node = graph.node(id);
  if (node === undefined) return null;
  const wanted =
    partOf(graph, node).lists.find((candidate) => candidate.id === list) ??
    relationsOf(graph, node).find((candidate) => candidate.id === list);
  return wanted === undefined ? null : { seq: graph.seq, list: showList(wanted, window) };
}

type Counterpart = ReturnType<typeof counterpartsOf>[number];

function compareCounterparts({ node: a }: Counterpart, { node: b }: Counterpart): number {
  return kindRank(a.kind) - kindRank(b.kind) || (a.id < b.id ? -1 : 1);
}

function counterpartsOf(graph: GraphQueries, node: GraphNode) {
  const made = graph.hopsFrom(node.id).flatMap((hop) => {
    return hop.kind === 'realizes' ? [{ node: hop.to.node, evidence: () => hop.evidence() }] : [];
  });
  const maker = graph.hopsTo(node.id).flatMap((hop) => {
    return hop.kind === 'realizes' ? [{ node: hop.from.node, evidence: () => hop.evidence() }] : [];
  });
  return [...made, ...maker];
}

/** From the outermost down to what the object is in or hangs on. */
function placeOf(graph: GraphQueries, node: GraphNode): readonly GraphNode[] {
  const place: GraphNode[] = [];
  const seen = new Set<NodeId>([node.id]);
  let here: GraphNode | null = node;
  while (here !== null) {
    const up: GraphNode | null = above(graph, here);
    if (up === null || seen.has(up.id)) break;
    seen.add(up.id);
    place.unshift(up);
    here = up;
  }
  return place;
}

function above(graph: GraphQueries, node: GraphNode): GraphNode | null {
  const container = least(into(graph, node, 'contains'));
  // In Kubernetes being in a Namespace is the place; in NSX the way goes on to the gateways.
  if (kindNamed(node.kind)?.plane === 'kubernetes') return container;
  return least(out(graph, node, 'connects')) ?? least(out(graph, node, 'serves')) ?? container;
}
