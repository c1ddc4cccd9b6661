import { kindNamed, nsxKinds } from '../kinds';
import type { KubernetesServiceDetail } from '../kinds/kubernetes/service';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { networkOf } from './address';
import { DfwIndex } from './dfw-index';
import { addressesOf } from './lookup';
import { roleOf } from './placed-rule';

/** Who sends or receives, as people say it. */
export type Endpoint =
  /** A Pod, segment port, Service, virtual server or cluster node. */
  | { readonly type: 'object'; readonly id: NodeId }
  | { readonly type: 'address'; readonly address: string }
  /** Anywhere outside NSX. */
  | { readonly type: 'outside' };

/** An end that packets can have. */
export interface Host {
  readonly type: 'host';
  /** What people know it as; null for an address that belongs to nothing we know, and for "outside". */
  readonly node: GraphNode | null;
  /** Empty for "outside", and for what has no address yet. */
  readonly addresses: readonly string[];
  /** The segment ports that it sends and receives through: none outside NSX. */
  readonly ports: readonly GraphNode[];
  readonly name: string;
  readonly assumed: readonly string[];
}

/** Something in front of others: packets to it are sent on with another destination. */
export interface Front {
  readonly type: 'front';
  readonly node: GraphNode;
  readonly address: string;
  readonly name: string;
  /** A load balancer of NSX, or the cluster node itself (cluster address of a Service). */
  readonly by: 'load-balancer' | 'cluster-node';
  /** Ports that it listens on, with the protocol's name in lower case; empty when they are not known. */
  readonly ports: readonly { readonly port: number; readonly protocol: string }[];
}

/** An end that cannot send or receive, with the reason. */
export interface Nowhere {
  readonly type: 'nowhere';
  readonly name: string;
  readonly reason: string;
}

/** Finds what an endpoint stands for. */
export function resolveEndpoint(graph: GraphQueries, endpoint: Endpoint): Host | Front | Nowhere {
  if (endpoint.type === 'outside') {
    return { type: 'host', node: null, addresses: [], ports: [], name: 'anywhere outside NSX', assumed: [] };
  }
  if (endpoint.type === 'address') return resolveAddress(graph, endpoint.address);
  const node = graph.node(endpoint.id);
  if (node === undefined) return { type: 'nowhere', name: endpoint.id, reason: 'there is no such object any more' };
  if (roleOf(node) === 'port') return hostOf(graph, node, [node]);
  const front = frontOf(node);
  if (front !== null) return front;
  const kind = kindNamed(node.kind);
  if (node.kind === 'service' || node.kind === 'lb-virtual-server') {
    return {
      type: 'nowhere',
      name: node.name,
      reason: `the ${kind?.presentation.singular ?? node.kind} has no address yet`,
    };
  }
  const ports = portsOf(graph, node);
  if (node.facts.hostNetwork === true) return onHostNetwork(graph, node);
  if (ports.length === 0 && node.kind !== 'cluster-node') {
    return { type: 'nowhere', name: node.name, reason: 'it has no segment port, so NSX carries none of its traffic' };
  }
  return hostOf(graph, node, ports);
}

const portsOf = (graph: GraphQueries, node: GraphNode): readonly GraphNode[] =>
  graph
    .hopsFrom(node.id)
    .flatMap(({ kind, to }) => (kind === 'realizes' && roleOf(to.node) === 'port' ? [to.node] : []));

function hostOf(graph: GraphQueries, node: GraphNode, ports: readonly GraphNode[]): Host {
  const own = [...new Set(ports.flatMap((port) => addressesOf(graph, port)))];
  const fact = node.facts.address;
  const addresses = own.length > 0 || typeof fact !== 'string' ? own : [fact];
  return { type: 'host', node, addresses, ports, name: node.name, assumed: [] };
}

/** Its packets carry the address of the cluster node and pass the port of that. */
function onHostNetwork(graph: GraphQueries, pod: GraphNode): Host {
  const home = graph.hopsFrom(pod.id).find(({ kind }) => kind === 'runs-on')?.to.node;
  const address = pod.facts.address ?? home?.facts.address;
  return {
    type: 'host',
    node: pod,
    addresses: typeof address === 'string' ? [address] : [],
    ports: home === undefined ? [] : portsOf(graph, home),
    name: pod.name,
    assumed: ['The Pod is on the host network: its packets pass the port of its cluster node, if that is one of NSX'],
  };
}

/** Virtual servers and Services by the address that clients use. */
function frontOf(node: GraphNode): Front | null {
  if (node.kind === 'lb-virtual-server') {
    if (typeof node.facts.address !== 'string') return null;
    const numbers = Array.isArray(node.facts.ports) ? node.facts.ports : [];
    const ports = numbers.flatMap((text) => portsIn(text).map((port) => ({ port, protocol: 'tcp' })));
    return { type: 'front', node, address: node.facts.address, name: node.name, by: 'load-balancer', ports };
  }
  if (node.kind !== 'service') return null;
  const { address, clusterAddress } = node.facts;
  const cluster = typeof clusterAddress === 'string' && clusterAddress !== 'None' ? clusterAddress : null;
  const balanced = typeof address === 'string' ? address : null;
  const chosen = balanced ?? cluster;
  return chosen === null
    ? null
    : {
        type: 'front',
        node,
        address: chosen,
        name: node.name,
        by: balanced === null ? 'cluster-node' : 'load-balancer',
        ports: [],
      };
}

/** A range of ports counts by its ends; nobody asks for all of it. */
const portsIn = (text: string): readonly number[] => [...new Set(text.split('-').map(Number))].filter(Number.isInteger);

function resolveAddress(graph: GraphQueries, address: string): Host | Front | Nowhere {
  if (networkOf(address) === null || /[/-]/.test(address)) {
    return { type: 'nowhere', name: address, reason: 'it is no IP address' };
  }
  const index = DfwIndex.of(graph);
  const ports = index.sources().flatMap((source) => [...(index.portsAt(source, address) ?? [])]);
  const nodes = ports.flatMap((id) => graph.node(id) ?? []);
  if (nodes.length > 0) {
    const [owner] = nodes.flatMap((port) => graph.hopsTo(port.id)).filter(({ kind }) => kind === 'realizes');
    const several = nodes.length > 1 ? [`${nodes.length} segment ports have the address ${address}`] : [];
    return {
      type: 'host',
      node: owner?.from.node ?? nodes[0] ?? null,
      addresses: [address],
      ports: nodes,
      name: owner?.from.node.name ?? address,
      assumed: several,
    };
  }
  const front = frontAt(graph, address);
  if (front !== null) return front;
  return { type: 'host', node: null, addresses: [address], ports: [], name: address, assumed: [] };
}

function frontAt(graph: GraphQueries, address: string): Front | null {
  for (const kind of nsxKinds()) {
    if (kind.name !== 'lb-virtual-server') continue;
    for (const node of graph.nodesOfKind(kind.name)) if (node.facts.address === address) return frontOf(node);
  }
  for (const node of graph.nodesOfKind('service')) {
    if (node.facts.clusterAddress !== address) continue;
    return { type: 'front', node, address, name: node.name, by: 'cluster-node', ports: [] };
  }
  return null;
}

/** One of those behind a front, with the port that packets arrive at; null when the port is not known. */
export interface Behind {
  readonly address: string;
  readonly port: number | null;
  readonly pod: GraphNode | null;
  /** The source address that members see: kept, or put in place by the load balancer. */
  readonly source: 'kept' | 'translated';
}

/** Who stands behind a front for packets to a port; a text when nobody does, or it cannot be told. */
export function behind(graph: GraphQueries, front: Front, port: number | null): readonly Behind[] | string {
  return front.by === 'cluster-node' ? behindCluster(graph, front, port) : behindBalancer(graph, front, port);
}

function behindBalancer(graph: GraphQueries, front: Front, port: number | null): readonly Behind[] | string {
  const servers = serversAt(graph, front).filter((server) => port === null || listensOn(server, port));
  if (servers.length === 0) return `no virtual server listens on ${front.address} port ${port ?? 'any'}`;
  const off = servers.filter((server) => server.facts.enabled === false);
  if (off.length === servers.length) return `virtual server ${off[0]?.name ?? ''} is switched off`;
  const pools = servers.flatMap((server) =>
    graph.hopsFrom(server.id).flatMap(({ kind, to }) => (kind === 'balances' ? [to.node] : [])),
  );
  const members = [...new Map(pools.map((pool) => [pool.id, pool])).values()].flatMap((pool) => membersOf(graph, pool));
  return members.length === 0 ? `nothing stands behind ${front.address}: its pools have no members` : members;
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

function membersOf(graph: GraphQueries, pool: GraphNode): readonly Behind[] {
  const source = /automap|ippool/i.test(String(pool.facts.snat ?? '')) ? 'translated' : 'kept';
  const pods = graph.hopsFrom(pool.id).flatMap(({ kind, to }) => (kind === 'backs' ? [to.node] : []));
  const texts = Array.isArray(pool.facts.members) ? pool.facts.members : [];
  return texts.flatMap((text): Behind[] => {
    const [, address, port] = /^\[?(.+?)\]?(?::(\d+))?$/.exec(text) ?? [];
    if (address === undefined || address === '?') return [];
    const pod = pods.find((one) => one.facts.address === address) ?? null;
    return [{ address, port: port === undefined ? null : Number(port), pod, source }];
  });
}

function behindCluster(graph: GraphQueries, front: Front, port: number | null): readonly Behind[] | string {
  const detail = graph.record(front.node.id)?.detail as KubernetesServiceDetail | undefined; // fronts on cluster nodes are Services
  const ports = detail?.ports ?? [];
  const chosen = ports.find((entry) => entry.port === port) ?? (port === null ? ports[0] : undefined);
  if (chosen === undefined && ports.length > 0) return `Service ${front.name} does not listen on port ${port}`;
  const pods = graph.hopsFrom(front.node.id).flatMap(({ kind, to }) => (kind === 'selects' ? [to.node] : []));
  if (pods.length === 0) return `Service ${front.name} selects no Pod`;
  const target = chosen?.targetPort ?? chosen?.port ?? null;
  return pods.flatMap((pod) =>
    typeof pod.facts.address === 'string'
      ? [{ address: pod.facts.address, port: typeof target === 'number' ? target : null, pod, source: 'kept' as const }]
      : [],
  );
}
