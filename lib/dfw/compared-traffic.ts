import type { GraphNode } from '../model';
import type { Steps } from '../steps';
import type { AffectedRule } from './affected-rules';
import type { Both } from './both';
import type { PlacedRule } from './placed-rule';
import type { DfwState } from './state';
import { PROTOCOLS, type Traffic, trafficOf } from './traffic';

/** What is asked about every pair, by what rules tell apart. */
export interface ComparedTraffic {
  readonly traffics: readonly Traffic[];
  /** Those of them that stand for all ports of their protocol that no rule at these segment ports names. */
  readonly others: readonly Traffic[];
  /** How many ports more rules name. */
  readonly more: number;
  /** Addresses, networks and ranges that rules name as sources or destinations, those of affected rules first. */
  readonly literals: ReadonlySet<string>;
}

const MAX_TRAFFICS = 12;

/** A ping, TCP and UDP at a port that no rule names, and the first of all ports that rules name: affected ones, and those at these ports. */
export function* comparedTraffic(
  { before, after }: Both,
  affected: readonly AffectedRule[],
  ports: Iterable<GraphNode>,
): Steps<ComparedTraffic> {
  const book = new Book();
  for (const { source, before: was, after: is } of affected) {
    if (was !== null) book.read(before.state(source), was);
    if (is !== null) book.read(after.state(source), is);
    yield;
  }
  for (const port of ports) {
    yield;
    for (const state of [before.state(port.source), after.state(port.source)])
      for (const rule of state.rulesAt(port)) book.read(state, rule);
  }
  const { named, literals } = book;
  const chosen = [...named.values()].slice(0, MAX_TRAFFICS - 3);
  const others = [unnamed(PROTOCOLS.tcp, named), unnamed(PROTOCOLS.udp, named)];
  return {
    traffics: [trafficOf(PROTOCOLS.icmp), ...others, ...chosen],
    others,
    more: named.size - chosen.length,
    literals,
  };
}

/** What rules name, each read once as it is and once as it would be. */
class Book {
  readonly named = new Map<string, Traffic>();
  readonly literals = new Set<string>();
  readonly #read = new Map<DfwState, Set<PlacedRule['detail']>>();

  read(state: DfwState, rule: PlacedRule): void {
    const known = this.#read.get(state) ?? new Set();
    if (known.size === 0) this.#read.set(state, known);
    if (known.has(rule.detail)) return;
    known.add(rule.detail);
    for (const traffic of namedBy(state, rule)) this.named.set(`${traffic.protocol} ${traffic.port}`, traffic);
    for (const operand of [...rule.detail.sources, ...rule.detail.destinations]) {
      if (!operand.startsWith('/')) this.literals.add(operand);
      else for (const address of state.group(operand)?.addresses ?? []) this.literals.add(address);
    }
  }
}

function namedBy(state: DfwState, { detail }: PlacedRule): readonly Traffic[] {
  const entries = [...detail.services.flatMap((path) => state.service(path) ?? []), ...detail.serviceEntries];
  return entries.flatMap((entry) =>
    entry.type === 'ports' ? entry.destination.map(({ first }) => trafficOf(PROTOCOLS[entry.protocol], first)) : [],
  );
}

function unnamed(protocol: number, named: ReadonlyMap<string, Traffic>): Traffic {
  let port = UNNAMED;
  while (named.has(`${protocol} ${port}`)) port--;
  return trafficOf(protocol, port);
}

/** Hardly anybody names it; it stands for "any other port". */
const UNNAMED = 64_999;
