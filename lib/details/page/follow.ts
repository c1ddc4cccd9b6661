import { kindNamed } from '../../kinds';
import type { EdgeKind, GraphNode, GraphQueries } from '../../model';

/** Where relations of a kind lead to, perhaps only to objects of one kind. */
export function out(graph: GraphQueries, node: GraphNode, edge: EdgeKind, kind?: string): readonly GraphNode[] {
  return graph
    .hopsFrom(node.id)
    .flatMap((hop) => (hop.kind === edge && (kind === undefined || hop.to.node.kind === kind) ? [hop.to.node] : []));
}

/** Where relations of a kind come from. */
export function into(graph: GraphQueries, node: GraphNode, edge: EdgeKind, kind?: string): readonly GraphNode[] {
  return graph
    .hopsTo(node.id)
    .flatMap((hop) =>
      hop.kind === edge && (kind === undefined || hop.from.node.kind === kind) ? [hop.from.node] : [],
    );
}

/** Whether an object is what Pods and network cards are attached to. */
export function isPort({ kind }: GraphNode): boolean {
  const known = kindNamed(kind);
  return known?.plane === 'nsx' && known.dfw === 'port';
}

/** The ports that a Pod or cluster node has. */
export const portsOf = (graph: GraphQueries, node: GraphNode): readonly GraphNode[] =>
  out(graph, node, 'realizes').filter(isPort);

/** What an NSX object was made for. */
export const ownerOf = (graph: GraphQueries, node: GraphNode): GraphNode | null => least(into(graph, node, 'realizes'));

/** One of several, always the same one; null for none. */
export function least(nodes: readonly GraphNode[]): GraphNode | null {
  return nodes.reduce<GraphNode | null>((found, node) => (found === null || node.id < found.id ? node : found), null);
}

/** Each object once. */
export function distinct(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}

/** A fact that is a text; null otherwise. */
export function textFact(node: GraphNode | null | undefined, name: string): string | null {
  const value = node?.facts[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The texts of a fact. */
export function textsFact(node: GraphNode, name: string): readonly string[] {
  const value = node.facts[name];
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}

/** The address that a port carries: its Pod's, else a static one. */
export function addressOf(port: GraphNode, holder: GraphNode | null): string | null {
  return textFact(holder, 'address') ?? textFact(port, 'address');
}

/** The line of facts that a card of the object has. */
export function lineOf(node: GraphNode): string | null {
  return kindNamed(node.kind)?.presentation.line?.(node) ?? null;
}
