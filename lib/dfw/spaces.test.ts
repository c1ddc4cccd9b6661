import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { NSX, nsxRaw, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, pod, policy } from '@/tests/support/firewall';
import { sortIntoClasses } from './classes';
import { describeRule } from './describe-rule';
import { liveState } from './live-state';
import { evaluateGroup } from './members';
import { liveWorld, reach } from './reach';
import { ruleBook } from './rule-book';
import { rulesSeenBy } from './rules';
import { trafficOf } from './traffic';
import { inOneGo } from '../steps';

const PROJECT = '/orgs/default/projects/p';
const vpc = (name: string): string => `${PROJECT}/vpcs/${name}`;
const SHOP = vpc('shop');
const BANK = vpc('bank');

/** A port in a VPC, as nsx-operator makes it. */
const port = (path: string, address: string, ...labels: string[]): ObjectChange[] => [
  upsert('segment', nsxRaw('VpcSubnet', `${path}/subnets/s`, { ip_addresses: ['10.0.0.0/8'] })),
  upsert(
    'segment-port',
    nsxRaw('VpcSubnetPort', `${path}/subnets/s/ports/${address}`, {
      address_bindings: [{ ip_address: address }],
      tags: labels.map((tag) => ({ scope: 'app', tag })),
    }),
  ),
];

function section(path: string, fields: object, ...rules: readonly object[]): ObjectChange[] {
  const at = path.includes('/vpcs/') || path.includes('/domains/') ? path : `${path}/infra/domains/default`;
  const id = 'is_default' in fields ? 'default-layer3-section' : 'own';
  const base = `${at}/security-policies/${id}`;
  return [
    upsert(
      'security-policy',
      nsxRaw('SecurityPolicy', base, { category: 'Application', sequence_number: 10, ...fields }),
    ),
    ...rules.map((rule, at) =>
      upsert(
        'rule',
        nsxRaw('Rule', `${base}/rules/${id}-${at}`, { action: 'DROP', scope: ['ANY'], sequence_number: at, ...rule }),
      ),
    ),
  ];
}

const DEFAULT = { is_default: true, sequence_number: 2_147_483_647 };
const ENDS = [
  port(SHOP, '10.1.0.1', 'web'),
  port(SHOP, '10.1.0.2', 'web'),
  port(BANK, '10.2.0.1', 'web'),
  pod('a', '10.3.0.1', { app: 'web' }),
  pod('b', '10.3.0.2', { app: 'web' }),
];

const graphOf = (...changes: readonly (readonly ObjectChange[])[]) => firewallGraph(...ENDS, ...changes);
const ask = (graph: ReturnType<typeof graphOf>, from: string, to: string): string =>
  reach(liveWorld(graph), {
    from: { type: 'address', address: from },
    to: { type: 'address', address: to },
    traffic: trafficOf(6, 80),
  }).outcome;

describe('rules of a VPC or project', () => {
  const everywhere = graphOf(section(SHOP, {}, {}), defaultRule());

  it('guard nothing outside it, although they are applied everywhere', () => {
    expect(ask(everywhere, '10.1.0.1', '10.1.0.2')).toBe('dropped');
    expect(ask(everywhere, '10.2.0.1', '10.3.0.1')).toBe('allowed');
    expect(ask(everywhere, '10.3.0.1', '10.3.0.2')).toBe('allowed');
    expect(ask(everywhere, '10.3.0.1', '10.1.0.1')).toBe('dropped');
  });

  it('guard all VPCs of a project, and nothing of the default space', () => {
    const graph = graphOf(section(PROJECT, {}, {}), defaultRule());
    expect(ask(graph, '10.1.0.1', '10.2.0.1')).toBe('dropped');
    expect(ask(graph, '10.3.0.1', '10.3.0.2')).toBe('allowed');
  });

  it('are seen by the ports inside alone', () => {
    const seen = (key: string) => {
      const node = everywhere.node(nodeId(NSX, 'segment-port', key));
      return node === undefined ? null : rulesSeenBy(everywhere, node).map((rule) => rule.node.name);
    };
    expect(seen(`${SHOP}/subnets/s/ports/10.1.0.1`)).toEqual(['own-0', 'default']);
    expect(seen(`${BANK}/subnets/s/ports/10.2.0.1`)).toEqual(['default']);
  });

  it('are shown as applied to it', () => {
    const vpcs = [upsert('project', nsxRaw('Project', PROJECT)), upsert('vpc', nsxRaw('Vpc', SHOP))];
    const graph = graphOf(vpcs, section(SHOP, {}, {}), section(PROJECT, {}, {}), defaultRule());
    const shown = inOneGo(ruleBook(graph)).rules.map(({ rule }) =>
      describeRule(graph, rule).appliedTo.map(({ name, id }) => [name, id !== null]),
    );
    expect(shown).toEqual([[['p', true]], [['shop', true]], []]);
  });

  it('tell classes apart', () => {
    const state = liveState(everywhere, NSX);
    const classes = inOneGo(sortIntoClasses(everywhere, () => state, state.ports()));
    expect(classes.map(({ ports }) => ports.length).sort()).toEqual([2, 3]);
  });

  it('shadow nothing of another VPC', () => {
    const graph = graphOf(section(SHOP, { sequence_number: 1 }, {}), section(BANK, { sequence_number: 2 }, {}, {}));
    const behind = inOneGo(ruleBook(graph)).rules.map(({ rule, behind: by }) => [
      rule.node.key,
      by?.rule.node.key ?? null,
    ]);
    const [first, second] = [0, 1].map((at) => `${BANK}/security-policies/own/rules/own-${at}`);
    expect(behind.filter(([, by]) => by !== null)).toEqual([[second, first]]);
  });
});

describe('the order of spaces', () => {
  it('takes the default space, then the project, then the VPC in a category, whatever their sequence numbers', () => {
    const infra = (action: string) => policy('infra', { sequence_number: 900 }, { rule: 'r', action });
    const project = (action: string) => section(PROJECT, { sequence_number: 500 }, { action });
    const own = section(SHOP, { sequence_number: 1 }, { action: 'REJECT' });
    const outcome = (...changes: ObjectChange[][]) => ask(graphOf(...changes, defaultRule()), '10.1.0.1', '10.1.0.2');
    expect(outcome(own)).toBe('rejected');
    expect(outcome(own, project('DROP'))).toBe('dropped');
    expect(outcome(own, project('DROP'), infra('ALLOW'))).toBe('allowed');
  });

  it('asks default sections last, that of the default space after those of projects and VPCs', () => {
    const shut = section(SHOP, DEFAULT, { direction: 'IN' });
    const open = policy('default-layer3-section', DEFAULT, { rule: 'default', action: 'ALLOW' });
    expect(ask(graphOf(shut, open), '10.3.0.1', '10.1.0.1')).toBe('dropped');
    expect(ask(graphOf(shut, open), '10.1.0.1', '10.3.0.1')).toBe('allowed');
    const own = section(SHOP, { sequence_number: 999_999 }, { action: 'ALLOW' });
    expect(ask(graphOf(shut, open, own), '10.3.0.1', '10.1.0.1')).toBe('allowed');
  });

  it('puts a default section last even if no number says so', () => {
    const first = policy('default-layer3-section', { sequence_number: undefined }, { rule: 'default', action: 'DROP' });
    const own = policy('own', { sequence_number: 7 }, { rule: 'allow', action: 'ALLOW' });
    expect(ask(graphOf(first, own), '10.3.0.1', '10.3.0.2')).toBe('allowed');
  });

  it('leaves it open which default section of project and VPC comes first', () => {
    const sections = [section(PROJECT, DEFAULT, {}), section(SHOP, DEFAULT, { action: 'ALLOW' }), defaultRule()];
    expect(ask(graphOf(...sections), '10.1.0.1', '10.1.0.2')).toBe('undecidable');
  });
});

describe('groups', () => {
  const group = (path: string, member: string): ObjectChange[] => [
    upsert(
      'group',
      nsxRaw('Group', `${path}/groups/web`, {
        expression: [
          { resource_type: 'Condition', member_type: member, key: 'Tag', operator: 'EQUALS', value: 'app|web' },
        ],
      }),
    ),
  ];

  it.each([
    ['a VPC', SHOP, 'VpcSubnetPort', ['10.1.0.1', '10.1.0.2']],
    ['a project', `${PROJECT}/infra/domains/default`, 'VpcSubnetPort', ['10.1.0.1', '10.1.0.2', '10.2.0.1']],
    ['the default space', '/infra/domains/default', 'VpcSubnetPort', ['10.1.0.1', '10.1.0.2', '10.2.0.1']],
    ['the default space', '/infra/domains/default', 'SegmentPort', ['port_a', 'port_b']],
  ])('of %s hold what is within that', (_name, path, type, members) => {
    const graph = graphOf(group(path, type));
    const found = inOneGo(evaluateGroup(graph, nodeId(NSX, 'group', `${path}/groups/web`)));
    const names = found?.state === 'evaluated' ? found.members.map(({ port: { name } }) => name) : [];
    expect([...names].sort()).toEqual(members);
  });

  it('that ask for the same in two VPCs do not share their members', () => {
    const graph = graphOf(group(SHOP, 'VpcSubnetPort'), group(BANK, 'VpcSubnetPort'));
    const count = (path: string) => graph.criteriaOf(nodeId(NSX, 'group', `${path}/groups/web`))?.members.size;
    expect([count(SHOP), count(BANK)]).toEqual([2, 1]);
  });
});
