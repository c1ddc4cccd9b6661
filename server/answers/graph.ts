import { kindNamed } from '@/lib/kinds';
import { edgeId, type GraphEdge, type GraphNode, type GraphQueries, type NodeId, type SourceStatus } from '@/lib/model';
import { inOneGo, sorted, STRIDE, type Steps } from '@/lib/steps';
import { inTurns } from '../turns';

/** Which part of the graph is asked for; null and an empty list mean everything. */
export interface GraphFilter {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kinds: readonly string[];
}

/** Nodes of a part of the graph by id, and edges by the node they leave. */
export interface GraphPart {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The nodes that pass the filter, and the edges between them. */
export function selectGraph(graph: GraphQueries, filter: GraphFilter): GraphPart {
  const nodes = inOneGo(selectNodes(graph, filter));
  const ids = new Set<NodeId>(nodes.map((node) => node.id));
  return { nodes, edges: nodes.flatMap((node) => edgesOf(graph, node, ids)) };
}

/**
 * The same as text, piece by piece, however much it is: `head` is what the answer says besides. What changes meanwhile may be in it
 * or not, but no edge leads to a node that is not.
 */
export async function* writeGraph(
  graph: GraphQueries,
  filter: GraphFilter,
  head: Readonly<Record<string, unknown>>,
): AsyncGenerator<string> {
  const nodes = await inTurns(selectNodes(graph, filter));
  const ids = new Set<NodeId>();
  for (const { id } of nodes) ids.add(id);
  yield `${JSON.stringify(head).slice(0, -1)},"nodes":[`;
  yield* pieces(nodes, (node) => [node]);
  yield '],"edges":[';
  yield* pieces(nodes, (node) => edgesOf(graph, node, ids));
  yield ']}';
}

/** As many letters as go out at once. */
const PIECE = 65_536;

function* pieces(nodes: readonly GraphNode[], parts: (node: GraphNode) => readonly unknown[]): Iterable<string> {
  let [piece, comma] = ['', ''];
  for (const node of nodes) {
    for (const part of parts(node)) {
      piece += comma + JSON.stringify(part);
      comma = ',';
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

/** In a stable order. */
function* selectNodes(graph: GraphQueries, filter: GraphFilter): Steps<readonly GraphNode[]> {
  const kinds = new Set(filter.kinds);
  const nodes: GraphNode[] = [];
  let visited = 0;
  for (const node of graph.nodes()) {
    if (passes(node, filter, kinds)) nodes.push(node);
    if (++visited % STRIDE === 0) yield;
  }
  return yield* sorted(nodes, byId);
}

/** From the node to others of the part. */
function edgesOf(graph: GraphQueries, node: GraphNode, ids: ReadonlySet<NodeId>): readonly GraphEdge[] {
  const edges = graph.edgesFrom(node.id).filter((edge) => ids.has(edge.to));
  return [...edges, ...memberEdges(graph, node.id, ids)].sort(byId);
}

function memberEdges(graph: GraphQueries, port: NodeId, ids: ReadonlySet<NodeId>): readonly GraphEdge[] {
  const edges: GraphEdge[] = [];
  for (const { criteria, evidence } of graph.criteriaMetBy(port)) {
    for (const { node } of criteria.groups) {
      if (!ids.has(node.id)) continue;
      edges.push({ id: edgeId('member', port, node.id), kind: 'member', from: port, to: node.id, evidence });
    }
  }
  return edges;
}

/** What is missing from the graph and why, in sentences. */
export function missingParts(sources: readonly SourceStatus[]): string[] {
  return sources.flatMap((source) => [
    ...(source.state === 'live' ? [] : [`${source.name}: ${source.reason ?? `The source is ${source.state}.`}`]),
    ...source.kinds.flatMap(({ kind, message }) =>
      message === null ? [] : [`${source.name}, ${kindNamed(kind)?.presentation.plural ?? kind}: ${message}`],
    ),
  ]);
}

function passes(node: GraphNode, filter: GraphFilter, kinds: ReadonlySet<string>): boolean {
  if (kinds.size > 0 && !kinds.has(node.kind)) return false;
  if (filter.cluster !== null && node.cluster !== filter.cluster) return false;
  return filter.namespace === null || node.namespace === filter.namespace || isRegion(node, filter.namespace);
}

/** The Namespace object itself belongs to its namespace too. */
function isRegion(node: GraphNode, namespace: string): boolean {
  const kind = kindNamed(node.kind);
  return kind?.plane === 'kubernetes' && kind.isRegion === true && node.name === namespace;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
