import type { GraphNode, NodeId } from '../model';
import { STRIDE, type Steps } from '../steps';
import { Bearing, type Both } from './bearing';
import { classKey, type EndpointClass } from './classes';
import { DfwIndex } from './dfw-index';
import { type Cell, cellOf } from './matrix';
import type { PlacedRule } from './placed-rule';
import type { DfwState } from './state';
import { PROTOCOLS, type Traffic, trafficOf } from './traffic';

/** A flow between two classes whose verdict changes. */
export interface VerdictEffect {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  readonly traffic: Traffic;
  readonly before: Cell;
  readonly after: Cell;
}

/** What was compared, and what came of it. */
export interface Compared {
  readonly verdicts: readonly VerdictEffect[];
  readonly compared: {
    readonly pairs: number;
    readonly traffics: readonly Traffic[];
    /** Those of them that stand for all ports of their protocol that no rule at these segment ports names. */
    readonly others: readonly Traffic[];
  };
  /** What was not compared, so that more may change than is listed: whole sentences. */
  readonly leftOut: readonly string[];
}

/**
 * Flows that are worked out at most for one question, before and after; pairs that are looked at at most: of most it is plain
 * at a glance that nothing changes.
 */
const LIMITS = { flows: 12_000, visits: 300_000 };

const STEP = 64;

type Side = 'source' | 'destination';
const SIDES: readonly Side[] = ['destination', 'source'];

/** Flows to and from the touched ports whose verdict changes; ends of which the same is said come as one. */
export function* verdictEffects(both: Both, touched: readonly GraphNode[], limits = LIMITS): Steps<Compared> {
  const { traffics, others, more } = yield* trafficsAt(both, touched);
  if (touched.length === 0) return { verdicts: [], compared: { pairs: 0, traffics, others }, leftOut: [] };
  const classes = yield* jointClasses(both);
  const ids = new Set(touched.map(({ id }) => id));
  const changed = new Set(classes.filter(({ ports }) => ports.some(({ id }) => ids.has(id))));
  const comparison = new Comparison(both, { classes, changed, traffics });
  yield* comparison.compare(limits);
  const { missed, pairs } = comparison;
  const leftOut = [
    ...(missed === 0
      ? []
      : [
          `${missed} of ${pairs} pairs of classes were not compared, first those of different Namespaces. Ask about fewer Pods, or about one flow.`,
        ]),
    ...(more === 0 ? [] : [`Rules at these ports name ${more} more ports that were not compared. Ask about one flow.`]),
  ];
  return { verdicts: comparison.effects(), compared: { pairs: pairs - missed, traffics, others }, leftOut };
}

/** A pair of classes, by the changed one; `as` is the part of the other. */
interface Pair {
  readonly one: EndpointClass;
  readonly other: EndpointClass;
  readonly as: Side;
  readonly bearing: Bearing;
  /** Whether the check at the other may come to something else. */
  readonly there: boolean;
}

class Comparison {
  pairs = 0;
  missed = 0;
  #asked = 0;
  readonly #effects = new Map<string, Merged>();
  /** Traffic of which the check at the changed end comes to something else, by what it can tell the other end by. */
  readonly #here = new Map<string, readonly Traffic[]>();

  constructor(
    private readonly both: Both,
    private readonly of: {
      readonly classes: readonly EndpointClass[];
      readonly changed: ReadonlySet<EndpointClass>;
      readonly traffics: readonly Traffic[];
    },
  ) {}

  effects(): readonly VerdictEffect[] {
    return [...this.#effects.values()].map(({ effect, other, as }) => {
      const merged = { key: other.key, ports: other.ports };
      return as === 'destination' ? { ...effect, to: merged } : { ...effect, from: merged };
    });
  }

  /**
   * Pairs of one Namespace first: they are what people mean to cut off, or not to. An edit that means everybody has more pairs
   * than anybody can go through: those whose turn does not come are missed.
   */
  *compare({ flows, visits }: typeof LIMITS): Steps<void> {
    const { changed, classes } = this.of;
    this.pairs = changed.size * changed.size + 2 * changed.size * (classes.length - changed.size);
    const near = neighbours(classes);
    const left = { flows: Math.floor(flows / this.of.traffics.length), visits };
    for (const isNear of [true, false]) {
      for (const one of changed) {
        yield;
        if (left.visits <= 0) break;
        const around = new Set(placesOf(one).flatMap((place) => near.get(place) ?? []));
        yield* this.#compareOne(one, isNear ? around : without(classes, around), left);
      }
    }
    this.missed += this.pairs - (visits - left.visits);
  }

  *#compareOne(
    one: EndpointClass,
    others: Iterable<EndpointClass>,
    left: { flows: number; visits: number },
  ): Steps<void> {
    for (const pair of this.#pairsOf(one, others)) {
      if (left.visits <= 0) return;
      if (--left.visits % STEP === 0) yield;
      if (pair !== null) left.flows -= yield* this.#ask(pair, left.flows);
    }
  }

  /** Both ways, each pair once; null stands for one of which it is sure that nothing changes. */
  *#pairsOf(one: EndpointClass, others: Iterable<EndpointClass>): Iterable<Pair | null> {
    const [port] = one.ports;
    if (port === undefined) return;
    const bearing = new Bearing(this.both, port);
    for (const other of others) {
      const [end] = other.ports;
      if (end === undefined) continue;
      const alsoChanged = this.of.changed.has(other);
      for (const as of alsoChanged ? SIDES.slice(0, 1) : SIDES) {
        const reasons = alsoChanged ? { here: true, there: true } : bearing.reasons(end, as);
        yield reasons.here || reasons.there ? { one, other, as, bearing, there: reasons.there } : null;
      }
    }
  }

  /** How many pairs were worked out for it: 0 or 1. */
  *#ask(pair: Pair, left: number): Steps<number> {
    if (++this.#asked % 8 === 0) yield;
    const open = pair.there ? this.of.traffics : this.#openHere(pair);
    if (open.length === 0) return 0;
    if (left <= 0) {
      this.missed++;
      return 0;
    }
    for (const each of open) {
      this.#note(pair, each);
      yield;
    }
    return 1;
  }

  /** Where the check at the changed end comes to something else: the same for all that its rules cannot tell apart. */
  #openHere(pair: Pair): readonly Traffic[] {
    const [end] = pair.other.ports;
    if (end === undefined) return [];
    const alike = `${pair.one.key}\n${pair.as}\n${pair.bearing.key(end, pair.as)}`;
    let open = this.#here.get(alike);
    if (open === undefined) {
      const at = pair.as === 'destination' ? 'source' : 'destination';
      open = this.of.traffics.filter((traffic) => {
        const flow = { ...flowOf(pair), traffic };
        return cellOf(this.both.before, flow)?.[at]?.outcome !== cellOf(this.both.after, flow)?.[at]?.outcome;
      });
      this.#here.set(alike, open);
    }
    return open;
  }

  #note(pair: Pair, traffic: Traffic): void {
    const flow = { ...flowOf(pair), traffic };
    const [was, is] = [cellOf(this.both.before, flow), cellOf(this.both.after, flow)];
    if (was === null || is === null || was.outcome === is.outcome) return;
    const key = [pair.one.key, pair.as, traffic.protocol, traffic.port, saying(was), saying(is)].join('\n');
    const known = this.#effects.get(key);
    if (known === undefined) {
      const other = { key: pair.other.key, ports: [...pair.other.ports] };
      this.#effects.set(key, { effect: { ...flow, before: was, after: is }, as: pair.as, other });
    } else known.other.ports.push(...pair.other.ports);
  }
}

/** Classes by the Namespaces of their ports. */
function neighbours(classes: readonly EndpointClass[]): ReadonlyMap<string, readonly EndpointClass[]> {
  const found = new Map<string, EndpointClass[]>();
  for (const one of classes) {
    for (const place of placesOf(one)) {
      const known = found.get(place);
      if (known === undefined) found.set(place, [one]);
      else known.push(one);
    }
  }
  return found;
}

const placesOf = ({ ports }: EndpointClass): readonly string[] => [
  ...new Set(ports.map(({ cluster, namespace }) => `${cluster}\n${namespace}`)),
];

function* without<T>(all: readonly T[], left: ReadonlySet<T>): Iterable<T> {
  for (const one of all) if (!left.has(one)) yield one;
}

/** An effect whose other end grows. */
interface Merged {
  readonly effect: VerdictEffect;
  readonly as: Side;
  readonly other: { readonly key: string; readonly ports: GraphNode[] };
}

const flowOf = ({ one, other, as }: Pair): { readonly from: EndpointClass; readonly to: EndpointClass } =>
  as === 'destination' ? { from: one, to: other } : { from: other, to: one };

const saying = ({ outcome, because, source, destination }: Cell): string =>
  [outcome, because, source?.rule?.node.id, destination?.rule?.node.id].join();

/** Classes by what rules can tell ports by, before and after. */
function* jointClasses({ before, after }: Both): Steps<readonly EndpointClass[]> {
  const classes = new Map<string, GraphNode[]>();
  let visited = 0;
  for (const source of DfwIndex.of(before.graph).sources()) {
    const [was, is] = [before.state(source), after.state(source)];
    // Where neither groups nor networks are others, only ports that carry something else can change their class.
    const wide = is.moved.size > 0 || is.literals() !== was.literals();
    for (const port of is.ports()) {
      if (++visited % STRIDE === 0) yield;
      if (is.addressesOf(port).length === 0) continue;
      const now = wide || is.isOther(port) ? classKey(after.graph, is, port) : '';
      const key = `${classKey(before.graph, was, port)}\n${now}`;
      const known = classes.get(key);
      if (known === undefined) classes.set(key, [port]);
      else known.push(port);
    }
  }
  return Array.from(classes, ([key, ports]) => ({ key, ports }));
}

const MAX_TRAFFICS = 12;

/** A ping, TCP and UDP at a port that no rule names, and the first of all ports that rules at these ports do name. */
function* trafficsAt(
  { before, after }: Both,
  ports: readonly GraphNode[],
): Steps<{ readonly traffics: readonly Traffic[]; readonly others: readonly Traffic[]; readonly more: number }> {
  const named = new Map<string, Traffic>();
  const seen = new Set<NodeId>();
  for (const port of ports) {
    yield;
    for (const state of [before.state(port.source), after.state(port.source)]) {
      for (const rule of state.rulesAt(port)) {
        if (seen.has(rule.node.id)) continue;
        seen.add(rule.node.id);
        for (const traffic of namedBy(state, rule)) named.set(`${traffic.protocol} ${traffic.port}`, traffic);
      }
    }
  }
  const chosen = [...named.values()].slice(0, MAX_TRAFFICS - 3);
  const others = [unnamed(PROTOCOLS.tcp, named), unnamed(PROTOCOLS.udp, named)];
  return { traffics: [trafficOf(PROTOCOLS.icmp), ...others, ...chosen], others, more: named.size - chosen.length };
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
