import type { GraphNode, GraphQueries } from '../model';
import { STRIDE, type Steps } from '../steps';
import { type Front, resolveEndpoint } from './endpoints';
import type { KnownEnds } from './known-ends';
import type { Behind } from './pool-members';
import { type Traffic, trafficOf } from './traffic';

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
      // A Service and its virtual servers are one and the same.
      const key = `${front.address} ${traffic.protocol} ${traffic.port}`;
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

const NUMBERS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, SCTP: 132 };

function trafficsTo({ node, ports }: Front): readonly Traffic[] {
  if (node.kind === 'lb-virtual-server') return ports.map(({ port }) => trafficOf(NUMBERS.TCP ?? 6, port));
  const texts = Array.isArray(node.facts.ports) ? node.facts.ports : [];
  return texts.flatMap((text) => {
    const [port, protocol = ''] = text.split('/');
    const number = NUMBERS[protocol];
    return number === undefined || !Number.isInteger(Number(port)) ? [] : [trafficOf(number, Number(port))];
  });
}
