import { kindNamed, nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { holdsAddress, networkOf, plainAddress } from './address';
import { DfwIndex } from './dfw-index';
import { addressesOf, hasEnded } from './lookup';
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
  /** Why it may have a segment port all the same, one that was not read; left out where that is out of the question. */
  readonly hidden?: string;
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
  const end = resolve(graph, endpoint);
  if (end.type !== 'host' || end.ports.length > 0) return end;
  const hidden = end.addresses.map((address) => onSegment(graph, address)).find((found) => found !== null);
  return hidden === undefined || hidden === null ? end : { ...end, hidden };
}

function resolve(graph: GraphQueries, endpoint: Endpoint): Host | Front | Nowhere {
  if (endpoint.type === 'outside') {
    return { type: 'host', node: null, addresses: [], ports: [], name: 'anywhere outside NSX', assumed: [] };
  }
  if (endpoint.type === 'address') return resolveAddress(graph, endpoint.address);
  const node = graph.node(endpoint.id);
  if (node === undefined) return { type: 'nowhere', name: endpoint.id, reason: 'there is no such object any more' };
  if (roleOf(node) === 'port') return hostOf(graph, node, [node]);
  if (node.kind === 'pod' && hasEnded(node))
    return { type: 'nowhere', name: node.name, reason: 'it has ended, and given its address back' };
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

function frontAt(graph: GraphQueries, text: string): Front | null {
  const address = plainAddress(text);
  const isThere = (fact: unknown): boolean => typeof fact === 'string' && plainAddress(fact) === address;
  for (const kind of nsxKinds()) {
    if (kind.name !== 'lb-virtual-server') continue;
    for (const node of graph.nodesOfKind(kind.name)) if (isThere(node.facts.address)) return frontOf(node);
  }
  for (const node of graph.nodesOfKind('service')) {
    if (!isThere(node.facts.clusterAddress)) continue;
    return { type: 'front', node, address: text, name: node.name, by: 'cluster-node', ports: [] };
  }
  return null;
}

/** Ports of others than the clusters are not read: an address on a segment may be one of theirs, unless it is the gateway's. */
function onSegment(graph: GraphQueries, address: string): string | null {
  const plain = plainAddress(address);
  const isGateway = (entry: string): boolean => plainAddress(entry.replace(/\/.*/, '')) === plain;
  for (const kind of nsxKinds()) {
    if (kind.dfw !== 'segment') continue;
    for (const { facts, name } of graph.nodesOfKind(kind.name)) {
      const [networks, gateways] = [facts.network, facts.gateway].map((fact) => (Array.isArray(fact) ? fact : []));
      if (!networks?.some((entry) => holdsAddress(entry, address)) || gateways?.some(isGateway)) continue;
      return `${address} is on segment ${name}, but no port with that address was read: what is enforced there is not known`;
    }
  }
  return null;
}
