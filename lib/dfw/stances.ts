import type { GraphNode } from '../model';
import type { AffectedRule } from './affected-rules';
import type { Both } from './both';
import { endsOf, matchApplied, matchOperands, type PacketEnd } from './operands';
import type { PlacedRule } from './placed-rule';
import { isPartUnread, type Part } from './rule-match';
import { matchServices } from './service-match';
import type { DfwState } from './state';
import { type Match, type Traffic, unknown } from './traffic';

/** How an end stands towards all affected rules, before and after: the same number for ends that stand alike. */
export type Stance = number;

/** What an end is to a rule, as bits: among its sources, its destinations, checked by it on the way out or in, and each for sure. */
const SOURCE = 1;
const DESTINATION = 2;
const OUT = 4;
const IN = 8;
const SURE = 4;

interface Version {
  readonly rule: PlacedRule;
  readonly state: DfwState;
}

/** An affected rule as it is before and after; null where it is not there, or disabled. */
interface Versions {
  readonly before: Version | null;
  readonly after: Version | null;
  /** The rule itself is another one, whoever it means. */
  readonly edited: boolean;
}

/** To one rule, before and after. */
interface Stand {
  readonly was: number;
  readonly is: number;
  /** It is something else to a rule that stays as it is, be it by one of several addresses alone. */
  readonly moved: boolean;
}

interface Standing {
  /** The exclude list holds it in one of the worlds alone: whatever it sends or receives may fare otherwise. */
  readonly freed: boolean;
  readonly stands: readonly Stand[];
}

/** Towards affected rules: what no such rule means, before or after, fares as it did. */
export class Stances {
  readonly #rules: readonly Versions[];
  readonly #numbers = new Map<string, Stance>();
  readonly #standings: Standing[] = [];
  readonly #about = new Map<string, readonly boolean[]>();

  constructor(
    private readonly both: Both,
    rules: readonly AffectedRule[],
  ) {
    const version = (state: DfwState, rule: PlacedRule | null): Version | null =>
      rule === null || rule.detail.disabled ? null : { rule, state };
    this.#rules = rules.map(({ source, before, after }) => ({
      before: version(both.before.state(source), before),
      after: version(both.after.state(source), after),
      edited: before !== after,
    }));
  }

  /** How many different ones have been met. */
  get count(): number {
    return this.#standings.length;
  }

  ofPort(port: GraphNode): Stance {
    const [was, is] = [this.both.before.state(port.source), this.both.after.state(port.source)];
    const freed = was !== is && was.unguarded(port).is !== is.unguarded(port).is;
    return this.#of(freed, (version) => toPort(version, port));
  }

  /** Of an end without a segment port. */
  ofEnd(end: PacketEnd): Stance {
    return this.#of(false, (version) => toEnds(version, [end]));
  }

  #of(freed: boolean, standsTo: (version: Version) => readonly number[]): Stance {
    const stands = this.#rules.map(({ before, after, edited }): Stand => {
      const [was, is] = [before, after].map((version) => (version === null ? [0] : standsTo(version)));
      return { was: union(was), is: union(is), moved: !edited && was?.join() !== is?.join() };
    });
    const text = `${freed} ${stands.map(({ was, is, moved }) => `${was}/${is}${moved ? '*' : ''}`).join(' ')}`;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#standings.length;
      this.#numbers.set(text, number);
      this.#standings.push({ freed, stands });
    }
    return number;
  }

  /** The rules that begin to mean a port, or cease to. */
  change(stance: Stance): { readonly starts: readonly PlacedRule[]; readonly stops: readonly PlacedRule[] } {
    const [starts, stops]: [PlacedRule[], PlacedRule[]] = [[], []];
    for (const [at, { before, after }] of this.#rules.entries()) {
      const { was = 0, is = 0 } = this.#standings[stance]?.stands[at] ?? {};
      if (isMeant(is) && !isMeant(was) && after !== null) starts.push(after.rule);
      if (isMeant(was) && !isMeant(is) && before !== null) stops.push(before.rule);
    }
    return { starts, stops };
  }

  /** Whether some of the rules is another for ends of the stance, or means them otherwise. */
  isTouched(stance: Stance): boolean {
    const standing = this.#standings[stance];
    if (standing === undefined) return false;
    return (
      standing.freed ||
      standing.stands.some(
        ({ was, is, moved }, at) => moved || (this.#rules[at]?.edited === true && (isMeant(was) || isMeant(is))),
      )
    );
  }

  /** Whether some of the rules means ends of the stance, before or after. */
  isMeant(stance: Stance): boolean {
    return this.#standings[stance]?.stands.some(({ was, is }) => isMeant(was) || isMeant(is)) ?? false;
  }

  /** Whether what the one sends to the other may fare otherwise, for some traffic or for this. */
  mayChange(from: Stance, to: Stance, traffic: Traffic | null = null): boolean {
    const [sender, receiver] = [this.#standings[from], this.#standings[to]];
    if (sender === undefined || receiver === undefined) return false;
    if (sender.freed || receiver.freed) return true;
    const about = traffic === null ? null : this.#aboutOf(traffic);
    return this.#rules.some(({ edited }, at) => {
      if (about !== null && about[at] !== true) return false;
      const [a, b] = [sender.stands[at], receiver.stands[at]];
      if (a === undefined || b === undefined || !(edited || a.moved || b.moved)) return false;
      return meets(a.was, b.was) || meets(a.is, b.is);
    });
  }

  /** Which of the rules mean the traffic, as far as services go. */
  #aboutOf(traffic: Traffic): readonly boolean[] {
    const key = `${traffic.protocol} ${traffic.port}`;
    let about = this.#about.get(key);
    if (about === undefined) {
      about = this.#rules.map(({ before, after }) =>
        [before, after].some((version) => version !== null && isAbout(version, traffic)),
      );
      this.#about.set(key, about);
    }
    return about;
  }
}

const union = (bits: readonly number[] | undefined): number => (bits ?? []).reduce((all, some) => all | some, 0);

const isMeant = (bits: number): boolean =>
  (bits & (SOURCE | OUT)) === (SOURCE | OUT) || (bits & (DESTINATION | IN)) === (DESTINATION | IN);

/** Whether a rule that is this to the sender and that to the receiver may decide what goes between them. */
const meets = (sender: number, receiver: number): boolean =>
  (sender & SOURCE) !== 0 && (receiver & DESTINATION) !== 0 && ((sender & OUT) | (receiver & IN)) !== 0;

function isAbout({ rule, state }: Version, traffic: Traffic): boolean {
  if (rule.order.category === 'Ethernet' || isPartUnread(rule, 'service')) return true;
  return matchServices(rule.detail, traffic, (path) => state.service(path)).is !== 'no';
}

/** What cannot be told counts as if it were so, but is told from what is sure. */
function bitsOf(bit: number, { is }: Match): number {
  return is === 'no' ? 0 : is === 'yes' ? bit | (bit << SURE) : bit;
}

const UNREAD = unknown('');

const unlessUnread = (rule: PlacedRule, part: Part, match: () => Match): Match =>
  isPartUnread(rule, part) ? UNREAD : match();

function toEnds({ rule, state }: Version, ends: readonly PacketEnd[]): readonly number[] {
  const { sources, sourcesExcluded, destinations, destinationsExcluded } = rule.detail;
  return ends.map((end) => {
    const from = unlessUnread(rule, 'source', () => matchOperands(state, sources, { excluded: sourcesExcluded, end }));
    const to = unlessUnread(rule, 'destination', () =>
      matchOperands(state, destinations, { excluded: destinationsExcluded, end }),
    );
    return bitsOf(SOURCE, from) | bitsOf(DESTINATION, to);
  });
}

/** By each of its addresses, and last by what is checked at it. */
function toPort(version: Version, port: GraphNode): readonly number[] {
  const { rule, state } = version;
  const ends = toEnds(version, endsOf(state, port));
  if (port.source !== state.source) return ends;
  const scope = unlessUnread(rule, 'applied-to', () => matchApplied(state, rule, port));
  const either = isPartUnread(rule, 'direction');
  const out = either || rule.detail.direction !== 'IN' ? bitsOf(OUT, scope) : 0;
  return [...ends, out | (either || rule.detail.direction !== 'OUT' ? bitsOf(IN, scope) : 0)];
}
