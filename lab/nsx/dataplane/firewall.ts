import { GroupEvaluator } from '../groups/evaluate';
import { asTexts } from '../json';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { AddressSet } from './address-set';
import { AppliedTo, type Side } from './applied';
import type { Packet } from './flow';
import type { PortIndex } from './ports';
import { type OrderedRule, orderedRules } from './rules';
import { ServiceBook, type ServiceTest } from './services';

/** What one port did with a packet, and why. */
export interface Check {
  readonly port: string;
  readonly side: Side;
  readonly action: 'ALLOW' | 'DROP' | 'REJECT';
  readonly reason: 'rule' | 'connectivity-preference' | 'excluded' | 'firewall-off' | 'no-rule';
  /** The rule that decided; absent when none did. */
  readonly decided: OrderedRule | undefined;
  /** The rule that jumped to category Application before that. */
  readonly jumped: OrderedRule | undefined;
}

interface Tests {
  readonly source: (packet: Packet) => boolean;
  readonly destination: (packet: Packet) => boolean;
  readonly service: ServiceTest;
}

/** An address nobody knows is in no set, and so in everything but it. */
function addressTest(set: AddressSet | undefined, excluded: boolean): (address: string | undefined) => boolean {
  if (set === undefined) return () => !excluded;
  return (address) => (address !== undefined && set.has(address)) !== excluded;
}

/** The distributed firewall of one moment: its rules, its groups, the ports it stands at. */
export class Firewall {
  readonly #ports: PortIndex;
  readonly #groups: GroupEvaluator;
  readonly #services: ServiceBook;
  readonly #applied: AppliedTo;
  readonly #tests = new Map<OrderedRule, Tests>();
  readonly #sets = new Map<string, AddressSet>();
  readonly #isOff: boolean;
  readonly #exempt: readonly string[];

  constructor(state: ManagerState, ports: PortIndex) {
    this.#ports = ports;
    this.#groups = new GroupEvaluator(state.membership);
    this.#services = new ServiceBook(state.tree);
    this.#applied = new AppliedTo(orderedRules(state.tree), this.#groups);
    this.#isOff = state.tree.live('/infra/settings/firewall/security')?.body.enable_firewall === false;
    this.#exempt = asTexts(state.tree.live('/infra/settings/firewall/security/exclude-list')?.body.members);
  }

  /** What a port does with a packet: the first rule that matches decides. */
  check(port: StoredObject, side: Side, packet: Packet): Check {
    const at = { port: port.path, side, decided: undefined, jumped: undefined };
    if (this.#isOff) return { ...at, action: 'ALLOW', reason: 'firewall-off' };
    if (this.#applied.isAmong(port, this.#exempt)) return { ...at, action: 'ALLOW', reason: 'excluded' };
    let jumped: OrderedRule | undefined;
    for (const rule of this.#applied.candidates(port, side)) {
      if (jumped !== undefined && rule.category === 'Environment') continue;
      if (!this.#matches(rule, port, side, packet)) continue;
      if (rule.action === 'JUMP_TO_APPLICATION') {
        // Means something in Environment only; elsewhere it decides nothing.
        if (rule.category === 'Environment') jumped = rule;
        continue;
      }
      const action = rule.action === 'DROP' || rule.action === 'REJECT' ? rule.action : 'ALLOW';
      const reason = rule.path === undefined ? 'connectivity-preference' : 'rule';
      return { ...at, action, reason, decided: rule, jumped };
    }
    return { ...at, action: 'ALLOW', reason: 'no-rule', jumped };
  }

  /** Addresses of a group on the data path. */
  addressesOf(group: string): string[] {
    const members = this.#groups.members(group);
    return [...[...members.ports].flatMap((path) => this.#ports.addressesOf(path)), ...members.addresses];
  }

  #matches(rule: OrderedRule, port: StoredObject, side: Side, packet: Packet): boolean {
    if (rule.body.ip_protocol === (packet.family === 4 ? 'IPV6' : 'IPV4')) return false;
    let tests = this.#tests.get(rule);
    if (tests === undefined) {
      tests = this.#testsOf(rule);
      this.#tests.set(rule, tests);
    }
    // Groups are evaluated only where nothing cheaper says no.
    return (
      tests.service(packet) &&
      this.#applied.holds(rule, port, side) &&
      tests.source(packet) &&
      tests.destination(packet)
    );
  }

  #testsOf({ body }: OrderedRule): Tests {
    const test = (entries: readonly string[], isExcluded: boolean) => {
      let known: ((address: string | undefined) => boolean) | undefined;
      return (address: string | undefined) => {
        known ??= addressTest(this.#setOf(entries), isExcluded);
        return known(address);
      };
    };
    const source = test(asTexts(body.source_groups), body.sources_excluded === true);
    const destination = test(asTexts(body.destination_groups), body.destinations_excluded === true);
    return {
      source: (packet) => source(packet.source),
      destination: (packet) => destination(packet.destination),
      service: this.#services.testOf(body),
    };
  }

  /** The union of groups and literal addresses; undefined for ANY. */
  #setOf(entries: readonly string[]): AddressSet | undefined {
    if (entries.length === 0 || entries.some((entry) => entry.toUpperCase() === 'ANY')) return undefined;
    const key = entries.join('\n');
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const set = new AddressSet();
    for (const entry of entries) {
      if (!entry.startsWith('/')) set.add(entry);
      else for (const address of this.addressesOf(entry)) set.add(address);
    }
    this.#sets.set(key, set);
    return set;
  }
}
