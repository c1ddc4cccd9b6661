import type { NodeState } from '@/lib/model/graph';
import type { GraphResponse } from '@/lib/wire/graph';
import { kindNamed } from '@/lib/kinds';

/** One Pod of the table, with the port it was matched to. */
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
  readonly groups: readonly string[];
  readonly createdAt: number | null;
}

const compare = new Intl.Collator('en', { numeric: true }).compare;

/** The Pods of a graph, by namespace and name, joined to port, segment and groups along the graph's own edges. */
export function podRows(graph: Pick<GraphResponse, 'nodes' | 'edges'>): readonly PodRow[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const out = new Map<string, GraphResponse['edges']>();
  const into = new Map<string, GraphResponse['edges']>();
  for (const edge of graph.edges) {
    out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
    into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
  }
  const laneOf = (id: string) => kindNamed(byId.get(id)?.kind ?? '')?.presentation.lane ?? null;
  return graph.nodes
    .filter((node) => node.plane === 'kubernetes' && laneOf(node.id) === 'pod')
    .map((node) => {
      const port = out.get(node.id)?.find((edge) => edge.kind === 'realizes' && laneOf(edge.to) === 'pod')?.to;
      const holder =
        port === undefined
          ? undefined
          : into.get(port)?.find((edge) => edge.kind === 'contains' && laneOf(edge.from) === 'segment')?.from;
      const groups =
        port === undefined ? [] : (out.get(port) ?? []).filter((edge) => edge.kind === 'member').map((edge) => edge.to);
      const host = out.get(node.id)?.find((edge) => edge.kind === 'runs-on')?.to;
      return {
        id: node.id,
        cluster: node.cluster ?? '',
        namespace: node.namespace ?? '',
        name: node.name,
        state: node.state,
        reason: node.reason,
        address: typeof node.facts.address === 'string' ? node.facts.address : null,
        clusterNode: host === undefined ? null : (byId.get(host)?.name ?? null),
        port: port === undefined ? null : (byId.get(port)?.name ?? null),
        segment: holder === undefined ? null : (byId.get(holder)?.name ?? null),
        groups: groups.map((id) => byId.get(id)?.name ?? id),
        createdAt: node.createdAt,
      };
    })
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}
