import { describe, expect, it } from 'vitest';
import type { GraphQueries, ObjectChange } from '@/lib/model';
import { upsert, nsxRaw } from '@/tests/support/builders';
import {
  addressGroup,
  defaultRule,
  firewallGraph,
  groupPath,
  pod,
  podId,
  policy,
  rawGroup,
  tagGroup,
} from '@/tests/support/firewall';
import { liveWorld, reach, type Verdict } from './reach';
import { PROTOCOLS, trafficOf } from './traffic';

const PODS = [
  pod('a', '10.0.0.1', { app: 'a' }),
  pod('b', '10.0.0.2', { app: 'b' }),
  tagGroup('A', 'app|a'),
  tagGroup('B', 'app|b'),
];
const [A, B] = [groupPath('A'), groupPath('B')];
const TO_B = { source_groups: [A], destination_groups: [B] };

function ask(
  graph: GraphQueries,
  more: { readonly protocol?: number; readonly port?: number; readonly from?: string; readonly to?: string } = {},
): Verdict {
  const { protocol = PROTOCOLS.tcp, port = 80, from = 'a', to = 'b' } = more;
  const end = (name: string) =>
    name === 'outside'
      ? ({ type: 'outside' } as const)
      : /^[\d:]/.test(name)
        ? ({ type: 'address', address: name } as const)
        : ({ type: 'object', id: podId(name) } as const);
  const sent =
    protocol === PROTOCOLS.tcp || protocol === PROTOCOLS.udp ? trafficOf(protocol, port) : trafficOf(protocol);
  return reach(liveWorld(graph), { from: end(from), to: end(to), traffic: sent });
}

const deciders = ({ legs }: Verdict) =>
  legs.map(({ source, destination }) => [source.rule?.node.name ?? null, destination.rule?.node.name ?? null]);

describe('the order of evaluation', () => {
  it('lets nothing arrive that its source rejects, whatever the destination would do', () => {
    const both = policy(
      'both',
      {},
      { rule: 'out', action: 'REJECT', direction: 'OUT' },
      { rule: 'in', action: 'DROP', direction: 'IN' },
    );
    expect(ask(firewallGraph(...PODS, both, defaultRule()))).toMatchObject({
      outcome: 'rejected',
      because: expect.stringMatching(/at the source: rule out/),
    });
  });

  it('takes categories in their order, whatever the sequence numbers', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('app', { sequence_number: 1 }, { rule: 'allow', action: 'ALLOW' }),
      policy('infra', { category: 'Infrastructure', sequence_number: 900 }, { rule: 'drop', action: 'DROP', ...TO_B }),
      defaultRule(),
    );
    expect(ask(graph)).toMatchObject({ outcome: 'dropped' });
    expect(deciders(ask(graph))).toEqual([['drop', 'drop']]);
  });

  it('takes policies by sequence number across all domains, then rules by theirs', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('late', { sequence_number: 20 }, { rule: 'drop', action: 'DROP' }),
      policy(
        'early',
        { sequence_number: 10, domain: 'k8s' },
        { rule: 'second', action: 'DROP', sequence_number: 2 },
        { rule: 'first', action: 'ALLOW', sequence_number: 1 },
      ),
    );
    expect(deciders(ask(graph))).toEqual([['first', 'first']]);
  });

  it('puts a policy without a category last', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('none', { category: undefined, sequence_number: 0 }, { rule: 'drop', action: 'DROP' }),
      defaultRule(),
    );
    expect(deciders(ask(graph))).toEqual([['default', 'default']]);
  });

  it('goes by the internal sequence number where every policy of the category tells one', () => {
    const tied = (known: boolean) =>
      firewallGraph(
        ...PODS,
        policy(
          'x',
          { sequence_number: 1, ...(known ? { internal_sequence_number: 9 } : {}) },
          { rule: 'allow', action: 'ALLOW' },
        ),
        policy('y', { sequence_number: 2, internal_sequence_number: 3 }, { rule: 'drop', action: 'DROP' }),
      );
    expect(ask(tied(true)).outcome).toBe('dropped');
    expect(ask(tied(false)).outcome).toBe('allowed');
  });

  it('leaves it open which of a Global Manager and the manager itself comes first, where they disagree', () => {
    const global = (action: string, more: object = {}) =>
      policy('g', { root: '/global-infra', sequence_number: 1, ...more }, { rule: 'stretched', action });
    const own = [
      policy('x', { sequence_number: 3 }, { rule: 'one', action: 'ALLOW' }),
      policy('y', { sequence_number: 4 }, { rule: 'two', action: 'DROP' }),
    ].flat();
    const outcome = (...changes: ObjectChange[]) => ask(firewallGraph(...PODS, ...own, ...changes, defaultRule()));
    expect(outcome(...global('DROP'))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/policies .* are of the Global Manager and of this manager, .* not documented/),
    });
    // The order among those of the manager itself holds all the same.
    expect(outcome(...global('ALLOW')).outcome).toBe('allowed');
    expect(outcome(...global('DROP', { category: 'Infrastructure' })).outcome).toBe('dropped');
    expect(ask(firewallGraph(...PODS, global('DROP'), defaultRule())).outcome).toBe('dropped');
    const known = [
      policy('x', { internal_sequence_number: 8 }, { rule: 'one', action: 'ALLOW' }),
      global('DROP', { internal_sequence_number: 7 }),
    ].flat();
    expect(ask(firewallGraph(...PODS, ...known)).outcome).toBe('dropped');
  });

  it('leaves it open when tied policies disagree, and says so; not when they agree', () => {
    const graph = (second: string) =>
      firewallGraph(
        ...PODS,
        policy('x', {}, { rule: 'one', action: 'ALLOW' }),
        policy('y', {}, { rule: 'two', action: second }),
        defaultRule(),
      );
    expect(ask(graph('DROP'))).toMatchObject({ outcome: 'undecidable' });
    expect(ask(graph('DROP')).because).toMatch(/same category and sequence number/);
    expect(ask(graph('ALLOW')).outcome).toBe('allowed');
  });

  it('leaves it open when rules with one sequence number disagree', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'x',
        {},
        { rule: 'one', action: 'ALLOW', sequence_number: 5 },
        { rule: 'two', action: 'REJECT', sequence_number: 5 },
      ),
    );
    expect(ask(graph)).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/same sequence number in one policy/),
    });
  });

  it('skips the rest of Environment on a jump, and lets Application decide', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'env',
        { category: 'Environment', sequence_number: 1 },
        { rule: 'jump', action: 'JUMP_TO_APPLICATION', ...TO_B },
        { rule: 'drop', action: 'DROP' },
      ),
      policy('env2', { category: 'Environment', sequence_number: 2 }, { rule: 'drop2', action: 'DROP' }),
      defaultRule(),
    );
    const verdict = ask(graph);
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.legs[0]?.source.trail.map(({ rule, met }) => [rule.node.name, met])).toEqual([
      ['jump', 'jumped'],
      ['default', 'decided'],
    ]);
    expect(ask(graph, { from: 'b', to: 'a' }).outcome).toBe('dropped');
  });

  it('lets an ALLOW at layer 2 decide nothing, and a DROP there everything', () => {
    const graph = (action: string) =>
      firewallGraph(
        ...PODS,
        policy('l2', { category: 'Ethernet' }, { rule: 'frames', action }),
        policy('x', {}, { rule: 'ip', action: 'DROP' }),
      );
    expect(deciders(ask(graph('ALLOW')))).toEqual([['ip', 'ip']]);
    expect(deciders(ask(graph('DROP')))).toEqual([['frames', 'frames']]);
  });

  it('takes a disabled rule for none, and lists it as such', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'off', action: 'DROP', disabled: true }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph).legs[0]?.source.trail[0]).toMatchObject({ met: 'disabled' });
  });

  it('says that it cannot tell when no rule means the traffic and no default rule was read', () => {
    expect(ask(firewallGraph(...PODS))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/no default rule was read/),
    });
  });

  it('adds none for a connectivity preference of a policy without a scope of its own', () => {
    const all = policy('x', { connectivity_preference: 'ALLOWLIST' });
    expect(ask(firewallGraph(...PODS, all, defaultRule())).outcome).toBe('allowed');
  });

  it('adds the rule of a connectivity preference behind the rules of its policy', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'x',
        { scope: [B], connectivity_preference: 'ALLOWLIST' },
        {
          rule: 'web',
          action: 'ALLOW',
          service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['80'] }],
        },
      ),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph, { port: 81 })).toMatchObject({ outcome: 'dropped' });
  });
});

describe('where a rule acts', () => {
  it('leaves open what becomes of an address that several ports have, where these fare differently', () => {
    const twin = pod('twin', '10.0.0.2', { app: 'twin' });
    const drop = (scope: string) => policy('x', { scope: [scope] }, { rule: 'drop', action: 'DROP' });
    const graph = (scope: string) =>
      firewallGraph(...PODS, twin, tagGroup('T', 'app|twin'), drop(scope), defaultRule());
    for (const scope of [B, groupPath('T')]) {
      expect(ask(graph(scope), { from: 'outside', to: '10.0.0.2' })).toMatchObject({
        outcome: 'undecidable',
        because: expect.stringMatching(/2 segment ports have the address/),
      });
    }
    expect(ask(graph(A), { from: 'outside', to: '10.0.0.2' })).toMatchObject({ outcome: 'allowed' });
  });

  it('checks at both ends, each by the rules applied to its own port', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'let-in', action: 'ALLOW', ...TO_B, scope: [B] }),
      defaultRule('DROP'),
    );
    expect(ask(graph)).toMatchObject({ outcome: 'dropped' });
    expect(deciders(ask(graph))).toEqual([['default', 'let-in']]);
  });

  it('replaces the scope of a rule by that of its policy, even when that of the rule names nobody', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', { scope: [B] }, { rule: 'drop', action: 'DROP', scope: [groupPath('none')] }),
      tagGroup('none', 'no|one'),
      defaultRule(),
    );
    expect(deciders(ask(graph))).toEqual([['default', 'drop']]);
  });

  it('regards the direction', () => {
    const graph = (direction: string) =>
      firewallGraph(...PODS, policy('x', {}, { rule: 'drop', action: 'DROP', direction, ...TO_B }), defaultRule());
    expect(deciders(ask(graph('IN')))).toEqual([['default', 'drop']]);
    expect(deciders(ask(graph('OUT')))).toEqual([['drop', 'default']]);
  });

  it('ignores groups of addresses alone in applied-to', () => {
    const graph = firewallGraph(
      ...PODS,
      addressGroup('nets', '10.0.0.0/24'),
      policy('x', {}, { rule: 'drop', action: 'DROP', scope: [groupPath('nets')] }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
  });

  it('checks nothing at an end outside NSX, nor for ports on the exclude list', () => {
    const list = upsert('exclude-list', { resource_type: 'PolicyExcludeList', members: [A] });
    const rules = policy('x', {}, { rule: 'drop', action: 'DROP', direction: 'OUT' });
    expect(ask(firewallGraph(...PODS, rules, defaultRule()), { from: '192.0.2.9' }).legs[0]?.source.outcome).toBe(
      'unchecked',
    );
    expect(ask(firewallGraph(...PODS, rules, defaultRule())).outcome).toBe('dropped');
    expect(ask(firewallGraph(...PODS, rules, defaultRule(), list))).toMatchObject({ outcome: 'allowed' });
  });
});

describe('sources and destinations', () => {
  it('match by address: networks, ranges and groups of addresses hold a Pod without any tag', () => {
    for (const operand of ['10.0.0.1', '10.0.0.0/31', '10.0.0.0-10.0.0.1', groupPath('nets')]) {
      const graph = firewallGraph(
        ...PODS,
        addressGroup('nets', '10.0.0.1'),
        policy('x', {}, { rule: 'drop', action: 'DROP', source_groups: [operand] }),
        defaultRule(),
      );
      expect([operand, ask(graph).outcome, ask(graph, { from: 'b', to: 'a' }).outcome]).toEqual([
        operand,
        'dropped',
        'allowed',
      ]);
    }
  });

  it('mean everything but the union when excluded, addresses outside NSX included', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'drop', action: 'DROP', source_groups: [A], sources_excluded: true }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph, { from: '192.0.2.9' }).outcome).toBe('dropped');
    expect(ask(graph, { from: 'b', to: 'a' }).outcome).toBe('dropped');
  });

  it('do not hold a port that has no address yet', () => {
    const graph = firewallGraph(...PODS, pod('c', null, { app: 'a' }), defaultRule());
    expect(ask(graph, { from: 'c' })).toMatchObject({ outcome: 'no-path', because: 'c has no address yet' });
  });

  it('leave it open when a group cannot be evaluated here, unless it makes no difference', () => {
    const machines = rawGroup('vms', [
      { resource_type: 'Condition', member_type: 'VirtualMachine', key: 'Tag', operator: 'EQUALS', value: 'x|y' },
    ]);
    const graph = (action: string) =>
      firewallGraph(
        ...PODS,
        machines,
        policy('x', {}, { rule: 'vms', action, source_groups: [groupPath('vms')] }),
        defaultRule(),
      );
    expect(ask(graph('DROP'))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/VirtualMachine/),
    });
    expect(ask(graph('ALLOW')).outcome).toBe('allowed');
  });

  it('leave it open when a group was not read, in applied-to as well', () => {
    for (const more of [{ source_groups: [groupPath('gone')] }, { scope: [groupPath('gone')] }]) {
      const graph = firewallGraph(...PODS, policy('x', {}, { rule: 'drop', action: 'DROP', ...more }), defaultRule());
      expect(ask(graph)).toMatchObject({ outcome: 'undecidable', because: expect.stringMatching(/has not been read/) });
    }
  });
});

describe('services', () => {
  const entry = (type: string, fields: object) => ({ resource_type: type, ...fields });
  const only = (entries: readonly unknown[], more: object = {}) =>
    firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'drop', action: 'DROP', service_entries: entries, ...more }),
      defaultRule(),
    );

  it('of ANY beside entries of the rule mean the entries alone', () => {
    const graph = only([
      entry('L4PortSetServiceEntry', { l4_protocol: 'TCP', destination_ports: ['80', '8000-8080'] }),
    ]);
    const outcomes = [80, 8040, 81].map((port) => ask(graph, { port }).outcome);
    expect(outcomes).toEqual(['dropped', 'dropped', 'allowed']);
    expect(ask(graph, { protocol: PROTOCOLS.udp }).outcome).toBe('allowed');
  });

  it('without ports mean all ports, and ICMP without a type all types', () => {
    expect(ask(only([entry('L4PortSetServiceEntry', { l4_protocol: 'TCP' })]), { port: 5 }).outcome).toBe('dropped');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv4' })]), { protocol: PROTOCOLS.icmp }).outcome,
    ).toBe('dropped');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv4', icmp_type: 0 })]), { protocol: PROTOCOLS.icmp })
        .outcome,
    ).toBe('allowed');
    expect(
      ask(only([entry('ICMPTypeServiceEntry', { protocol: 'ICMPv6' })]), { protocol: PROTOCOLS.icmp }).outcome,
    ).toBe('allowed');
  });

  it('know IP protocols by number, IGMP, application gateways by their port, and frames not at all', () => {
    expect(ask(only([entry('IPProtocolServiceEntry', { protocol_number: 132 })]), { protocol: 132 }).outcome).toBe(
      'dropped',
    );
    expect(ask(only([entry('IGMPTypeServiceEntry', {})]), { protocol: 2 }).outcome).toBe('dropped');
    expect(
      ask(only([entry('ALGTypeServiceEntry', { alg: 'FTP', destination_ports: ['21'] })]), { port: 21 }).outcome,
    ).toBe('dropped');
    expect(ask(only([entry('EtherTypeServiceEntry', { ether_type: 2048 })])).outcome).toBe('allowed');
  });

  it('may nest others, in a circle too', () => {
    const service = (id: string, entries: readonly unknown[]) =>
      upsert('nsx-service', nsxRaw('Service', `/infra/services/${id}`, { service_entries: entries }));
    const nested = (id: string) => entry('NestedServiceServiceEntry', { nested_service_path: `/infra/services/${id}` });
    const graph = firewallGraph(
      ...PODS,
      service('outer', [nested('inner')]),
      service('inner', [
        nested('outer'),
        entry('L4PortSetServiceEntry', { l4_protocol: 'UDP', destination_ports: ['53'] }),
      ]),
      policy('x', {}, { rule: 'drop', action: 'DROP', services: ['/infra/services/outer'] }),
      defaultRule(),
    );
    expect(ask(graph, { protocol: PROTOCOLS.udp, port: 53 }).outcome).toBe('dropped');
    expect(ask(graph, { protocol: PROTOCOLS.udp, port: 54 }).outcome).toBe('allowed');
  });

  it('that ask for source ports, are unheard of or not read leave it open', () => {
    const asked = { l4_protocol: 'TCP', destination_ports: ['80'], source_ports: ['1024'] };
    expect(ask(only([entry('L4PortSetServiceEntry', asked)]))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/source ports/),
    });
    expect(ask(only([entry('QuantumServiceEntry', {})])).outcome).toBe('undecidable');
    expect(ask(only([], { services: ['/infra/services/gone'] }))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/services\/gone has not been read/),
    });
  });

  it('of IPv6 alone decide no IPv4 flow', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'six', action: 'DROP', ip_protocol: 'IPV6' }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
  });

  it('with a context profile leave it open: layer 7 shows only when traffic flows', () => {
    const graph = only([], { profiles: ['/infra/context-profiles/ssl'] });
    expect(ask(graph)).toMatchObject({ outcome: 'undecidable', because: expect.stringMatching(/layer 7/) });
  });
});
