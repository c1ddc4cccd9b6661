import type { GraphNode, GraphQueries } from '../../model';
import { lineOf, out, ownerOf, textFact, textsFact } from './follow';
import { type Cell, type Column, cellOf, itemOf, type List } from './list';
import { kindCell } from './order';

/** A column with what it holds of an object. */
interface ColumnOf extends Column {
  readonly cell: (node: GraphNode, graph: GraphQueries) => Cell;
}

interface Head extends Pick<List, 'id' | 'title' | 'subject'> {
  readonly says?: string | null;
  readonly columns: readonly ColumnOf[];
}

/** A list of objects, each a line with what the columns hold of it. */
export function tableOf(graph: GraphQueries, nodes: readonly GraphNode[], head: Head): List {
  const cells = (node: GraphNode) =>
    Object.fromEntries(head.columns.map(({ name, cell }) => [name, cell(node, graph)] as const));
  return { ...head, items: nodes.map((node) => itemOf(node, { cells: () => cells(node) })) };
}

/** A column that shows a fact as it is. */
export const factColumn = (name: string, label: string, look: Pick<Column, 'mono' | 'number'> = {}): ColumnOf => ({
  name,
  label,
  ...look,
  cell: ({ facts }) => (facts[name] === '' ? null : (facts[name] ?? null)),
});

/** A column with one object out of those that a line's object leads to. */
export const nodeColumn = (
  name: string,
  label: string,
  find: (node: GraphNode, graph: GraphQueries) => GraphNode | null | undefined,
): ColumnOf => ({ name, label, cell: (node, graph) => cellOf(find(node, graph)) });

/** A column that counts. */
export const countColumn = (
  name: string,
  label: string,
  count: (node: GraphNode, graph: GraphQueries) => number | null,
): ColumnOf => ({ name, label, number: true, cell: count });

/** A column of facts that may be one text or several. */
export const textsColumn = (name: string, label: string): ColumnOf => ({
  name,
  label,
  mono: true,
  cell: (node) => textsFact(node, name).join(', '),
});

/** A column with the line of facts that a card of the object has. */
export const lineColumn = (label: string): ColumnOf => ({ name: 'line', label, mono: true, cell: lineOf });

/** A column with what the object was made for. */
export const ownerColumn = (label: string): ColumnOf =>
  nodeColumn('owner', label, (node, graph) => ownerOf(graph, node));

export const KIND: ColumnOf = { name: 'kind', label: 'Kind', cell: kindCell };
export const NAMESPACE: ColumnOf = { name: 'namespace', label: 'Namespace', cell: ({ namespace }) => namespace };
export const ADDRESS = factColumn('address', 'Address', { mono: true });
export const READY = factColumn('ready', 'Ready');
export const CLUSTER_NODE = factColumn('node', 'Cluster node');

/** Where a Service is reached: from outside where it can be, and over which virtual server. */
export const SERVICE_COLUMNS: readonly ColumnOf[] = [
  {
    name: 'address',
    label: 'Address',
    mono: true,
    cell: (node) => textFact(node, 'address') ?? textFact(node, 'clusterAddress'),
  },
  textsColumn('ports', 'Ports'),
  nodeColumn('server', 'Virtual server (VIP)', (node, graph) => out(graph, node, 'realizes', 'lb-virtual-server')[0]),
];
