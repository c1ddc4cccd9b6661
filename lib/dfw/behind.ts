import type { PodDetail } from '../kinds/kubernetes/pod';
import type { KubernetesServiceDetail } from '../kinds/kubernetes/service';
import type { GraphNode, GraphQueries } from '../model';
import type { Front } from './endpoints';
import { type AllBehind, type Behind, membersOfPool } from './pool-members';
import { SERVICE_PROTOCOLS, type Traffic } from './traffic';

const NAMES: ReadonlyMap<number, string> = new Map([...SERVICE_PROTOCOLS].map(([name, number]) => [number, name]));

/**
 * Who stands behind a front for what is sent to it; a text when nobody does, or it cannot be told. The virtual servers at its address are
 * looked for unless they are given.
 */
export function behind(
  graph: GraphQueries,
  front: Front,
  traffic: Traffic,
  servers: readonly GraphNode[] | null = null,
): AllBehind | string {
  const protocol = NAMES.get(traffic.protocol);
  if (protocol === undefined)
    return `${front.name} sends on TCP and UDP alone: it answers all else itself, or not at all`;
  const listens = portsOf(graph, front);
  const chosen = listens.find(
    (one) => one.protocol === protocol && (traffic.port === null || one.port === traffic.port),
  );
  if (chosen === undefined && listens.length > 0)
    return `Service ${front.name} does not listen on ${protocol} port ${traffic.port ?? 'any'}`;
  if (front.by === 'cluster-node') return behindCluster(graph, front, chosen);
  return behindBalancer(graph, front, { port: traffic.port, servers: servers ?? serversAt(graph, front) });
}

type ServicePort = KubernetesServiceDetail['ports'][number];

/** What a Service says that it listens on; empty for all else, and where it says nothing. */
function portsOf(graph: GraphQueries, { node }: Front): readonly ServicePort[] {
  if (node.kind !== 'service') return [];
  const detail = graph.record(node.id)?.detail as KubernetesServiceDetail | undefined; // Services have this detail
  return detail?.ports ?? [];
}

function behindCluster(graph: GraphQueries, front: Front, chosen: ServicePort | undefined): AllBehind | string {
  const pods = graph.hopsFrom(front.node.id).flatMap(({ kind, to }) => (kind === 'selects' ? [to.node] : []));
  if (pods.length === 0) return `Service ${front.name} selects no Pod; endpoints that are none are not followed`;
  const members = pods.flatMap((pod) =>
    typeof pod.facts.address === 'string'
      ? [{ address: pod.facts.address, port: targetOf(graph, pod, chosen), pod, source: 'kept' as const }]
      : [],
  );
  return { members, aside: [] };
}

/** A target by name stands in the containers of each Pod. */
function targetOf(graph: GraphQueries, pod: GraphNode, chosen: ServicePort | undefined): Behind['port'] {
  const target = chosen?.targetPort ?? chosen?.port ?? 'asked';
  if (typeof target === 'number' || chosen === undefined || chosen.targetPort === null) return target as Behind['port']; // no name
  const detail = graph.record(pod.id)?.detail as PodDetail | undefined; // Pods have this detail, or none
  const named = detail?.namedPorts.find((one) => one.name === target && one.protocol === chosen.protocol);
  return named?.port ?? 'unknown';
}

function behindBalancer(
  graph: GraphQueries,
  front: Front,
  { port, servers: all }: { readonly port: number | null; readonly servers: readonly GraphNode[] },
): AllBehind | string {
  const servers = all.filter((server) => port === null || listensOn(server, port));
  if (servers.length === 0) return `no virtual server listens on ${front.address} port ${port ?? 'any'}`;
  const off = servers.filter((server) => server.facts.enabled === false);
  if (off.length === servers.length) return `virtual server ${off[0]?.name ?? ''} is switched off`;
  const pools = servers
    .filter((server) => !off.includes(server))
    .flatMap((server) => graph.hopsFrom(server.id).flatMap(({ kind, to }) => (kind === 'balances' ? [to.node] : [])));
  const [members, aside]: [Behind[], string[]] = [[], []];
  for (const pool of new Map(pools.map((pool) => [pool.id, pool])).values()) {
    const found = membersOfPool(graph, pool);
    if (typeof found === 'string') return found;
    members.push(...found.members);
    aside.push(...found.aside);
  }
  if (members.length > 0) return { members, aside };
  return aside.length === 0
    ? `nothing stands behind ${front.address}: its pools have no members`
    : `nobody behind ${front.address} takes new connections: ${aside.join('; ')}`;
}

/** All virtual servers at the address: a Service has one for each of its ports. */
function serversAt(graph: GraphQueries, front: Front): readonly GraphNode[] {
  const found: GraphNode[] = [];
  for (const node of graph.nodesOfKind('lb-virtual-server')) if (node.facts.address === front.address) found.push(node);
  return front.node.kind === 'lb-virtual-server' && !found.includes(front.node) ? [...found, front.node] : found;
}

function listensOn(server: GraphNode, port: number): boolean {
  const texts = Array.isArray(server.facts.ports) ? server.facts.ports : [];
  return texts.some((text) => {
    const [first, last] = text.split('-').map(Number);
    return first !== undefined && first <= port && port <= (last ?? first);
  });
}
