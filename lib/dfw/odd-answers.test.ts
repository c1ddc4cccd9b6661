import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { nsxRaw, upsert } from '@/tests/support/builders';
import {
  defaultRule,
  firewallGraph,
  groupPath,
  pod,
  podId,
  policy,
  rawGroup,
  tagGroup,
} from '@/tests/support/firewall';
import { liveWorld, reach } from './reach';
import { type Traffic, trafficOf } from './traffic';

const [A, B] = [groupPath('A'), groupPath('B')];
const WEB = trafficOf(6, 80);

function ask(changes: readonly (ObjectChange | readonly ObjectChange[])[], traffic: Traffic = WEB): string {
  const graph = firewallGraph(
    pod('a', '10.0.0.1', { app: 'a' }),
    pod('b', '10.0.0.2', { app: 'b' }),
    tagGroup('A', 'app|a'),
    tagGroup('B', 'app|b'),
    ...changes,
  );
  const verdict = reach(liveWorld(graph), {
    from: { type: 'object', id: podId('a') },
    to: { type: 'object', id: podId('b') },
    traffic,
  });
  return `${verdict.outcome}: ${verdict.because}`;
}

/** One rule that would drop, and the default that allows. */
const dropping = (rule: object, own: Readonly<Record<string, unknown>> = {}): ObjectChange[] => [
  ...policy('x', own, { rule: 'drop', action: 'DROP', ...rule }),
  ...defaultRule(),
];
const allowing = (rule: object): ObjectChange[] => [
  ...policy('x', {}, { rule: 'allow', action: 'ALLOW', ...rule }),
  ...defaultRule('DROP'),
];
const service = (name: string, fields: object): ObjectChange =>
  upsert('nsx-service', nsxRaw('Service', `/infra/services/${name}`, { ...fields }));
const tcp = (more: object) => ({ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', ...more });

describe('a field of a rule that cannot be read', () => {
  it.each([
    ['a list with something else in it', { source_groups: [{ path: A }] }, 'source_groups'],
    ['null in the place of a list', { destination_groups: null }, 'destination_groups'],
    ['a text in the place of a list', { services: '/infra/services/HTTP' }, 'services'],
    ['a text in the place of a truth value', { sources_excluded: 'true' }, 'sources_excluded'],
    ['a direction that is unheard of', { direction: 'BOTH' }, 'direction'],
    ['a scope that is no list', { scope: A }, 'scope'],
    ['whether it is disabled', { disabled: 'no' }, 'disabled'],
  ])('leaves it open what the rule means: %s', (_name, rule, field) => {
    expect(ask(dropping(rule))).toBe(`undecidable: at the source: rule drop: its ${field} cannot be read`);
  });

  it('does not matter where the rest of the rule means somebody else', () => {
    expect(ask(dropping({ source_groups: [B], services: 7 }))).toMatch(/^allowed/);
  });

  it('leaves it open what the rule does when that is the action', () => {
    expect(ask(allowing({ action: undefined }))).toMatch(/^undecidable: .*what it does could not be read/);
    expect(ask(allowing({ action: 'PERMIT' }))).toMatch(/^undecidable: .*what action PERMIT does/);
  });

  it('is no matter of letter case', () => {
    expect(ask(dropping({ action: 'drop', direction: 'in_out', ip_protocol: 'ipv4' }))).toMatch(/^dropped/);
  });

  it('is no matter of numbers that come as texts, and null is not 0', () => {
    const [first, second] = [
      { rule: 'allow', action: 'ALLOW', sequence_number: '9' },
      { rule: 'drop', action: 'DROP', sequence_number: '10' },
    ];
    expect(ask([policy('x', { sequence_number: '5' }, second, first)])).toMatch(/^allowed/);
    expect(ask([policy('x', {}, { ...first, sequence_number: null }, second), defaultRule('DROP')])).toMatch(
      /^undecidable: .*sequence_number cannot be read/,
    );
  });
});

describe('a policy that cannot be told', () => {
  const allowed = policy('y', { sequence_number: 1, category: 'Emergency' }, { rule: 'allow', action: 'ALLOW' });

  it('may stand before all others where it has not been read', () => {
    const [, lost] = policy('lost', {}, { rule: 'drop', action: 'DROP' });
    expect(ask([...allowed, ...(lost === undefined ? [] : [lost])])).toMatch(
      /^undecidable: .*its policy has not been read/,
    );
  });

  it('may stand before all others where its category cannot be read', () => {
    expect(ask([allowed, dropping({}, { category: { name: 'Emergency' } })])).toMatch(
      /^undecidable: .*category of its policy cannot be read/,
    );
  });

  it('leaves it open whether it holds when it has a schedule', () => {
    expect(ask(dropping({}, { scheduler_path: '/infra/firewall-schedulers/nights' }))).toMatch(
      /^undecidable: .*holds at certain times only/,
    );
  });

  it('drops the rest by the strategy that older releases tell', () => {
    const strategy = (word: string) =>
      ask([
        policy('x', { scope: [B], connectivity_strategy: word }, { rule: 'none', action: 'ALLOW', disabled: true }),
        defaultRule(),
      ]);
    expect(strategy('WHITELIST')).toMatch(/^dropped/);
    expect(strategy('NONE')).toMatch(/^allowed/);
  });
});

describe('a service that cannot be read in full', () => {
  it.each([
    ['entries that are none', [null]],
    ['ports that are no list', [tcp({ destination_ports: '80' })]],
    ['ICMP without a version', [{ resource_type: 'ICMPTypeServiceEntry', icmp_type: 8 }]],
    ['a protocol that is unheard of', [tcp({ l4_protocol: 'SCTP', destination_ports: ['80'] })]],
    ['an entry of a type to come', [{ resource_type: 'QuicServiceEntry' }]],
  ])('leaves it open what the rule means: %s', (_name, service_entries) => {
    expect(ask(dropping({ services: ['ANY'], service_entries }))).toMatch(/^undecidable/);
  });

  it('has entries that the answer left out', () => {
    const named = dropping({ services: ['/infra/services/s'] });
    expect(ask([service('s', {}), named])).toMatch(/^undecidable/);
    expect(ask([service('s', { service_entries: [] }), named])).toMatch(/^undecidable/);
    expect(ask([service('s', { service_entries: [tcp({ destination_ports: ['81'] })] }), named])).toMatch(/^allowed/);
  });

  it('takes empty ports for all of them, and an ICMP type of 0 for that alone', () => {
    expect(ask(dropping({ service_entries: [tcp({ destination_ports: [], source_ports: [] })] }))).toMatch(/^dropped/);
    const echoReply = { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 0 };
    expect(ask(dropping({ service_entries: [echoReply] }), trafficOf(1))).toMatch(/^allowed/);
  });
});

describe('a group that cannot be told in full', () => {
  const condition = (more: object) => ({
    resource_type: 'Condition',
    member_type: 'SegmentPort',
    key: 'Tag',
    operator: 'EQUALS',
    value: 'app|b',
    ...more,
  });

  it.each([
    [
      'members are taken out by a list',
      [condition({ exclude: { ip_address_expression: { ip_addresses: ['10.0.0.2'] } } })],
    ],
    ['there is no value', [condition({ value: undefined })]],
    ['the scope is compared in an unheard-of way', [condition({ value: 'x|y', scope_operator: 'CONTAINS' })]],
    ['two negations meet', [condition({ operator: 'NOTEQUALS', scope_operator: 'NOTEQUALS' })]],
    ['an element is none', [null]],
    [
      'a nested expression holds more than conditions',
      [
        {
          resource_type: 'NestedExpression',
          expressions: [condition({}), { resource_type: 'PathExpression', paths: [] }],
        },
      ],
    ],
    ['addresses are no list', [{ resource_type: 'IPAddressExpression', ip_addresses: '10.0.0.2' }]],
    ['a group that it nests has not been read', [{ resource_type: 'PathExpression', paths: [groupPath('elsewhere')] }]],
    ['it asks for virtual machines', [condition({ member_type: 'VirtualMachine' })]],
    ['it asks for a type to come', [condition({ member_type: 'Workload' })]],
  ])('leaves it open who is in it: %s', (_name, expression) => {
    const group = rawGroup('G', expression);
    expect(ask([group, dropping({ destination_groups: [groupPath('G')] })])).toMatch(/^undecidable/);
    expect(ask([group, dropping({ scope: [groupPath('G')] })])).toMatch(/^undecidable/);
  });

  it('holds those whom it holds for sure, whatever else it asks for', () => {
    const group = rawGroup('G', [
      condition({}),
      { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' },
      condition({ member_type: 'VirtualMachine' }),
    ]);
    expect(ask([group, dropping({ destination_groups: [groupPath('G')] })])).toMatch(/^dropped/);
  });

  it('has an expression that is no list', () => {
    const group = upsert('group', nsxRaw('Group', groupPath('G'), { expression: { resource_type: 'Condition' } }));
    expect(ask([group, dropping({ destination_groups: [groupPath('G')] })])).toMatch(/^undecidable/);
  });

  it('brings addresses of groups that it picks by what those carry', () => {
    const listed = upsert(
      'group',
      nsxRaw('Group', groupPath('listed'), {
        tags: [{ scope: 'kind', tag: 'addresses' }],
        expression: [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.2/31'] }],
      }),
    );
    const picking = rawGroup('G', [condition({ member_type: 'Group', value: 'kind|addresses' })]);
    expect(ask([listed, picking, dropping({ destination_groups: [groupPath('G')] })])).toMatch(/^dropped/);
  });
});

describe('applied-to that is no group', () => {
  it('means the ports of a segment', () => {
    expect(ask(dropping({ scope: ['/infra/segments/seg'] }))).toMatch(/^dropped/);
    expect(ask(dropping({ scope: ['/infra/segments/se'] }))).toMatch(/^allowed/);
  });

  it('leaves it open for which ports a gateway stands', () => {
    expect(ask(dropping({ scope: ['/infra/tier-1s/t1'] }))).toMatch(/^undecidable: .*which ports .* is not known/);
  });
});

describe('the exclude list', () => {
  const list = (...members: string[]): ObjectChange =>
    upsert('exclude-list', { resource_type: 'PolicyExcludeList', members });

  it('excludes with a segment, whether or not that has been read', () => {
    expect(ask([dropping({}), list('/infra/segments/seg')])).toMatch(
      /^allowed: the port is on the exclude list \(with seg\)/,
    );
    expect(ask([dropping({}), list('/infra/segments/other')])).toMatch(/^dropped/);
  });

  it('of a Global Manager excludes too, beside that of the manager itself, and does not stand in for it', () => {
    const global = upsert('exclude-list', {
      resource_type: 'PolicyExcludeList',
      path: '/global-infra/settings/firewall/security/exclude-list',
      members: ['/infra/segments/seg'],
    });
    const own = list('/infra/segments/other');
    expect(ask([dropping({}), own, global])).toMatch(/^allowed: the port is on the exclude list \(with seg\)/);
    const { assumed } = reach(liveWorld(firewallGraph(pod('a', '10.0.0.1'), defaultRule(), global)), {
      from: { type: 'object', id: podId('a') },
      to: { type: 'object', id: podId('a') },
      traffic: trafficOf(6, 80),
    });
    expect(assumed).toContainEqual(expect.stringMatching(/exclude list: it has not been read/));
  });

  it('is taken to hold nobody where it has not been read, and every answer says so', () => {
    const assumed = (...changes: ObjectChange[]): readonly string[] =>
      reach(liveWorld(firewallGraph(pod('a', '10.0.0.1'), defaultRule(), changes)), {
        from: { type: 'object', id: podId('a') },
        to: { type: 'outside' },
        traffic: WEB,
      }).assumed;
    const unread = 'That no port of the way is on the exclude list: it has not been read';
    expect(assumed()).toContain(unread);
    expect(assumed(list())).not.toContain(unread);
  });

  it('leaves it open whether a port is excluded by a group that cannot be told', () => {
    expect(ask([dropping({}), list(groupPath('elsewhere'))])).toMatch(
      /^undecidable: .*on the exclude list has not been read/,
    );
    expect(ask([defaultRule(), list(groupPath('elsewhere'))])).toMatch(/^allowed/);
  });
});
