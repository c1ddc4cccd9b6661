import { KINDS } from '../kinds';
import type { GraphNode, GraphQueries, NodeId, NodeState } from '../model';
import { severity } from '../view/severity';
import { compareNatural } from '../natural';
import { sorted, STRIDE, type Steps } from '../steps';
import { isPod, plainRow, type PodRow, podRow, portOf } from './pod-row';

/** What the table can be sorted by. */
export const POD_COLUMNS = [
  'state',
  'name',
  'namespace',
  'cluster',
  'address',
  'clusterNode',
  'port',
  'segment',
  'groups',
  'createdAt',
] as const;
export type PodColumn = (typeof POD_COLUMNS)[number];

/** Which Pods, in which order. */
export interface PodQuestion {
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** Words; a Pod must hold each of them in what its row says. */
  readonly text: string;
  /** None means all. */
  readonly states: readonly NodeState[];
  readonly sort: PodColumn;
  readonly down: boolean;
}

/** The answer in full: ids in order, for paging, with what can be said of all of them. */
export interface PodList {
  readonly ids: readonly NodeId[];
  /** Pods of the scope before any filter. */
  readonly inScope: number;
  /** Of those listed: how many have a segment port. */
  readonly withPort: number;
}

const POD_KINDS = KINDS.filter(({ name }) => isPod(name)).map(({ name }) => name);

/** Lists the Pods of a question. Visits every Pod of the graph; what changes between two steps may be listed or not. */
export function* listPods(graph: GraphQueries, question: PodQuestion): Steps<PodList> {
  const { states, sort, down } = question;
  const words = question.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const keyOf = KEYS[sort];
  const wanted = new Set(states);
  const isListed = (node: GraphNode, port: GraphNode | undefined): boolean =>
    (wanted.size === 0 || wanted.has(node.state)) &&
    (words.length === 0 || holdsWords(plainRow(graph, node, port), words));
  const found: { readonly node: GraphNode; readonly key: string | number | null }[] = [];
  let [inScope, withPort, visited] = [0, 0, 0];
  for (const kind of POD_KINDS) {
    for (const node of graph.nodesOfKind(kind)) {
      if (++visited % STRIDE === 0) yield;
      if (!isInScope(node, question)) continue;
      inScope++;
      const port = portOf(graph, node);
      if (!isListed(node, port)) continue;
      if (port !== undefined) withPort++;
      found.push({ node, key: keyOf(graph, node) });
    }
  }
  const list = yield* sorted(found, (a, b) => compareKeys(a.key, b.key, down) || compareNodes(a.node, b.node));
  return { ids: list.map(({ node }) => node.id), inScope, withPort };
}

const isInScope = (node: GraphNode, { cluster, namespace }: PodQuestion): boolean =>
  (cluster === null || node.cluster === cluster) && (namespace === null || node.namespace === namespace);

const KEYS: Readonly<Record<PodColumn, (graph: GraphQueries, node: GraphNode) => string | number | null>> = {
  state: (_, node) => -severity(node.state),
  name: (_, node) => node.name,
  namespace: (_, node) => node.namespace,
  cluster: (_, node) => node.cluster,
  address: (_, { facts }) => (typeof facts.address === 'string' ? facts.address : null),
  clusterNode: (graph, node) => plainRow(graph, node, undefined).clusterNode,
  port: (graph, node) => portOf(graph, node)?.name ?? null,
  segment: (graph, node) => plainRow(graph, node, portOf(graph, node)).segment,
  groups: (graph, node) => podRow(graph, node).groups,
  createdAt: (_, node) => node.createdAt,
};

/** Empty ones last whichever way it goes. */
function compareKeys(a: string | number | null, b: string | number | null, down: boolean): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNatural(String(a), String(b));
  return down ? -order : order;
}

function compareNodes(a: GraphNode, b: GraphNode): number {
  const [left, right] = [a.namespace ?? '', b.namespace ?? ''];
  if (left !== right) return compareNatural(left, right);
  return compareNatural(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function holdsWords(row: Omit<PodRow, 'groups'>, words: readonly string[]): boolean {
  const { name, namespace, cluster, address, clusterNode, port, segment, state, reason } = row;
  const text = `${name}\n${namespace}\n${cluster}\n${address ?? ''}\n${clusterNode ?? ''}\n${port ?? ''}\n${segment ?? ''}\n${state}\n${reason ?? ''}`;
  const folded = text.toLowerCase();
  return words.every((word) => folded.includes(word));
}
