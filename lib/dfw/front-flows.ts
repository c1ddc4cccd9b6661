import type { GraphNode, NodeId } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { Both } from './both';
import type { Endpoint } from './endpoints';
import { type FrontPort, frontPorts } from './front-ports';
import type { KnownEnds } from './known-ends';
import type { StandingOutside } from './outside-ends';
import type { PairKeys } from './pair-keys';
import type { StandingClass } from './pairs-in-play';
import type { Behind } from './pool-members';
import { isGoneAt } from './reach';
import type { Stance, Stances } from './stances';
import type { Traffic } from './traffic';
import type { ComparedEnd } from './verdict-lines';

/** A flow to a port of a Service or virtual server. */
export interface FrontFlow {
  readonly from: ComparedEnd;
  readonly to: ComparedEnd;
  readonly traffic: Traffic;
  readonly endpoints: { readonly from: Endpoint; readonly to: Endpoint };
  /** The same for flows that the same rules decide at every member. */
  readonly key: string;
  /** For how many flows of {@link FrontFlows.count} it stands: of a class in two parts one part stands for both. */
  readonly weight: 0 | 1;
}

/** A port of a front with the stances of senders for which it may change. */
interface InPlay {
  readonly port: FrontPort;
  readonly stances: readonly Stance[];
}

/** One way through a front: who is checked there, and as whom the receiver sees the sender. */
interface Way {
  readonly stance: Stance;
  readonly traffic: Traffic;
  /** Of what the load balancer puts in place; null where the sender is seen. */
  readonly seen: Stance | null;
}

/** Flows to Services and virtual servers that may change: by what is checked at the sender, or at one of the members. */
export class FrontFlows {
  /** Ports of fronts that were looked at. */
  fronts = 0;
  /** Flows that may change, one for each class or end outside and port of a front. */
  count = 0;
  readonly #ofPort = new Map<NodeId, Stance>();
  readonly #senders = new Map<Stance, Sender[]>();
  readonly #like = new Map<string, readonly Stance[]>();
  readonly #inPlay: InPlay[] = [];

  private constructor(
    private readonly both: Both,
    private readonly of: Asked,
  ) {}

  static *of(both: Both, of: Asked): Steps<FrontFlows> {
    const flows = new FrontFlows(both, of);
    for (const [index, { one, stance }] of of.standings.entries()) {
      if (index % STRIDE === 0) yield;
      for (const { id } of one.ports) flows.#ofPort.set(id, stance);
      flows.#send(stance, { ports: one.ports });
    }
    for (const { outside, stance } of of.outside) flows.#send(stance, { outside });
    const ports = yield* frontPorts(both.before.graph, of.known);
    flows.fronts = ports.length;
    for (const port of ports) {
      yield;
      flows.#regard(port);
    }
    return flows;
  }

  #send(stance: Stance, sender: Sender): void {
    const known = this.#senders.get(stance);
    if (known === undefined) this.#senders.set(stance, [sender]);
    else known.push(sender);
  }

  #regard(port: FrontPort): void {
    // What stood behind it would be gone with all that led to it.
    if (port.behind.every(({ address }) => isGoneAt(this.both.after, address))) return;
    const stances = this.#stancesInPlay(port);
    if (stances.length > 0) this.#inPlay.push({ port, stances });
    for (const stance of stances) this.count += this.#senders.get(stance)?.length ?? 0;
  }

  /** Flows made one by one; null is a step without one. */
  *all(): Iterable<FrontFlow | null> {
    for (const { port, stances } of this.#inPlay) {
      yield null;
      const members = this.#membersOf(port);
      for (const stance of stances)
        for (const sender of this.#senders.get(stance) ?? []) yield* this.#flowsOf(sender, port, members);
    }
  }

  /** Fronts with members that stand alike are in play for the same senders. */
  #stancesInPlay({ front, traffic, behind }: FrontPort): readonly Stance[] {
    const { stances } = this.of;
    const outer: Way[] =
      front.by === 'load-balancer'
        ? [{ stance: stances.ofEnd({ address: front.address, called: front.name, ports: [] }), traffic, seen: null }]
        : [];
    const ways = [...outer, ...behind.flatMap((one) => this.#waysTo(one, traffic))];
    const key = [...new Set(ways.map((way) => `${way.stance} ${way.seen} ${way.traffic.protocol} ${way.traffic.port}`))]
      .sort()
      .join('\n');
    let found = this.#like.get(key);
    if (found === undefined) {
      found = [...this.#senders.keys()].filter((from) =>
        ways.some((way) => stances.mayChange(way.seen ?? from, way.stance, way.traffic)),
      );
      this.#like.set(key, found);
    }
    return found;
  }

  #waysTo({ address, port, source }: Behind, traffic: Traffic): readonly Way[] {
    const { stances } = this.of;
    const inner = { ...traffic, port: port === 'asked' ? traffic.port : port === 'unknown' ? null : port };
    const seen = source === 'kept' ? null : stances.ofEnd({ address: null, called: '', ports: [] });
    const member = this.of.known.end({ type: 'address', address });
    if (member.type !== 'host') return [];
    const { hidden } = member;
    const standing =
      member.ports.length === 0
        ? [stances.ofEnd({ address, called: member.name, ports: [], ...(hidden === undefined ? {} : { hidden }) })]
        : member.ports.flatMap(({ id }) => this.#ofPort.get(id) ?? []);
    return standing.map((stance) => ({ stance, traffic: inner, seen }));
  }

  #membersOf({ behind }: FrontPort): readonly GraphNode[] {
    return behind.flatMap(({ address }) => {
      const member = this.of.known.end({ type: 'address', address });
      return member.type === 'host' ? member.ports : [];
    });
  }

  /** What a member sends to its own front may come back to itself: members stand for themselves. */
  *#flowsOf(sender: Sender, port: FrontPort, members: readonly GraphNode[]): Iterable<FrontFlow> {
    const { front, traffic } = port;
    const to = { end: { type: 'front', front } as const, endpoint: { type: 'object', id: front.node.id } as const };
    if ('outside' in sender) {
      const { outside } = sender;
      const endpoints = { from: outside.endpoint, to: to.endpoint };
      const key = `${front.node.id} ${outside.name}`;
      yield { from: { type: 'outside', outside }, to: to.end, traffic, endpoints, key, weight: 1 };
      return;
    }
    const own = sender.ports.filter((one) => members.includes(one));
    const isSplit = own.length > 0 && own.length < sender.ports.length;
    const parts = isSplit ? [own, sender.ports.filter((one) => !own.includes(one))] : [sender.ports];
    for (const [at, ports] of parts.entries()) {
      const [first] = ports;
      if (first === undefined) continue;
      const endpoints = { from: { type: 'object', id: first.id } as const, to: to.endpoint };
      const key = `${front.node.id} ${members.includes(first) ? first.id : ''} ${this.#keyOf(first, port, members)}`;
      yield { from: { type: 'ports', ports }, to: to.end, traffic, endpoints, key, weight: at === 0 ? 1 : 0 };
    }
  }

  /** By the rules that mean the sender: at its own port towards the front or the members, and at those where they see it. */
  #keyOf(port: GraphNode, { front, behind }: FrontPort, members: readonly GraphNode[]): string {
    const { keys } = this.of;
    const seen = front.by === 'cluster-node' || behind.some(({ source }) => source === 'kept');
    const shown = { address: front.address, called: front.name, ports: [] };
    return [
      front.by === 'load-balancer' ? keys.ofEnd(port, 'source', shown) : '',
      ...(seen ? members.map((member) => keys.ofPorts(port, member)) : []),
      // Members that are no ports tell senders by nothing but rules at these.
      ...(front.by === 'cluster-node'
        ? behind.map(({ address }) => keys.ofEnd(port, 'source', { address, called: address, ports: [] }))
        : []),
    ].join('\n');
  }
}

type Sender = { readonly ports: readonly GraphNode[] } | Pick<StandingOutside, 'outside'>;

interface Asked {
  readonly standings: readonly StandingClass[];
  readonly stances: Stances;
  readonly outside: readonly StandingOutside[];
  readonly known: KnownEnds;
  readonly keys: PairKeys;
}
