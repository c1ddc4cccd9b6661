import type { GraphNode, GraphQueries, NodeId, SourceId } from '../model';
import { assumptions } from './assumptions';
import { type Bindings, bindingWords, portsWith, withBound } from './bindings';
import { type Check, checkAt } from './check';
import { behind } from './behind';
import { type Endpoint, type Front, type Host, type Nowhere, resolveEndpoint } from './endpoints';
import { gatewayDoubt } from './gateways';
import { addressPair, sameVersion, versionsApart } from './ip-versions';
import type { KnownEnds } from './known-ends';
import { liveState } from './live-state';
import type { PacketEnd } from './operands';
import type { Behind } from './pool-members';
import type { DfwState } from './state';
import type { Traffic } from './traffic';

/** From, to and what: `traffic` is as the sender sends it, its port that of a VIP where one is asked for. */
export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly traffic: Traffic;
}

export type Outcome = 'allowed' | 'dropped' | 'rejected' | 'undecidable' | 'no-path' | 'mixed';

/** One way that a packet takes, checked at both ends. */
export interface Leg {
  readonly to: { readonly name: string; readonly node: GraphNode | null; readonly address: string | null };
  readonly traffic: Traffic;
  /** How the destination was changed on the way; null when it was not. */
  readonly translated: string | null;
  readonly source: Check;
  readonly destination: Check;
  readonly outcome: Exclude<Outcome, 'mixed' | 'no-path'>;
  readonly because: string;
}

/** The answer for a flow. It rests on intent: what is configured, not what a test packet was seen to do. */
export interface Verdict {
  /** `mixed`: members behind one address fare differently. */
  readonly outcome: Outcome;
  readonly because: string;
  readonly from: Host | Front | Nowhere;
  readonly to: Host | Front | Nowhere;
  readonly legs: readonly Leg[];
  /** What is out of the common on the way: whole sentences. */
  readonly remarks: readonly string[];
  /** What was taken for granted: whole sentences. */
  readonly assumed: readonly string[];
}

/** Where questions are put: the live graph, with the state of each NSX Manager as it is, or as it would be. */
export interface DfwWorld {
  readonly graph: GraphQueries;
  state(source: SourceId): DfwState;
  /** Objects that are thought to be gone; absent in the live world. */
  isGone?(id: NodeId): boolean;
  /** Where many flows are asked about at once, ends that were found; absent elsewhere. */
  readonly known?: KnownEnds;
  /** What NSX has bound to the ports that are asked about; absent where it was not asked. */
  readonly bindings?: Bindings;
}

export const liveWorld = (graph: GraphQueries, bindings?: Bindings): DfwWorld => ({
  graph,
  state: (source) => liveState(graph, source),
  ...(bindings === undefined ? {} : { bindings }),
});

/** Whether the flow gets through, and which rules say so, at both enforcement points. */
export function reach(world: DfwWorld, flow: Flow): Verdict {
  const [from, to] = [resolve(world, flow.from), resolve(world, flow.to)];
  const noPath = (because: string): Verdict => ({
    outcome: 'no-path',
    because,
    from,
    to,
    legs: [],
    remarks: [],
    assumed: [],
  });
  if (from.type === 'nowhere') return noPath(`${from.name}: ${from.reason}`);
  if (to.type === 'nowhere') return noPath(`${to.name}: ${to.reason}`);
  if (from.type === 'front') return noPath(`${from.name} takes connections and opens none`);
  const unready = [from, to].find((end) => end.type === 'host' && end.addresses.length === 0 && end.node !== null);
  if (unready !== undefined) return noPath(`${unready.name} has no address yet`);
  const apart = versionsApart(from, to);
  if (apart !== null) return noPath(apart);
  const ways =
    to.type === 'host'
      ? { legs: [directLeg(world, { from, to, traffic: flow.traffic })], aside: [] }
      : frontLegs(world, { from, to, traffic: flow.traffic });
  if (typeof ways === 'string') return noPath(ways);
  const { legs, aside } = ways;
  const checks = legs.flatMap(({ source, destination }) => [source, destination]);
  const words = bindingWords(
    world.graph,
    checks.flatMap(({ port }) => port ?? []),
    world.bindings,
  );
  const assumed = [...assumptions(world.graph, checks, { from, to }), ...words.assumed];
  return { ...conclude(legs), from, to, legs, remarks: [...aside, ...words.remarks], assumed };
}

const find = (world: DfwWorld, endpoint: Endpoint): Host | Front | Nowhere =>
  world.known?.end(endpoint) ?? resolveEndpoint(world.graph, endpoint);

function resolve(world: DfwWorld, endpoint: Endpoint): Host | Front | Nowhere {
  const found = find(world, endpoint);
  const end = found.type === 'host' ? withBound(found, world.bindings) : found;
  if (end.type !== 'host' || !end.ports.some(({ id }) => world.isGone?.(id))) return end;
  const ports = end.ports.filter(({ id }) => !world.isGone?.(id));
  return ports.length > 0 ? { ...end, ports } : { type: 'nowhere', name: end.name, reason: 'it would be gone' };
}

interface Hosts {
  readonly from: Host;
  readonly to: Host;
  readonly traffic: Traffic;
}

function directLeg(world: DfwWorld, { from, to, traffic }: Hosts): Leg {
  const pair = addressPair(from, to);
  return leg(world, { from, to, traffic, pair, translated: null, seen: pair.from });
}

function frontLegs(
  world: DfwWorld,
  question: { readonly from: Host; readonly to: Front; readonly traffic: Traffic },
): { readonly legs: readonly Leg[]; readonly aside: readonly string[] } | string {
  const { to, traffic } = question;
  const found = world.known?.behind(to, traffic) ?? behind(world.graph, to, traffic);
  if (typeof found === 'string') return found;
  const { members, aside } = found;
  const there = members.filter(({ address }) => !isGoneAt(world, address));
  if (there.length === 0 && members.length > 0) return `all that stands behind ${to.name} would be gone`;
  return { legs: there.map((one) => frontLeg(world, question, one)), aside };
}

/** Whether all ports that have the address would be gone. */
export function isGoneAt(world: DfwWorld, address: string): boolean {
  if (world.isGone === undefined) return false;
  const end = find(world, { type: 'address', address });
  return end.type === 'host' && end.ports.length > 0 && end.ports.every(({ id }) => world.isGone?.(id));
}

function frontLeg(
  world: DfwWorld,
  { from, to, traffic }: { readonly from: Host; readonly to: Front; readonly traffic: Traffic },
  one: Behind,
): Leg {
  const resolved = resolve(world, { type: 'address', address: one.address });
  const member: Host =
    resolved.type === 'host'
      ? resolved
      : { type: 'host', node: null, addresses: [one.address], ports: [], name: one.address, assumed: [] };
  const port = one.port === 'asked' ? traffic.port : one.port === 'unknown' ? null : one.port;
  const inner = { ...traffic, port };
  const pair = addressPair(from, member);
  if (to.by === 'cluster-node') {
    const translated = `${to.address} is the cluster address of Service ${to.name}: the cluster node sends the packet on to ${one.address}, before the port of the Pod sees it`;
    return leg(world, { from, to: member, traffic: inner, pair, translated, seen: pair.from });
  }
  const kept = one.source === 'kept';
  const translated = `load balancer sends it on to ${one.address}${typeof one.port === 'number' ? `:${one.port}` : ''}${kept ? '' : ', with an address of its own as source'}`;
  const outer = leg(world, {
    from,
    to: { type: 'host', node: to.node, addresses: [to.address], ports: [], name: to.name, assumed: [] },
    traffic,
    pair: { from: sameVersion(from, to.address), to: to.address },
    translated: null,
    seen: null,
  });
  const inward = leg(world, {
    from: { ...from, ports: [] },
    to: member,
    traffic: inner,
    pair,
    translated,
    seen: kept ? pair.from : null,
  });
  const both = combine(outer.source, inward.destination);
  // The gateway firewall may have its say on both ways.
  const open = both.outcome === 'allowed' ? [outer, inward].find(isGuarded) : undefined;
  const { outcome, because } = open ?? both;
  return { ...inward, source: outer.source, outcome, because };
}

/** Whether both checks let it, and yet it is open. */
const isGuarded = ({ source, destination, outcome }: Leg): boolean =>
  outcome === 'undecidable' && combine(source, destination).outcome === 'allowed';

interface LegQuestion extends Hosts {
  readonly pair: { readonly from: string | null; readonly to: string | null };
  readonly translated: string | null;
  /** The source address that the destination sees; null when it is not known. */
  readonly seen: string | null;
}

function leg(world: DfwWorld, { from, to, traffic, pair, translated, seen }: LegQuestion): Leg {
  const [out] = from.ports;
  const [into] = to.ports;
  const source =
    checkEach(from.ports, (port) =>
      checkAt(world.state(port.source), port, packetAt(world, port, 'source', { from, to, pair, traffic })),
    ) ?? unchecked('source', from);
  const arrived = { from, to, pair: { from: seen, to: pair.to }, traffic, translated };
  const destination =
    checkEach(to.ports, (port) =>
      checkAt(world.state(port.source), port, packetAt(world, port, 'destination', arrived)),
    ) ?? unchecked('destination', to);
  const ends = out !== undefined && out === into ? local(source, destination) : { source, destination };
  const combined = combine(ends.source, ends.destination);
  const doubt = combined.outcome === 'allowed' ? gatewayDoubt(world.graph, out ?? null, into ?? null) : null;
  return {
    to: { name: to.name, node: to.node, address: pair.to },
    traffic,
    translated,
    ...ends,
    ...(doubt === null ? combined : { outcome: 'undecidable', because: doubt }),
  };
}

/** Which of several ports with one address a packet passes is not known; null where there is none. */
function checkEach(ports: readonly GraphNode[], check: (port: GraphNode) => Check): Check | null {
  const [first, ...others] = ports.map(check);
  if (first === undefined || others.every(({ outcome }) => outcome === first.outcome)) return first ?? null;
  const because = `${ports.length} segment ports have the address, and what each lets through differs`;
  return { ...first, outcome: 'undecidable', rule: null, because };
}

/** What a Pod sends to itself never leaves it. */
function local(source: Check, destination: Check): { readonly source: Check; readonly destination: Check } {
  const because = 'what a port sends to itself does not leave it';
  const passed = (check: Check): Check => ({ ...check, outcome: 'unchecked', rule: null, because, trail: [] });
  return { source: passed(source), destination: passed(destination) };
}

function packetAt(
  world: DfwWorld,
  port: GraphNode,
  at: 'source' | 'destination',
  of: Omit<LegQuestion, 'seen' | 'translated'> & { readonly translated?: string | null },
) {
  const state = world.state(port.source);
  const hidden = at === 'destination' && of.pair.from === null && of.translated != null;
  return {
    at,
    traffic: of.traffic,
    source: packetEnd({ world, state }, of.pair.from, hidden ? { ...of.from, name: BALANCED } : of.from),
    destination: packetEnd({ world, state }, of.pair.to, of.to),
  };
}

const BALANCED = 'the address that the load balancer puts in place';

const packetEnd = (
  { world, state }: { readonly world: DfwWorld; readonly state: DfwState },
  address: string | null,
  { name, hidden }: Host,
): PacketEnd => ({
  address,
  called: name,
  ports: address === null ? [] : portsWith(world, state, address),
  ...(hidden === undefined || address === null ? {} : { hidden }),
});

const unchecked = (at: Check['at'], host: Host): Check => ({
  at,
  port: null,
  outcome: host.hidden === undefined ? 'unchecked' : 'undecidable',
  rule: null,
  because: host.hidden ?? `${host.name} has no segment port: the distributed firewall does not check there`,
  trail: [],
});

const STOPPED = { drop: 'dropped', reject: 'rejected' } as const;

/** A flow passes only if both checks let it; what is stopped at its source never comes to its destination. */
export function combine(source: Check, destination: Check): Pick<Leg, 'outcome' | 'because'> {
  for (const check of [source, destination]) {
    if (check.outcome !== 'drop' && check.outcome !== 'reject') continue;
    return { outcome: STOPPED[check.outcome], because: `at the ${check.at}: ${wordsOf(check)}` };
  }
  const open = [source, destination].find(({ outcome }) => outcome === 'undecidable');
  if (open !== undefined) return { outcome: 'undecidable', because: `at the ${open.at}: ${wordsOf(open)}` };
  const decided = [destination, source].find((check) => check.rule !== null) ?? source;
  return { outcome: 'allowed', because: decided.rule === null ? decided.because : `allowed by ${wordsOf(decided)}` };
}

const wordsOf = ({ rule, because }: Check): string => (rule === null ? because : `rule ${rule.node.name} (${because})`);

function conclude(legs: readonly Leg[]): Pick<Verdict, 'outcome' | 'because'> {
  const outcomes = new Set(legs.map(({ outcome }) => outcome));
  const [first] = legs;
  if (first !== undefined && outcomes.size === 1) return { outcome: first.outcome, because: first.because };
  const through = legs.filter(({ outcome }) => outcome === 'allowed').length;
  return { outcome: 'mixed', because: `${through} of ${legs.length} members can be reached` };
}
