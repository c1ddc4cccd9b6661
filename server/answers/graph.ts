import { kindNamed } from '@/lib/kinds';
import { edgeId, type GraphEdge, type GraphNode, type GraphQueries, type NodeId, type SourceStatus } from '@/lib/model';

/** Which part of the graph is asked for; null and an empty list mean everything. */
export interface GraphFilter {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kinds: readonly string[];
}

/** Nodes and edges of a part of the graph, in a stable order. */
export interface GraphPart {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** The nodes that pass the filter, and the edges between them. */
export function selectGraph(graph: GraphQueries, filter: GraphFilter): GraphPart {
  const kinds = new Set(filter.kinds);
  const nodes = [...graph.nodes()].filter((node) => passes(node, filter, kinds));
  const ids = new Set<NodeId>(nodes.map((node) => node.id));
  const edges = nodes.flatMap((node) => [
    ...graph.edgesFrom(node.id).filter((edge) => ids.has(edge.to)),
    ...memberEdges(graph, node.id, ids),
  ]);
  return { nodes: nodes.sort(byId), edges: edges.sort(byId) };
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
