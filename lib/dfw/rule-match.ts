import type { GraphNode } from '../model';
import { matchApplied, matchOperands, type Packet } from './operands';
import { isAny, type PlacedRule } from './placed-rule';
import { matchServices } from './service-match';
import type { DfwState } from './state';
import { anyOf, type Match, NO, PROTOCOLS, unknown, yes } from './traffic';

export type Part = 'applied-to' | 'direction' | 'family' | 'source' | 'destination' | 'service' | 'profile';

/** Part by part, the cheapest first; the first that fails settles it. */
export function matchRule(
  state: DfwState,
  port: GraphNode,
  { rule, packet }: { readonly rule: PlacedRule; readonly packet: Packet },
): { readonly match: Match; readonly part: Part } {
  const { detail } = rule;
  const out = packet.at === 'source';
  const known = !detail.unread.includes('direction');
  if (known && detail.direction !== 'IN_OUT' && detail.direction !== (out ? 'OUT' : 'IN'))
    return { match: NO, part: 'direction' };
  const words: string[] = [];
  let doubt = doubtOf(rule);
  for (const [part, ask] of PARTS) {
    // What could not be read rules nothing out.
    const match = doubt !== null && isPartUnread(rule, part) ? doubt : ask(state, port, rule, packet);
    if (match.is === 'no') return { match, part };
    if (match.is === 'unknown') doubt ??= match;
    else if (match.because !== '') words.push(match.because);
  }
  return { match: doubt ?? yes(words.join('; ')), part: 'service' };
}

/** Why it cannot be told what the rule means, or whether it holds now; null when it can. */
function doubtOf({ detail, order }: PlacedRule): Match | null {
  if (order.unread !== null) return unknown(order.unread);
  if (detail.unread.length > 0) return unknown(`its ${detail.unread.join(', ')} cannot be read`);
  return order.scheduled ? unknown('its policy holds at certain times only') : null;
}

const FIELDS: Readonly<Record<Part, readonly string[]>> = {
  'applied-to': ['scope'],
  direction: ['direction'],
  family: ['ip_protocol'],
  source: ['source_groups', 'sources_excluded'],
  destination: ['destination_groups', 'destinations_excluded'],
  service: ['services', 'service_entries'],
  profile: ['profiles'],
};

/** Whether what the rule says of the part could not be read. */
export function isPartUnread({ detail, order }: PlacedRule, part: Part): boolean {
  if (part === 'applied-to' && order.unread !== null) return true;
  return detail.unread.some((field) => FIELDS[part].includes(field));
}

const QUIET = yes('');

type Ask = (state: DfwState, port: GraphNode, rule: PlacedRule, packet: Packet) => Match;

const PARTS: readonly (readonly [Part, Ask])[] = [
  ['applied-to', (state, port, rule) => quiet(matchApplied(state, rule, port))],
  ['family', (_state, _port, { detail }, packet) => matchFamily(detail.ipProtocol, packet)],
  [
    'service',
    (state, _port, { detail, order }, { traffic }) =>
      order.category === 'Ethernet'
        ? matchEther(detail)
        : matchServices(detail, traffic, (path) => state.service(path)),
  ],
  [
    'source',
    (state, _port, { detail }, { source }) =>
      prefixed('source: ', matchOperands(state, detail.sources, { excluded: detail.sourcesExcluded, end: source })),
  ],
  [
    'destination',
    (state, _port, { detail }, { destination }) =>
      prefixed(
        'destination: ',
        matchOperands(state, detail.destinations, { excluded: detail.destinationsExcluded, end: destination }),
      ),
  ],
  [
    'profile',
    (_state, _port, { detail }) =>
      isAny(detail.profiles)
        ? QUIET
        : unknown('it has a context profile: what the traffic is at layer 7 shows only when it flows'),
  ],
];

const quiet = (match: Match): Match => (match.is === 'yes' && match.because === 'applied everywhere' ? QUIET : match);

function prefixed(prefix: string, match: Match): Match {
  return match.is === 'yes' ? yes(`${prefix}${match.because}`) : match;
}

/** Addresses tell the IP version; where neither end has one, IPv4 is taken, but for ICMPv6. */
function matchFamily(protocol: string, { source, destination, traffic }: Packet): Match {
  const address = destination.address ?? source.address;
  const six = address === null ? traffic.protocol === PROTOCOLS.icmpv6 : address.includes(':');
  if (protocol === 'IPV4') return six ? NO : QUIET;
  return protocol === 'IPV6' && !six ? NO : QUIET;
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** At layer 2 a rule is about kinds of frames. */
function matchEther({ services, serviceEntries }: PlacedRule['detail']): Match {
  if (isAny(services) && serviceEntries.length === 0) return QUIET;
  const types = serviceEntries.map((entry): Match => {
    if (entry.type !== 'ether') return NO;
    return entry.etherType === null || entry.etherType === IPV4 || entry.etherType === IPV6 ? yes('frames of IP') : NO;
  });
  return isAny(services) ? anyOf(types) : unknown('services of layer 2 are not followed');
}
