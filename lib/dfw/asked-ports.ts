import type { GraphNode, GraphQueries } from '../model';
import { behind } from './behind';
import { type Endpoint, resolveEndpoint } from './endpoints';
import type { Flow } from './reach';

/** The ports that a flow passes, those of its two ends first, then those of members behind a VIP or Service. */
export function portsOnWay(graph: GraphQueries, { from, to, traffic }: Flow): readonly GraphNode[] {
  const ends = [from, to].map((endpoint) => resolveEndpoint(graph, endpoint));
  const [, target] = ends;
  const found = target?.type === 'front' ? behind(graph, target, traffic) : null;
  const members =
    found === null || typeof found === 'string'
      ? []
      : found.members.map(({ address }): Endpoint => ({ type: 'address', address }));
  const hosts = [...ends, ...members.map((member) => resolveEndpoint(graph, member))];
  const ports = hosts.flatMap((end) => (end.type === 'host' ? end.ports : []));
  return [...new Map(ports.map((port) => [port.id, port])).values()];
}
