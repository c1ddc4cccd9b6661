import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, NodeState } from '../model';

/** One Pod of the table, with the port it became. */
export interface PodRow {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly state: NodeState;
  readonly reason: string | null;
  readonly address: string | null;
  readonly clusterNode: string | null;
  readonly port: string | null;
  readonly segment: string | null;
  /** How many groups its port is in. */
  readonly groups: number;
  readonly createdAt: number | null;
}

/** Kinds that the table lists. */
export const isPod = (kind: string): boolean => {
  const known = kindNamed(kind);
  return known?.plane === 'kubernetes' && known.presentation.lane === 'pod';
};

const laneOf = (node: GraphNode) => kindNamed(node.kind)?.presentation.lane ?? null;

/** The port a Pod became; undefined while there is none. */
export function portOf(graph: GraphQueries, pod: GraphNode): GraphNode | undefined {
  for (const { kind, to } of graph.hopsFrom(pod.id))
    if (kind === 'realizes' && laneOf(to.node) === 'pod') return to.node;
  return undefined;
}

function segmentOf(graph: GraphQueries, port: GraphNode): GraphNode | undefined {
  for (const { kind, from } of graph.hopsTo(port.id)) {
    if (kind === 'contains' && laneOf(from.node) === 'segment') return from.node;
  }
  return undefined;
}

function hostOf(graph: GraphQueries, pod: GraphNode): GraphNode | undefined {
  for (const { kind, to } of graph.hopsFrom(pod.id)) if (kind === 'runs-on') return to.node;
  return undefined;
}

/** How many groups a port is in. */
function groupsOf(graph: GraphQueries, port: GraphNode): number {
  let groups = 0;
  for (const criteria of graph.criteriaAround(port.id)) groups += criteria.groups.size;
  return groups;
}

/** What the table says of a Pod. */
export function podRow(graph: GraphQueries, pod: GraphNode): PodRow {
  const port = portOf(graph, pod);
  return { ...plainRow(graph, pod, port), groups: port === undefined ? 0 : groupsOf(graph, port) };
}

/** The same without the groups, which cost most of it. */
export function plainRow(graph: GraphQueries, pod: GraphNode, port: GraphNode | undefined): Omit<PodRow, 'groups'> {
  const { address, node } = pod.facts;
  return {
    id: pod.id,
    cluster: pod.cluster ?? '',
    namespace: pod.namespace ?? '',
    name: pod.name,
    state: pod.state,
    reason: pod.reason,
    address: typeof address === 'string' ? address : null,
    clusterNode: hostOf(graph, pod)?.name ?? (typeof node === 'string' ? node : null),
    port: port?.name ?? null,
    segment: port === undefined ? null : (segmentOf(graph, port)?.name ?? null),
    createdAt: pod.createdAt,
  };
}
