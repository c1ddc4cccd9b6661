import type { GraphNode, GraphQueries } from '../model';
import { STRIDE, type Steps } from '../steps';
import { type Front, resolveEndpoint } from './endpoints';
import type { KnownEnds } from './known-ends';
import type { Behind } from './pool-members';
import { PROTOCOLS, SERVICE_PROTOCOLS, type Traffic, trafficOf } from './traffic';

/** A port that a Service or virtual server listens on, with those behind it. */
export interface FrontPort {
  readonly front: Front;
  readonly traffic: Traffic;
  readonly behind: readonly Behind[];
}

/** All ports of Services and virtual servers behind which somebody stands. */
export function* frontPorts(graph: GraphQueries, known: KnownEnds): Steps<readonly FrontPort[]> {
  const servers = yield* serversByAddress(graph);
  const found = new Map<string, FrontPort>();
  let visited = 0;
  for (const node of frontNodes(graph)) {
    if (++visited % STRIDE === 0) yield;
    const front = resolveEndpoint(graph, { type: 'object', id: node.id });
    if (front.type !== 'front') continue;
    for (const traffic of trafficsTo(front)) {
      // A Service and its virtual servers are one and the same; clusters use equal cluster addresses, each for its own.
      const whose = front.by === 'cluster-node' ? node.source : '';
      const key = `${whose} ${front.address} ${traffic.protocol} ${traffic.port}`;
      if (found.has(key)) continue;
      const some = known.behind(front, traffic, servers.get(front.address) ?? []);
      if (typeof some !== 'string' && some.members.length > 0) found.set(key, { front, traffic, behind: some.members });
    }
  }
  return [...found.values()];
}

function* serversByAddress(graph: GraphQueries): Steps<ReadonlyMap<string, readonly GraphNode[]>> {
  const servers = new Map<string, GraphNode[]>();
  let visited = 0;
  for (const node of graph.nodesOfKind('lb-virtual-server')) {
    if (++visited % STRIDE === 0) yield;
    const { address } = node.facts;
    if (typeof address !== 'string') continue;
    const known = servers.get(address);
    if (known === undefined) servers.set(address, [node]);
    else known.push(node);
  }
  return servers;
}

function* frontNodes(graph: GraphQueries): Iterable<GraphNode> {
  yield* graph.nodesOfKind('service');
  yield* graph.nodesOfKind('lb-virtual-server');
}

function trafficsTo({ node, ports }: Front): readonly Traffic[] {
  if (node.kind === 'lb-virtual-server') return ports.map(({ port }) => trafficOf(PROTOCOLS.tcp, port));
  const texts = Array.isArray(node.facts.ports) ? node.facts.ports : [];
  return texts.flatMap((text) => {
    const [port, protocol = ''] = text.split('/');
    const number = SERVICE_PROTOCOLS.get(protocol);
    return number === undefined || !Number.isInteger(Number(port)) ? [] : [trafficOf(number, Number(port))];
  });
}
