import { asObjects, asText, asTexts } from '../json';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { type Check, Firewall } from './firewall';
import { firstPacket, type FlowQuestion, type Packet, replyTo } from './flow';
import { PortIndex } from './ports';
import { serverFor, serversAt, type Target, targetsOf } from './virtual-servers';

/** What becomes of packets that pass these checks. */
export type Outcome = 'allow' | 'drop' | 'reject';

/** One end of a flow. */
export interface End {
  /** Unknown for a port without realised address. */
  readonly address: string | undefined;
  readonly port: StoredObject | undefined;
}

/** A way from one end to another and the checks on it, the second told even when the first stops the flow; ends outside NSX have none. */
export interface Passage {
  readonly outcome: Outcome;
  readonly from: End;
  readonly to: End;
  readonly out: Check | undefined;
  readonly in: Check | undefined;
  /** Checks of the answer at ports whose deciding rule keeps no state. */
  readonly replies: readonly Check[];
}

/** A pool member that a connection to a virtual server may end at. */
export interface MemberPassage extends Passage {
  readonly target: Target;
}

/** The answer to a question. */
export type Answer =
  | (Passage & { readonly kind: 'port' | 'gateway' | 'outside' })
  | {
      readonly kind: 'virtual-server';
      /** `partial` when some members are reached and others not. */
      readonly outcome: Outcome | 'partial';
      readonly from: End;
      readonly address: string;
      readonly server: string | undefined;
      readonly out: Check | undefined;
      readonly members: readonly MemberPassage[];
    };

const outcomes = { ALLOW: 'allow', DROP: 'drop', REJECT: 'reject' } as const;

function outcomeOf(checks: readonly (Check | undefined)[]): Outcome {
  const blocking = checks.find((check) => check !== undefined && check.action !== 'ALLOW');
  return blocking === undefined ? 'allow' : outcomes[blocking.action];
}

function summary(out: Check | undefined, members: readonly Passage[]): Outcome | 'partial' {
  if (out !== undefined && out.action !== 'ALLOW') return outcomes[out.action];
  const [first] = members;
  // Nobody behind it: the load balancer resets the connection.
  if (first === undefined) return 'reject';
  return members.every(({ outcome }) => outcome === first.outcome) ? first.outcome : 'partial';
}

/** Carries flows over the state of one moment; make a new one when the state has changed. */
export class DataPlane {
  readonly #state: ManagerState;
  readonly #ports: PortIndex;
  readonly #firewall: Firewall;
  #gateways: ReadonlySet<string> | undefined;

  constructor(state: ManagerState) {
    this.#state = state;
    this.#ports = new PortIndex(state);
    this.#firewall = new Firewall(state, this.#ports);
  }

  /** What becomes of a flow; a text when an end is a path where no port is. */
  ask(question: FlowQuestion): Answer | string {
    const from = this.#end(question.from);
    const to = this.#end(question.to);
    if (typeof from === 'string') return `from: ${from}`;
    if (typeof to === 'string') return `to: ${to}`;
    const servers = to.port === undefined && to.address !== undefined ? serversAt(this.#state, to.address) : [];
    if (servers.length > 0) return this.#toServer(question, from, to.address ?? '', servers);
    const passage = this.#passage(from, to, firstPacket(question, from.address, to.address));
    return { ...passage, kind: to.port !== undefined ? 'port' : this.#isGateway(to.address) ? 'gateway' : 'outside' };
  }

  #end(text: string): End | string {
    if (!text.startsWith('/')) return { address: text, port: this.#ports.holderOf(text) };
    const port = this.#ports.at(text);
    return port === undefined ? `no port at '${text}'` : { address: this.#ports.addressesOf(text)[0], port };
  }

  #passage(from: End, to: End, packet: Packet, leaves = true): Passage {
    // What a port sends to itself never leaves it.
    const isInside = leaves && from.port !== undefined && from.port === to.port;
    const departs = leaves && !isInside ? from.port : undefined;
    const out = departs === undefined ? undefined : this.#firewall.check(departs, 'OUT', packet);
    const arrival = !isInside && to.port !== undefined ? this.#firewall.check(to.port, 'IN', packet) : undefined;
    const outcome = outcomeOf([out, arrival]);
    const replies = outcome === 'allow' ? this.#replies(from, to, packet, [arrival, out]) : [];
    return { outcome, from, to, out, in: arrival, replies };
  }

  /** Without state the answer is a flow of its own, at the ports whose rule keeps none. */
  #replies(from: End, to: End, packet: Packet, checks: readonly (Check | undefined)[]): Check[] {
    const answer = replyTo(packet);
    return checks.flatMap((check) => {
      if (check?.decided?.stateful !== false) return [];
      const port = check.side === 'IN' ? to.port : from.port;
      return port === undefined ? [] : [this.#firewall.check(port, check.side === 'IN' ? 'OUT' : 'IN', answer)];
    });
  }

  /** A virtual server translates the destination after the source's port, and mostly the source as well. */
  #toServer(question: FlowQuestion, from: End, address: string, servers: readonly StoredObject[]): Answer {
    const packet = firstPacket(question, from.address, address);
    const out = from.port === undefined ? undefined : this.#firewall.check(from.port, 'OUT', packet);
    const base = { kind: 'virtual-server', from, address, out } as const;
    const isIcmp = packet.icmpType !== undefined;
    const server = serverFor(this.#state, servers, packet);
    // The load balancer answers echo requests itself, and resets what no virtual server takes.
    if (server === undefined)
      return { ...base, server: undefined, members: [], outcome: isIcmp ? outcomeOf([out]) : summary(out, []) };
    const targets = targetsOf(this.#state, server, packet.destinationPort ?? 0, (group) =>
      this.#firewall.addressesOf(group),
    );
    const members = targets.map((target): MemberPassage => {
      const to = { address: target.address, port: this.#ports.holderOf(target.address) };
      // Packets of the load balancer's own address come from no port.
      const source = target.translated === undefined ? from : { address: target.translated.address, port: undefined };
      const arriving = {
        ...packet,
        source: source.address,
        destination: target.address,
        destinationPort: target.port,
      };
      return { ...this.#passage(source, to, arriving, false), target };
    });
    return { ...base, server: server.path, members, outcome: summary(out, members) };
  }

  #isGateway(address: string | undefined): boolean {
    this.#gateways ??= this.#findGateways();
    return address !== undefined && this.#gateways.has(address);
  }

  #findGateways(): Set<string> {
    const found = new Set<string>();
    const add = (cidr: string) => found.add(cidr.slice(0, cidr.indexOf('/')));
    for (const segment of this.#state.tree.ofType('Segment'))
      for (const subnet of asObjects(segment.body.subnets)) add(asText(subnet.gateway_address) ?? '/');
    for (const type of ['Tier0Interface', 'Tier1Interface'])
      for (const face of this.#state.tree.ofType(type))
        for (const subnet of asObjects(face.body.subnets)) for (const ip of asTexts(subnet.ip_addresses)) found.add(ip);
    found.delete('');
    return found;
  }
}
