import { describe, expect, it } from 'vitest';
import type { GraphQueries, NodeId, ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { NSX, nsxRaw, remove, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import {
  addressGroup,
  defaultRule,
  firewallGraph,
  groupPath,
  pod,
  podId,
  policy,
  tagGroup,
} from '@/tests/support/firewall';
import type { ListedRule } from '../wire';
import { describeRows, listRules, type RuleQuestion } from './rule-list';

const ALL: RuleQuestion = {
  manager: null,
  text: '',
  categories: [],
  actions: [],
  marks: [],
  about: null,
  address: null,
};

function rowsOf(graph: GraphQueries, question: Partial<RuleQuestion> = {}): readonly ListedRule[] {
  const list = inOneGo(listRules(graph, { ...ALL, ...question }));
  return inOneGo(describeRows(graph, list.rows, { from: 0, count: 1_000 }));
}

const namesOf = (rows: readonly ListedRule[]): readonly string[] => rows.map(({ node }) => node.name);

/** `name: kind by other`, for every mark there is. */
function marksIn(...changes: readonly (ObjectChange | readonly ObjectChange[])[]): readonly string[] {
  const rows = rowsOf(firewallGraph(...changes));
  return rows.flatMap(({ node, marks }) =>
    marks.map(({ kind, by }) => `${node.name}: ${kind}${by === null ? '' : ` by ${by.node.name}`}`),
  );
}

const web = tagGroup('web', 'app|web');
const db = tagGroup('db', 'app|db');
const pods = [pod('w', '10.0.0.1', { app: 'web' }), pod('d', '10.0.0.2', { app: 'db' })];
const service = (name: string, port: string): ObjectChange =>
  upsert(
    'nsx-service',
    nsxRaw('Service', `/infra/services/${name}`, {
      service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: [port] }],
    }),
  );

describe('the table of rules', () => {
  it('tells what NCP made a rule for, and finds the rule by it', () => {
    const graph = firewallGraph(
      upsert('network-policy', { metadata: { uid: 'np', name: 'db-from-web', namespace: 'dev' }, spec: {} }),
      policy(
        'np_np_whitelist',
        { tags: tagsOf({ namespace: 'dev', tags: [{ scope: 'ncp/network_policy_uid', tag: 'np' }] }) },
        { rule: 'ir_np', action: 'ALLOW' },
      ),
      policy('admin', {}, { rule: 'own', action: 'ALLOW' }),
    );
    const purposes = Object.fromEntries(rowsOf(graph).map(({ node, madeFor }) => [node.name, madeFor?.name]));
    expect(purposes).toEqual({ ir_np: 'db-from-web', own: undefined });
    expect(namesOf(rowsOf(graph, { text: 'db-from-web' }))).toEqual(['ir_np']);
  });

  it('is in order of evaluation across domains, with what begins where', () => {
    const graph = firewallGraph(
      defaultRule(),
      policy('late', { sequence_number: 20 }, { rule: 'b', action: 'ALLOW' }, { rule: 'c', action: 'DROP' }),
      policy(
        'early',
        { sequence_number: 10, domain: 'other' },
        { rule: 'a', action: 'ALLOW', source_groups: ['10.9.9.9'] },
      ),
      policy(
        'first',
        { category: 'Emergency', sequence_number: 99 },
        { rule: 'e', action: 'DROP', services: ['/infra/services/x'] },
      ),
    );
    const rows = rowsOf(graph);
    expect(namesOf(rows)).toEqual(['e', 'a', 'b', 'c', 'default']);
    expect(rows.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5]);
    expect(rows.map(({ begins }) => begins)).toEqual(['manager', 'category', 'policy', null, 'policy']);
    expect(namesOf(rowsOf(graph, { categories: ['Emergency'] }))).toEqual(['e']);
    expect(namesOf(rowsOf(graph, { actions: ['DROP'] }))).toEqual(['e', 'c']);
    expect(namesOf(rowsOf(graph, { text: 'LATE b' }))).toEqual(['b']);
  });

  it('tells the rules that a Pod meets, and those that name a group, a service or an address', () => {
    const graph = firewallGraph(
      ...pods,
      web,
      db,
      service('http', '80'),
      policy(
        'p',
        {},
        { rule: 'to web', action: 'ALLOW', destination_groups: [groupPath('web')], services: ['/infra/services/http'] },
        { rule: 'from db', action: 'DROP', source_groups: [groupPath('db')], direction: 'OUT' },
        { rule: 'by address', action: 'ALLOW', source_groups: ['10.0.0.0/31'], destination_groups: [groupPath('db')] },
        { rule: 'elsewhere', action: 'ALLOW', source_groups: [groupPath('db')], scope: [groupPath('db')] },
      ),
    );
    const seen = rowsOf(graph, { about: podId('w') });
    expect(namesOf(seen)).toEqual(['to web', 'by address']);
    expect(seen.map(({ sight }) => sight?.direction)).toEqual(['both', 'out']);
    expect(seen[0]?.sight?.because).toContain('as destination: group web');
    const idOf = (path: string): NodeId | null => graph.byKey(NSX, path)?.id ?? null;
    expect(namesOf(rowsOf(graph, { about: idOf(groupPath('db')) }))).toEqual(['from db', 'by address', 'elsewhere']);
    expect(namesOf(rowsOf(graph, { about: idOf('/infra/services/http') }))).toEqual(['to web']);
    expect(namesOf(rowsOf(graph, { address: '10.0.0.1' }))).toEqual(['to web', 'from db', 'by address', 'elsewhere']);
    expect(namesOf(rowsOf(graph, { address: '10.0.0.1', text: 'from' }))).toEqual(['from db']);
  });
});

describe('marks of rules', () => {
  it('name the earlier rule that decides instead, and by which containment', () => {
    const graph = firewallGraph(
      ...pods,
      web,
      policy(
        'p',
        {},
        { rule: 'wide', action: 'ALLOW', source_groups: ['10.0.0.0/8'], destination_groups: [groupPath('web')] },
        { rule: 'narrow', action: 'DROP', source_groups: ['10.1.0.0/16'], destination_groups: [groupPath('web')] },
        {
          rule: 'again',
          action: 'ALLOW',
          source_groups: ['10.2.0.1'],
          destination_groups: [groupPath('web')],
          direction: 'IN',
        },
        { rule: 'other', action: 'DROP', source_groups: ['11.0.0.0/8'], destination_groups: [groupPath('web')] },
      ),
    );
    const [, narrow, again, other] = rowsOf(graph);
    expect(narrow?.marks).toMatchObject([{ kind: 'shadowed', by: { node: { name: 'wide' }, order: 1 } }]);
    expect(narrow?.marks[0]?.proof).toContain('its sources hold these: 10.1.0.0/16 lies in 10.0.0.0/8');
    expect(again?.marks).toMatchObject([{ kind: 'redundant', by: { node: { name: 'wide' } } }]);
    expect(other?.marks).toEqual([]);
  });

  it('are given for services within services and for groups that ask for the same, never for groups that may differ', () => {
    const same = tagGroup('web-too', 'app|web');
    const rule = (name: string, group: string, services: readonly string[], action = 'DROP') => ({
      rule: name,
      action,
      source_groups: [groupPath(group)],
      services: services.map((one) => `/infra/services/${one}`),
    });
    expect(
      marksIn(
        ...pods,
        web,
        same,
        db,
        service('low', '1-1024'),
        service('http', '80'),
        service('high', '8080'),
        policy(
          'p',
          {},
          rule('wide', 'web', ['low'], 'ALLOW'),
          rule('alike', 'web-too', ['http']),
          rule('other service', 'web', ['high']),
          rule('other group', 'db', ['http']),
          rule('unread', 'web', ['unread']),
        ),
      ),
    ).toEqual(['alike: shadowed by wide']);
  });

  it('tell rules behind one that decides everything, and those in Environment behind a sure jump', () => {
    const jump = { rule: 'jump', action: 'JUMP_TO_APPLICATION' };
    const behind = { rule: 'behind', action: 'DROP', source_groups: ['10.0.0.1'] };
    expect(marksIn(policy('p', { category: 'Environment' }, jump, behind), defaultRule())).toEqual([
      'behind: unreachable by jump',
    ]);
    expect(marksIn(policy('p', {}, { rule: 'all', action: 'DROP' }, behind), defaultRule())).toEqual([
      'behind: unreachable by all',
      'default: unreachable by all',
    ]);
    // A jump before it may lead past the rule that decides everything in Environment.
    const some = { ...jump, source_groups: ['10.0.0.9'] };
    const all = { rule: 'all', action: 'DROP' };
    expect(marksIn(policy('p', { category: 'Environment' }, some, all), defaultRule())).toEqual([]);
  });

  it('are not given where NSX leaves the order open, at certain times only, or behind disabled rules and profiles', () => {
    const all = { rule: 'all', action: 'DROP' };
    const one = { rule: 'one', action: 'ALLOW', source_groups: ['10.0.0.1'] };
    expect(marksIn(policy('a', {}, all), policy('b', {}, one))).toEqual([]);
    expect(marksIn(policy('a', { scheduler_path: '/infra/firewall-schedulers/night' }, all, one))).toEqual([]);
    expect(marksIn(policy('a', {}, { ...all, profiles: ['/infra/context-profiles/tls'] }, one))).toEqual([]);
    expect(marksIn(policy('a', {}, { ...all, disabled: true }, one))).toEqual(['all: disabled']);
    expect(marksIn(policy('a', {}, { ...all, scope: [groupPath('web')] }, one), web, ...pods)).toEqual([]);
    const stretched = policy('g', { root: '/global-infra', sequence_number: 1 }, all);
    expect(marksIn(stretched, policy('a', {}, one))).toEqual([]);
    expect(rowsOf(firewallGraph(...stretched, ...policy('a', {}, one))).map(({ tie }) => tie)).toEqual(
      Array(2).fill(
        'Policies of the Global Manager stand beside those of this manager: which come first is not documented',
      ),
    );
    expect(rowsOf(firewallGraph(...stretched)).map(({ tie }) => tie)).toEqual([null]);
    const tied = { sequence_number: 5 };
    expect(marksIn(policy('a', {}, { ...all, ...tied }, { ...one, ...tied }))).toEqual(['all: order', 'one: order']);
  });

  it('tell rules that name nobody, and say nothing of groups that cannot be fully evaluated', () => {
    const unread = [
      { resource_type: 'Condition', member_type: 'VirtualMachine', key: 'Tag', operator: 'EQUALS', value: 'a|b' },
    ];
    const graph = firewallGraph(
      ...pods,
      web,
      tagGroup('nobody', 'app|nobody'),
      addressGroup('outside', '192.0.2.0/24'),
      upsert('group', nsxRaw('Group', groupPath('machines'), { expression: unread })),
      policy(
        'p',
        {},
        { rule: 'to nobody', action: 'ALLOW', destination_groups: [groupPath('nobody')] },
        { rule: 'to some', action: 'ALLOW', destination_groups: [groupPath('nobody'), groupPath('web')] },
        { rule: 'from addresses', action: 'ALLOW', source_groups: [groupPath('outside')] },
        { rule: 'at addresses', action: 'ALLOW', scope: [groupPath('outside')] },
        { rule: 'to machines', action: 'ALLOW', destination_groups: [groupPath('machines')] },
        { rule: 'all but any', action: 'ALLOW', sources_excluded: true },
        { rule: 'to the unread', action: 'ALLOW', destination_groups: [groupPath('unread')] },
      ),
    );
    const empty = rowsOf(graph, { marks: ['empty'] });
    expect(namesOf(empty)).toEqual(['to nobody', 'at addresses', 'all but any']);
    expect(empty[0]?.marks[0]?.proof).toEqual(['Destination: group nobody without a member by our evaluation']);
    const list = inOneGo(listRules(graph, ALL));
    expect(list.marks.find(({ kind }) => kind === 'empty')?.count).toBe(3);
  });

  it('follow what changes', () => {
    const rules = (disabled: boolean) =>
      policy(
        'a',
        {},
        { rule: 'all', action: 'DROP', disabled },
        { rule: 'one', action: 'ALLOW', source_groups: ['10.0.0.1'] },
      );
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const unreachable = () => namesOf(rowsOf(topology.graph, { marks: ['unreachable'] }));
    topology.apply(rules(true), 1);
    expect(unreachable()).toEqual([]);
    topology.apply(rules(false), 2);
    expect(unreachable()).toEqual(['one']);
    topology.apply([remove('rule', '/infra/domains/default/security-policies/a/rules/all')], 3);
    expect(unreachable()).toEqual([]);
    expect(namesOf(rowsOf(topology.graph))).toEqual(['one']);
  });

  it('follow who is in a group: the last to leave and the first to come', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const empty = () => {
      const list = inOneGo(listRules(topology.graph, { ...ALL, marks: ['empty'] }));
      return inOneGo(describeRows(topology.graph, list.rows, { from: 0, count: 10 })).map(({ node }) => node.name);
    };
    const rule = { rule: 'to web', action: 'ALLOW', destination_groups: [groupPath('web')], scope: [groupPath('web')] };
    topology.apply([...pods.flat(), web, ...policy('p', {}, rule)], 1);
    expect(empty()).toEqual([]);
    topology.apply(pod('w', '10.0.0.1', { app: 'none' }), 2);
    expect(empty()).toEqual(['to web']);
    topology.apply(pod('v', '10.0.0.3', { app: 'web' }), 3);
    expect(empty()).toEqual([]);
    const ports = [...topology.graph.nodesOfKind('segment-port')];
    const last = ports.find(({ tags = [] }) => tags.some(({ scope, tag }) => scope === 'app' && tag === 'web'));
    topology.apply([remove('segment-port', last?.key ?? '')], 4);
    expect(empty()).toEqual(['to web']);
    topology.apply([tagGroup('web', 'app|none')], 5);
    expect(empty()).toEqual([]);
    topology.apply([tagGroup('web', 'app|web')], 6);
    expect(empty()).toEqual(['to web']);
  });
});
