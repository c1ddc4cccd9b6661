import type { GraphNode, NodeId } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { Both } from './both';
import { type Endpoint, resolveEndpoint } from './endpoints';
import { type FrontPort, frontPorts } from './front-ports';
import type { StandingOutside } from './outside-ends';
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
  readonly #ofPort = new Map<NodeId, Stance>();
  readonly #senders = new Map<Stance, Iterable<Sender>>();
  readonly #inPlay = new Map<string, readonly Stance[]>();

  constructor(
    private readonly both: Both,
    private readonly of: {
      readonly standings: readonly StandingClass[];
      readonly stances: Stances;
      readonly outside: readonly StandingOutside[];
    },
  ) {}

  /** Flows made one by one; null is a step without one. */
  *all(): Steps<Iterable<FrontFlow | null>> {
    const senders = new Map<Stance, Sender[]>();
    const note = (stance: Stance, sender: Sender): void => {
      const known = senders.get(stance);
      if (known === undefined) senders.set(stance, [sender]);
      else known.push(sender);
    };
    for (const [index, { one, stance }] of this.of.standings.entries()) {
      if (index % STRIDE === 0) yield;
      for (const { id } of one.ports) this.#ofPort.set(id, stance);
      note(stance, { ports: one.ports });
    }
    for (const { outside, stance } of this.of.outside) note(stance, { outside });
    for (const [stance, some] of senders) this.#senders.set(stance, some);
    const ports = yield* frontPorts(this.both.before.graph);
    this.fronts = ports.length;
    return this.#flows(ports);
  }

  *#flows(ports: readonly FrontPort[]): Iterable<FrontFlow | null> {
    for (const port of ports) {
      yield null;
      // What stood behind it would be gone with all that led to it.
      if (port.behind.every(({ address }) => isGoneAt(this.both.after, address))) continue;
      const stances = this.#stancesInPlay(port);
      const members = stances.length === 0 ? null : this.#membersOf(port);
      for (const stance of stances)
        for (const sender of this.#senders.get(stance) ?? []) yield* flowsOf(sender, port, members ?? new Set());
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
    let found = this.#inPlay.get(key);
    if (found === undefined) {
      found = [...this.#senders.keys()].filter((from) =>
        ways.some((way) => stances.mayChange(way.seen ?? from, way.stance, way.traffic)),
      );
      this.#inPlay.set(key, found);
    }
    return found;
  }

  #waysTo({ address, port, source }: Behind, traffic: Traffic): readonly Way[] {
    const { stances } = this.of;
    const inner = { ...traffic, port: port === 'asked' ? traffic.port : port === 'unknown' ? null : port };
    const seen = source === 'kept' ? null : stances.ofEnd({ address: null, called: '', ports: [] });
    const member = resolveEndpoint(this.both.before.graph, { type: 'address', address });
    if (member.type !== 'host') return [];
    const { hidden } = member;
    const standing =
      member.ports.length === 0
        ? [stances.ofEnd({ address, called: member.name, ports: [], ...(hidden === undefined ? {} : { hidden }) })]
        : member.ports.flatMap(({ id }) => this.#ofPort.get(id) ?? []);
    return standing.map((stance) => ({ stance, traffic: inner, seen }));
  }

  #membersOf({ behind }: FrontPort): ReadonlySet<NodeId> {
    const ports = behind.flatMap(({ address }) => {
      const member = resolveEndpoint(this.both.before.graph, { type: 'address', address });
      return member.type === 'host' ? member.ports : [];
    });
    return new Set(ports.map(({ id }) => id));
  }
}

type Sender = { readonly ports: readonly GraphNode[] } | Pick<StandingOutside, 'outside'>;

/** What a member sends to its own front may come back to itself: members stand for themselves. */
function* flowsOf(sender: Sender, { front, traffic }: FrontPort, members: ReadonlySet<NodeId>): Iterable<FrontFlow> {
  const to = { end: { type: 'front', front } as const, endpoint: { type: 'object', id: front.node.id } as const };
  const flow = (from: ComparedEnd, endpoint: Endpoint): FrontFlow => ({
    from,
    to: to.end,
    traffic,
    endpoints: { from: endpoint, to: to.endpoint },
  });
  if ('outside' in sender) {
    yield flow({ type: 'outside', outside: sender.outside }, sender.outside.endpoint);
    return;
  }
  const { ports } = sender;
  const own = ports.filter(({ id }) => members.has(id));
  const parts =
    own.length === 0 || own.length === ports.length ? [ports] : [own, ports.filter((one) => !own.includes(one))];
  for (const part of parts) {
    const [port] = part;
    if (port !== undefined) yield flow({ type: 'ports', ports: part }, { type: 'object', id: port.id });
  }
}
