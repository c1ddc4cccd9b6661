import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { groupSummarySchema, seenRuleSchema } from '@/lib/wire';
import { NSX, nsxRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld, WEB_PATH } from '@/tests/support/story';
import {
  describeGroup as describeWith,
  evaluateGroup,
  GROUP_COLUMNS,
  type GroupQuestion,
  listGroups as listWith,
  rulesSeenBy,
  summarizeGroup,
  surveyGroups,
} from './index';

const WEB = nodeId(NSX, 'group', WEB_PATH);
const PORT = '/infra/segments/seg_development_0/ports/port_front-0';

function graphOf(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return topology.graph;
}

type Graph = ReturnType<typeof graphOf>;
const survey = (graph: Graph) => inOneGo(surveyGroups(graph));
const describeGroup = (graph: Graph, id: Parameters<typeof describeWith>[1]) => describeWith(graph, id, survey(graph));
const listGroups = (graph: Graph, question: Omit<GroupQuestion, 'warned'>) =>
  listWith(graph, { warned: false, ...question }, survey(graph));

const group = (id: string, expression: readonly unknown[]) =>
  upsert('group', nsxRaw('Group', `/infra/domains/default/groups/${id}`, { expression }));
const idOf = (name: string) => nodeId(NSX, 'group', `/infra/domains/default/groups/${name}`);
const condition = (value: string, more: object = {}) => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...more,
});

function members(expression: readonly unknown[]): string[] {
  const found = inOneGo(evaluateGroup(graphOf(group('g', expression)), idOf('g')));
  return found?.state === 'evaluated'
    ? found.members.map(({ port }) => port.key.slice(port.key.lastIndexOf('_') + 1))
    : [];
}

describe('group membership', () => {
  it('matches scope and tag without regard to case', () => {
    expect(members([condition('SecGroup|WEB')])).toEqual(['front-0', 'front-1', 'front-2']);
  });

  it('takes a value without scope under any scope, and a scope without value as any tag of it', () => {
    expect(members([condition('web')])).toHaveLength(3);
    expect(members([condition('|web')])).toHaveLength(3);
    expect(members([condition('app.kubernetes.io/name|')])).toHaveLength(5);
  });

  it('reads LogicalPort as SegmentPort', () => {
    expect(members([condition('secgroup|web', { member_type: 'LogicalPort' })])).toHaveLength(3);
  });

  it('tells ports of VPCs from those of segments', () => {
    const path = '/orgs/default/projects/dev/vpcs/team/subnets/pods/ports/web';
    const port = upsert('segment-port', nsxRaw('VpcSubnetPort', path, { tags: [{ scope: 'secgroup', tag: 'web' }] }));
    const found = (...expression: readonly unknown[]) => {
      const graph = graphOf(group('g', expression), port);
      return [...(graph.criteriaOf(idOf('g'))?.members.keys() ?? [])].map(({ node }) => node.key);
    };
    expect(found(condition('secgroup|web'))).toHaveLength(3);
    expect(found(condition('secgroup|web', { member_type: 'VpcSubnetPort' }))).toEqual([path]);
    expect(found(condition('web', { member_type: 'VpcSubnetPort' }))).toEqual([path]);
    expect(found(condition('web'))).not.toContain(path);
  });

  it('brings all ports of a segment that a segment condition or a path picks', () => {
    expect(members([condition('ncp/project|development', { member_type: 'Segment' })])).toHaveLength(9);
    expect(members([{ resource_type: 'PathExpression', paths: ['/infra/segments/seg_development_0'] }])).toHaveLength(
      9,
    );
  });

  it('takes "not equals" as "no tag equals", cluster node ports included', () => {
    // 9 Pods of development less 3, one of kube-system, one port of a cluster node.
    expect(members([condition('secgroup|web', { operator: 'NOTEQUALS' })])).toHaveLength(8);
  });

  it('needs every condition of a nested expression, and joins operands by OR', () => {
    const nested = {
      resource_type: 'NestedExpression',
      expressions: [
        condition('secgroup|web'),
        { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' },
        condition('ncp/pod|frontend-6cb7-8wkhr'),
      ],
    };
    const or = { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' };
    expect(members([nested])).toEqual(['front-0']);
    expect(members([nested, or, condition('ncp/pod_uid|redis')])).toEqual(['front-0', 'redis']);
  });

  it('follows nested groups, and is not trapped by groups that nest each other', () => {
    const path = (id: string) => ({ resource_type: 'PathExpression', paths: [`/infra/domains/default/groups/${id}`] });
    const or = { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' };
    const graph = graphOf(group('a', [path('b')]), group('b', [path('a'), or, path('Web')]));
    for (const name of ['a', 'b']) {
      const found = inOneGo(evaluateGroup(graph, idOf(name)));
      expect(found?.state === 'evaluated' && found.members.length).toBe(3);
    }
    const gone = '/infra/domains/default/groups/gone';
    const around = graphOf(group('a', [{ resource_type: 'PathExpression', paths: [path('Web').paths[0], gone] }]));
    expect(describeGroup(around, idOf('a'))?.criteria).toMatchObject([
      { words: `Is one of, or lies in: group Web, ${gone}` },
    ]);
  });

  it('says what it cannot evaluate instead of calling the group empty', () => {
    const graph = graphOf(group('vms', [condition('os|linux', { member_type: 'VirtualMachine' })]));
    expect(inOneGo(evaluateGroup(graph, idOf('vms')))).toEqual({
      state: 'not-evaluable',
      reason: 'Not evaluable because members of type VirtualMachine are not read',
    });
    expect(describeGroup(graph, idOf('vms'))?.summary.members).toBeNull();
  });

  it('takes addresses as addresses, not as ports', () => {
    const graph = graphOf(group('nets', [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.6.0/24'] }]));
    expect(inOneGo(evaluateGroup(graph, idOf('nets')))).toEqual({
      state: 'evaluated',
      members: [],
      addresses: ['10.0.6.0/24'],
    });
  });
});

describe('the groups page', () => {
  it('lists groups of administrators first, with criteria in words, members and rules', () => {
    const graph = graphOf();
    const asked = { text: '', ofNsx: true, sort: 'made', down: false } as const;
    const { ids, inScope, ofNsx } = inOneGo(listGroups(graph, asked));
    const groups = ids.map((id) => summarizeGroup(graph, id, survey(graph)));
    expect(groupSummarySchema.array().parse(groups)).toEqual(groups);
    expect(groups[0]).toMatchObject({
      criteria: 'Segment port has tag secgroup = web',
      members: 3,
      rules: 1,
      madeBy: 'admin',
    });
    expect(groups.at(-1)?.madeBy).toBe('nsx');
    expect(inScope).toBe(ids.length);
    expect(inOneGo(listGroups(graph, { ...asked, ofNsx: false })).ids).toHaveLength(ids.length - ofNsx);
  });

  it('finds groups by words of what they are called and ask for, and sorts by any column', () => {
    const graph = graphOf();
    const find = (text: string) => inOneGo(listGroups(graph, { text, ofNsx: true, sort: 'name', down: false })).ids;
    expect(find('secgroup = WEB')).toContain(WEB);
    expect(find('secgroup nowhere')).toEqual([]);
    for (const sort of GROUP_COLUMNS) {
      const up = inOneGo(listGroups(graph, { text: '', ofNsx: true, sort, down: false })).ids;
      const down = inOneGo(listGroups(graph, { text: '', ofNsx: true, sort, down: true })).ids;
      expect([...down].sort()).toEqual([...up].sort());
    }
    const byMembers = inOneGo(listGroups(graph, { text: '', ofNsx: true, sort: 'members', down: true })).ids;
    const members = byMembers.map((id) => graph.criteriaOf(id)?.members.size ?? 0);
    expect(members).toEqual([...members].sort((a, b) => b - a));
  });

  it('tells which rules use a group, and as what', () => {
    expect(describeGroup(graphOf(), WEB)?.usedBy).toMatchObject([
      { as: ['source', 'destination'], action: 'DROP', ruleId: 3012 },
    ]);
  });
});

describe('rules that a port sees', () => {
  const seen = (path: string, ...changes: readonly ObjectChange[]) => {
    const graph = graphOf(...changes);
    const port = graph.byKey(NSX, path);
    if (port === undefined) throw new Error('no such port');
    return rulesSeenBy(graph, port);
  };
  const POLICY = '/infra/domains/pandora/security-policies/p';
  const policy = (fields: Readonly<Record<string, unknown>>) =>
    upsert('security-policy', nsxRaw('SecurityPolicy', POLICY, { category: 'Emergency', ...fields }));
  const rule = (fields: Readonly<Record<string, unknown>>) =>
    upsert('rule', nsxRaw('Rule', `${POLICY}/rules/r`, fields));

  it('come in evaluation order, with the group that brought them', () => {
    const rules = seen(PORT);
    expect(seenRuleSchema.array().parse(rules)).toEqual(rules);
    expect(rules.map((one) => [one.order, one.ruleId, one.direction])).toEqual([
      [1, 3012, 'both'],
      [2, 2, 'both'],
    ]);
    expect(rules[0]?.because).toBe('as source: group Web; as destination: group Web');
  });

  it('leave out rules of groups that the port is not in', () => {
    expect(seen('/infra/segments/seg_development_0/ports/port_redis').map((one) => one.ruleId)).toEqual([2]);
  });

  it('put an earlier category first whatever its sequence', () => {
    const rules = seen(PORT, policy({ sequence_number: 900 }), rule({ rule_id: 7 }));
    expect(rules.map((one) => one.ruleId)).toEqual([7, 3012, 2]);
  });

  it('obey the scope of the policy in place of the rule’s own', () => {
    const others = policy({ scope: ['/infra/domains/default/groups/nobody'] });
    expect(seen(PORT, others, rule({ rule_id: 7, scope: ['ANY'] })).map((one) => one.ruleId)).toEqual([3012, 2]);
  });

  it('match literal addresses, and everything but them when excluded', () => {
    const to = { rule_id: 7, direction: 'IN', destination_groups: ['10.0.6.0-10.0.6.9'] };
    expect(seen(PORT, policy({}), rule(to))[0]).toMatchObject({ ruleId: 7, direction: 'in' });
    expect(seen(PORT, policy({}), rule({ ...to, destinations_excluded: true })).map((one) => one.ruleId)).toEqual([
      3012, 2,
    ]);
  });
});
