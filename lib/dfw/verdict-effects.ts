import type { GraphNode } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { AffectedRule } from './affected-rules';
import type { Both } from './both';
import type { EndpointClass } from './classes';
import { compareFlow } from './compare-flow';
import { comparedTraffic } from './compared-traffic';
import type { Endpoint } from './endpoints';
import { FrontFlows } from './front-flows';
import { jointClasses } from './joint-classes';
import type { KnownEnds } from './known-ends';
import type { PacketEnd } from './operands';
import { type OutsideEnd, outsideEnds, type StandingOutside } from './outside-ends';
import { PairKeys } from './pair-keys';
import { type Pair, PairsInPlay, type StandingClass } from './pairs-in-play';
import type { Stance, Stances } from './stances';
import type { Traffic } from './traffic';
import { type Change, type ComparedEnd, type VerdictEffect, VerdictLines } from './verdict-lines';

/** What was compared, and what came of it. */
export interface Compared {
  readonly verdicts: readonly VerdictEffect[];
  /** How many flows the verdicts are about. */
  readonly flows: number;
  readonly compared: {
    /** Of classes of ports of which one at least is treated otherwise. */
    readonly pairs: number;
    readonly outside: readonly OutsideEnd[];
    /** Ports of Services and virtual servers. */
    readonly fronts: number;
    readonly traffics: readonly Traffic[];
    /** Those of them that stand for all ports of their protocol that no rule at these segment ports names. */
    readonly others: readonly Traffic[];
  };
  /** What was not compared, so that more may change than is listed: whole sentences. */
  readonly leftOut: readonly string[];
}

/**
 * Pairs of classes, and flows of other sorts, that are looked at at most for one question; `flows` between classes and `through` fronts that
 * are worked out: most are like others.
 */
const LIMITS = { pairs: 40_000, flows: 12_000, outside: 40_000, fronts: 10_000, through: 3_000 };

/** All classes with how they stand towards the affected rules. */
export function* standingClasses(both: Both, stances: Stances): Steps<readonly StandingClass[]> {
  const standings: StandingClass[] = [];
  for (const one of yield* jointClasses(both)) {
    const [port] = one.ports;
    if (port !== undefined) standings.push({ one, stance: stances.ofPort(port) });
    yield;
  }
  return standings;
}

interface Edit {
  readonly rules: readonly AffectedRule[];
  readonly standings: readonly StandingClass[];
  readonly stances: Stances;
  readonly known: KnownEnds;
}

/** Flows whose verdict changes, among those that an affected rule may mean before or after: no others can. */
export function* verdictEffects(both: Both, edit: Edit, limits = LIMITS): Steps<Compared> {
  const { standings, stances, rules } = edit;
  const asked = yield* comparedTraffic(both, rules, askedPorts(both, edit));
  const { ends, more } = yield* outsideEnds(both.before.graph, asked.literals);
  const outside = ends.map((end): StandingOutside => ({ outside: end, stance: stances.ofEnd(packetEndOf(end)) }));
  const comparison = new Comparison(both, { ...edit, outside, traffics: asked.traffics });
  yield* comparison.pairs(limits);
  yield* comparison.outside(limits.outside);
  const touched = standings.filter(({ stance }) => stances.isTouched(stance)).length;
  const fronts = rules.length === 0 && touched === 0 ? 0 : yield* comparison.fronts(limits);
  const pairs = touched * touched + 2 * touched * (standings.length - touched);
  const verdicts = comparison.lines.all();
  return {
    verdicts,
    flows: verdicts.reduce((sum, { flows }) => sum + flows, 0),
    compared: {
      pairs: pairs - comparison.pairCount.missed,
      outside: ends,
      fronts,
      traffics: asked.traffics,
      others: asked.others,
    },
    leftOut: leftOut(comparison, { ports: asked.more, blocks: more }),
  };
}

/** Where rules tell traffic apart: at ports that are treated otherwise, or whose peers by address are. */
function* askedPorts(both: Both, { rules, standings, stances }: Edit): Iterable<GraphNode> {
  const byAddress = rules.some((rule) => namesOtherAddresses(both, rule));
  for (const { one, stance } of standings) {
    if (!stances.isTouched(stance) && !(byAddress && stances.isMeant(stance))) continue;
    yield* one.ports.slice(0, 1);
  }
}

function namesOtherAddresses({ before, after }: Both, { source, before: rule }: AffectedRule): boolean {
  const [was, is] = [before.state(source), after.state(source)];
  const operands = [...(rule?.detail.sources ?? []), ...(rule?.detail.destinations ?? [])];
  return operands.some((path) => was.group(path)?.addresses.join() !== is.group(path)?.addresses.join());
}

const packetEndOf = ({ name, endpoint }: OutsideEnd): PacketEnd => ({
  address: endpoint.type === 'address' ? endpoint.address : null,
  called: name,
  ports: [],
});

interface Counted {
  all: number;
  missed: number;
}

function leftOut(
  { pairCount, outsideCount, frontCount }: Comparison,
  { ports, blocks }: { readonly ports: number; readonly blocks: number },
): readonly string[] {
  const missed = ({ all, missed: some }: Counted, what: string): readonly string[] =>
    some === 0
      ? []
      : [
          `${some.toLocaleString('en')} of ${all.toLocaleString('en')} ${what} may change and were not compared. Ask about fewer Pods, or about one flow.`,
        ];
  return [
    ...missed(pairCount, 'pairs of classes, first those of different Namespaces,'),
    ...missed(outsideCount, 'flows from and to the outside'),
    ...missed(frontCount, 'flows to Services and VIPs'),
    ...(ports === 0
      ? []
      : [
          `Rules at these ports name ${ports.toLocaleString('en')} more ports that were not compared. Ask about one flow.`,
        ]),
    ...(blocks === 0
      ? []
      : [
          `Rules at these ports name ${blocks.toLocaleString('en')} more address blocks that were not told apart. Ask about one flow.`,
        ]),
  ];
}

/** Works out flows that may change, until the limit of each sort is reached. */
class Comparison {
  readonly lines = new VerdictLines();
  readonly pairCount: Counted = { all: 0, missed: 0 };
  readonly outsideCount: Counted = { all: 0, missed: 0 };
  readonly frontCount: Counted = { all: 0, missed: 0 };
  readonly #keys: PairKeys;
  readonly #known = new Map<string, Found>();
  #workedOut = 0;

  constructor(
    private readonly both: Both,
    private readonly of: Edit & {
      readonly outside: readonly StandingOutside[];
      readonly traffics: readonly Traffic[];
    },
  ) {
    this.#keys = new PairKeys(both);
  }

  *pairs({ pairs: most, flows }: { readonly pairs: number; readonly flows: number }): Steps<void> {
    const pairs = yield* PairsInPlay.of(this.of.standings, this.of.stances, this.of.traffics);
    let done = 0;
    for (const pair of pairs.all()) {
      yield;
      if (pair === null) continue;
      if (done === most || this.#workedOut + pair.traffics.length > flows) break;
      done++;
      yield* this.#comparePair(pair);
    }
    this.pairCount.all = pairs.count;
    this.pairCount.missed = pairs.count - done;
  }

  *#comparePair({ from, to, traffics }: Pair): Steps<void> {
    const [sender, receiver] = [from.ports[0], to.ports[from === to ? 1 : 0]];
    if (sender === undefined || receiver === undefined) return;
    const ends = { from: endpointOf(sender), to: endpointOf(receiver) };
    const key = this.#keys.ofPorts(sender, receiver);
    for (const traffic of traffics)
      if (this.#compareLike(key, { from: toEnd(from), to: toEnd(to), traffic }, ends)) yield;
  }

  /** Both ways between each class and each end outside. */
  *outside(limit: number): Steps<void> {
    let visited = 0;
    for (const { outside, stance } of this.of.outside) {
      for (const { one, stance: own } of this.of.standings) {
        if (++visited % STRIDE === 0) yield;
        const [port] = one.ports;
        if (port === undefined) continue;
        const [there, here] = [
          {
            end: { type: 'outside', outside } as const,
            endpoint: outside.endpoint,
            stance,
            port: null,
            shown: packetEndOf(outside),
          },
          { end: toEnd(one), endpoint: endpointOf(port), stance: own, port, shown: null },
        ];
        for (const [from, to] of [
          [here, there],
          [there, here],
        ] as const)
          yield* this.#compareOutside(from, to, limit);
      }
    }
  }

  *#compareOutside(from: Standing, to: Standing, limit: number): Steps<void> {
    const { stances, traffics } = this.of;
    if (!stances.mayChange(from.stance, to.stance)) return;
    const key = this.#keyOutside(from, to);
    for (const traffic of traffics) {
      if (!stances.mayChange(from.stance, to.stance, traffic)) continue;
      if (++this.outsideCount.all > limit) {
        this.outsideCount.missed++;
        continue;
      }
      const ends = { from: from.endpoint, to: to.endpoint };
      if (this.#compareLike(key, { from: from.end, to: to.end, traffic }, ends)) yield;
    }
  }

  #keyOutside({ port: sender, shown: source }: Standing, { port: receiver, shown: destination }: Standing): string {
    if (sender !== null && destination !== null) return this.#keys.ofEnd(sender, 'source', destination);
    if (receiver !== null && source !== null) return this.#keys.ofEnd(receiver, 'destination', source);
    return '';
  }

  /** From each class and end outside to each port of a Service or virtual server; returns how many of those there are. */
  *fronts({ fronts: most, through: workedOut }: { readonly fronts: number; readonly through: number }): Steps<number> {
    const flows = yield* FrontFlows.of(this.both, { ...this.of, keys: this.#keys });
    this.frontCount.all = flows.count;
    let [seen, worked] = [0, 0];
    for (const flow of flows.all()) {
      yield;
      if (flow === null) continue;
      // Both parts of a class, or none.
      if (flow.weight === 1 && (seen === most || worked >= workedOut)) break;
      seen += flow.weight;
      if (this.#compareLike(flow.key, flow, flow.endpoints)) worked++;
    }
    this.frontCount.missed = flows.count - seen;
    return flows.fronts;
  }

  /** Worked out once for all that are alike by their key; true when it was. */
  #compareLike(key: string, flow: Flow, ends: { readonly from: Endpoint; readonly to: Endpoint }): boolean {
    const { traffic } = flow;
    const like = `${key}\n${traffic.protocol} ${traffic.port}`;
    const known = this.#known.get(like);
    const found = known === undefined ? compareFlow(this.both, { ...ends, traffic }) : known;
    this.#note(flow, found);
    if (known !== undefined) return false;
    this.#known.set(like, found);
    this.#workedOut++;
    return true;
  }

  #note({ from, to, traffic }: Flow, found: Found): void {
    if (found !== null) this.lines.note({ from, to, traffic, ...found });
  }
}

type Flow = Pick<Change, 'from' | 'to' | 'traffic'>;
type Found = ReturnType<typeof compareFlow>;

/** An end as it is told, as it is asked about, as it stands, and as it is checked or shown to those who check. */
interface Standing {
  readonly end: ComparedEnd;
  readonly endpoint: Endpoint;
  readonly stance: Stance;
  readonly port: GraphNode | null;
  readonly shown: PacketEnd | null;
}

const endpointOf = ({ id }: GraphNode): Endpoint => ({ type: 'object', id });
const toEnd = ({ ports }: EndpointClass): ComparedEnd => ({ type: 'ports', ports });
