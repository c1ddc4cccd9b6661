import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { ReachClass } from '../wire';
import type { EndpointClass } from './classes';
import { realizedBy } from './lookup';

const FIRST = 5;

/** What people call a class: by the workloads and Namespaces of those in it. */
export function* describeClass(graph: GraphQueries, { ports }: EndpointClass): Steps<ReachClass> {
  const workloads = new Map<string, number>();
  const places = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const owner = realizedBy(graph, port.id) ?? port;
    const name = typeof owner.facts.workload === 'string' ? owner.facts.workload : owner.name;
    workloads.set(name, (workloads.get(name) ?? 0) + 1);
    places.add(placeOf(owner));
    if (index % STRIDE === STRIDE - 1) yield;
  }
  const [most = ['', 0]] = [...workloads].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const first = ports.slice(0, FIRST).map((port) => realizedBy(graph, port.id) ?? port);
  return {
    ends: ports.slice(0, 2).map((port, index) => endOf(first[index], port)),
    name: workloads.size === 1 ? most[0] : `${most[0]} and ${workloads.size - 1} more`,
    place: places.size === 1 ? ([...places][0] ?? '') : `${places.size} namespaces`,
    count: ports.length,
    first: first.map(toRef),
  };
}

const placeOf = ({ namespace, cluster }: GraphNode): string =>
  [namespace, cluster].filter((part) => part !== null).join(' · ');

/** Pods by name, as links carry them; all else by id. */
function endOf(owner: GraphNode | undefined, port: GraphNode | undefined): string {
  if (owner?.kind === 'pod' && owner.cluster !== null && owner.namespace !== null)
    return `pod:${owner.cluster}/${owner.namespace}/${owner.name}`;
  return port?.id ?? '';
}

/** The outside as a row or column of its own. */
export const OUTSIDE: ReachClass = { ends: ['outside'], name: 'Outside NSX', place: '', count: null, first: [] };
