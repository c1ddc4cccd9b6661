import { liveWorld, reach, type Verdict } from '@/lib/dfw/reach';
import { PROTOCOLS, trafficOf } from '@/lib/dfw/traffic';
import type { GraphQueries } from '@/lib/model';
import { groupPath, pod, podId, tagGroup } from './firewall';

/** Pods `a` and `b` on ports of their own, each in the group of its name. */
export const PODS = [
  pod('a', '10.0.0.1', { app: 'a' }),
  pod('b', '10.0.0.2', { app: 'b' }),
  tagGroup('A', 'app|a'),
  tagGroup('B', 'app|b'),
];
export const [A, B] = [groupPath('A'), groupPath('B')];
export const TO_B = { source_groups: [A], destination_groups: [B] };

/** Whether one Pod, address or the outside reaches another: from `a` to `b` over TCP 80 where nothing else is said. */
export function ask(
  graph: GraphQueries,
  more: { readonly protocol?: number; readonly port?: number; readonly from?: string; readonly to?: string } = {},
): Verdict {
  const { protocol = PROTOCOLS.tcp, port = 80, from = 'a', to = 'b' } = more;
  const end = (name: string) =>
    name === 'outside'
      ? ({ type: 'outside' } as const)
      : /^[\d:]/.test(name)
        ? ({ type: 'address', address: name } as const)
        : ({ type: 'object', id: podId(name) } as const);
  const sent =
    protocol === PROTOCOLS.tcp || protocol === PROTOCOLS.udp ? trafficOf(protocol, port) : trafficOf(protocol);
  return reach(liveWorld(graph), { from: end(from), to: end(to), traffic: sent });
}

/** The rule that decides at either end of each leg. */
export const deciders = ({ legs }: Verdict) =>
  legs.map(({ source, destination }) => [source.rule?.node.name ?? null, destination.rule?.node.name ?? null]);
