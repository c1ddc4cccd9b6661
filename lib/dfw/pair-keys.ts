import type { GraphNode, NodeId } from '../model';
import type { Both } from './both';
import { gatewayKey } from './gateways';
import { endsOf, matchApplied, matchOperands, type PacketEnd } from './operands';
import { type PlacedRule, tierOf } from './placed-rule';
import { isPartUnread } from './rule-match';
import type { DfwState } from './state';
import type { Match } from './traffic';

/** How an end is shown to the rules of an NSX Manager. */
type Shown = (state: DfwState) => readonly PacketEnd[];

type At = 'source' | 'destination';

/** A rule that may mean what a port sends, or gets, whoever the other end is. */
interface Own {
  readonly rule: PlacedRule;
  /** How it means the port itself. */
  readonly how: string;
}

interface Enforced {
  readonly rules: readonly Own[];
  /** What else the check depends on. */
  readonly how: string;
}

/**
 * Tells flows apart by the rules that mean both their ends, before and after: of two that have the same key, what the same traffic comes to is the
 * same. Most pairs of classes are alike in that, though no two classes are.
 */
export class PairKeys {
  readonly #enforced = new Map<DfwState, Map<string, Enforced>>();
  readonly #ends = new Map<DfwState, Map<NodeId, readonly PacketEnd[]>>();
  readonly #gateways = new Map<NodeId, string>();

  constructor(private readonly both: Both) {}

  ofPorts(from: GraphNode, to: GraphNode): string {
    return [
      this.#keyAt(from, 'source', (state) => this.#endsOf(state, to)),
      this.#keyAt(to, 'destination', (state) => this.#endsOf(state, from)),
      this.#gatewaysOf(from),
      this.#gatewaysOf(to),
    ].join('\n');
  }

  /** Of a port and an end without one. */
  ofEnd(port: GraphNode, at: At, end: PacketEnd): string {
    return [end.address, at, this.#keyAt(port, at, () => [end]), this.#gatewaysOf(port)].join('\n');
  }

  #keyAt(port: GraphNode, at: At, other: Shown): string {
    const [was, is] = [this.both.before.state(port.source), this.both.after.state(port.source)];
    const before = this.#keyIn(was, port, { at, other });
    return was === is ? before : `${before}|${this.#keyIn(is, port, { at, other })}`;
  }

  #keyIn(state: DfwState, port: GraphNode, { at, other }: { readonly at: At; readonly other: Shown }): string {
    const { rules, how } = this.#enforcedAt(state, port, at);
    const ends = other(state);
    let key = `${how} ${ends.map(familyOf).join('')}`;
    for (const own of rules) {
      const met = ends.map((end) => matchEnd(state, own.rule, { as: at === 'source' ? 'destination' : 'source', end }));
      if (met.some((is) => is !== 'n')) key += ` ${own.rule.node.id}${own.how}${met.join('')}`;
    }
    return key;
  }

  #enforcedAt(state: DfwState, port: GraphNode, at: At): Enforced {
    const known = mapAt(this.#enforced, state);
    const key = `${at}${port.id}`;
    let enforced = known.get(key);
    if (enforced === undefined) {
      enforced = enforcedAt(state, port, { at, ends: this.#endsOf(state, port) });
      known.set(key, enforced);
    }
    return enforced;
  }

  #endsOf(state: DfwState, port: GraphNode): readonly PacketEnd[] {
    const known = mapAt(this.#ends, state);
    let ends = known.get(port.id);
    if (ends === undefined) {
      ends = endsOf(state, port);
      known.set(port.id, ends);
    }
    return ends;
  }

  #gatewaysOf(port: GraphNode): string {
    let key = this.#gateways.get(port.id);
    if (key === undefined) {
      key = gatewayKey(this.both.before.graph, port);
      this.#gateways.set(port.id, key);
    }
    return key;
  }
}

function enforcedAt(
  state: DfwState,
  port: GraphNode,
  { at, ends }: { readonly at: At; readonly ends: readonly PacketEnd[] },
): Enforced {
  const rules: Own[] = [];
  // Where some policy of a category does not tell its internal number, none of them counts.
  const unnumbered = new Set<number>();
  for (const rule of state.rulesAt(port)) {
    if (rule.order.internalSequence === null) unnumbered.add(tierOf(rule.order));
    if (rule.detail.disabled || isOtherWay(rule, at)) continue;
    const applied = isPartUnread(rule, 'applied-to') ? 'u' : letterOf(matchApplied(state, rule, port));
    if (applied === 'n') continue;
    const met = ends.map((end) => matchEnd(state, rule, { as: at, end }));
    if (met.some((is) => is !== 'n')) rules.push({ rule, how: `/${applied}${met.join('')}/` });
  }
  rules.sort((a, b) => (a.rule.node.id < b.rule.node.id ? -1 : 1));
  const { is } = state.unguarded(port);
  return { rules, how: `${is} ${[...unnumbered].sort().join()} ${ends.map(familyOf).join('')}` };
}

const isOtherWay = (rule: PlacedRule, at: At): boolean =>
  !isPartUnread(rule, 'direction') && rule.detail.direction === (at === 'source' ? 'IN' : 'OUT');

function matchEnd(
  state: DfwState,
  rule: PlacedRule,
  { as, end }: { readonly as: At; readonly end: PacketEnd },
): string {
  if (isPartUnread(rule, as)) return 'u';
  const { sources, sourcesExcluded, destinations, destinationsExcluded } = rule.detail;
  return letterOf(
    as === 'source'
      ? matchOperands(state, sources, { excluded: sourcesExcluded, end })
      : matchOperands(state, destinations, { excluded: destinationsExcluded, end }),
  );
}

const letterOf = ({ is }: Match): string => (is === 'yes' ? 'y' : is === 'no' ? 'n' : 'u');

const familyOf = ({ address }: PacketEnd): string => (address === null ? '-' : address.includes(':') ? '6' : '4');

function mapAt<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
