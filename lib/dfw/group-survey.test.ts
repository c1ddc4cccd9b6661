import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { NSX, nsxRaw, portRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld, WEB_PATH } from '@/tests/support/story';
import { describeGroup, listGroups, summarizeGroup, surveyGroups } from './index';

const DOMAIN = '/infra/domains/default';
const pathOf = (name: string) => `${DOMAIN}/groups/${name}`;
const idOf = (name: string) => nodeId(NSX, 'group', pathOf(name));
const group = (name: string, ...expression: readonly object[]) =>
  upsert('group', nsxRaw('Group', pathOf(name), { expression }));
const condition = (value: string, more: object = {}) => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...more,
});
const nest = (...paths: readonly string[]) => ({ resource_type: 'PathExpression', paths });
const POLICY = `${DOMAIN}/security-policies/p`;
const ruleFor = (...groups: readonly string[]): ObjectChange[] => [
  upsert('security-policy', nsxRaw('SecurityPolicy', POLICY, { category: 'Application' })),
  upsert('rule', nsxRaw('Rule', `${POLICY}/rules/r`, { rule_id: 7, source_groups: groups, action: 'ALLOW' })),
];

function graphOf(changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return topology.graph;
}

/** Warnings of group `g`. */
function warnings(...changes: readonly ObjectChange[]) {
  const graph = graphOf(changes);
  return summarizeGroup(graph, idOf('g'), inOneGo(surveyGroups(graph)))?.warnings ?? [];
}
const kinds = (...changes: readonly ObjectChange[]) => warnings(...changes).map(({ kind }) => kind);
const used = ruleFor(pathOf('g'));

describe('warnings of a group', () => {
  it('are none where members have addresses and a rule names it', () => {
    expect(warnings(group('g', condition('secgroup|web')), ...used)).toEqual([]);
  });

  it('tell what is not evaluated, and types that are not read', () => {
    expect(kinds(group('g', condition('x', { operator: 'MATCHES' })), ...used)).toEqual(['not-evaluated']);
    expect(warnings(group('g', condition('linux', { member_type: 'VirtualMachine' })), ...used)).toEqual([
      { kind: 'unknown-type', words: 'It asks for members of a type that is not read: VirtualMachine' },
    ]);
  });

  it('tell of nested groups that have not been read', () => {
    expect(kinds(group('g', nest(pathOf('gone'))), ...used)).toEqual(['not-read']);
    const through = [group('g', nest(pathOf('inner'))), group('inner', nest(pathOf('gone'), pathOf('g')))];
    expect(warnings(...through, ...used)).toEqual([
      { kind: 'not-read', words: `It nests a group that has not been read: ${pathOf('gone')}` },
    ]);
  });

  it('count members without an address', () => {
    const bare = { segment: '/infra/segments/seg_development_0', labels: { secgroup: 'bare' } };
    const ports = ['one', 'two'].map((pod) => upsert('segment-port', portRaw({ podUid: pod, pod, ...bare })));
    expect(warnings(group('g', condition('secgroup|bare')), ...used, ...ports)).toEqual([
      {
        kind: 'no-address',
        words: expect.stringMatching(/tells an address of 2 members: .* only where NSX has bound one$/),
      },
    ]);
  });

  it('tell of an empty group that rules name, but not of one of addresses', () => {
    expect(kinds(group('g', condition('secgroup|nobody')), ...used)).toEqual(['empty']);
    const addresses = { resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.0/8'] };
    expect(kinds(group('g', addresses), ...used)).toEqual([]);
  });

  it('tell of a group that nothing uses; one that another nests is used', () => {
    expect(kinds(group('g', condition('secgroup|web')))).toEqual(['unused']);
    expect(kinds(group('g', condition('secgroup|web')), group('outer', nest(pathOf('g'))))).toEqual([]);
  });

  it('narrow the table to groups that have some, and sort it', () => {
    const graph = graphOf([group('g', condition('secgroup|nobody')), ...used]);
    const survey = inOneGo(surveyGroups(graph));
    const asked = { text: '', ofNsx: true, warned: true, sort: 'warnings', down: false } as const;
    const { ids } = inOneGo(listGroups(graph, asked, survey));
    const counts = ids.map((id) => summarizeGroup(graph, id, survey)?.warnings.length ?? 0);
    expect(ids).toContain(idOf('g'));
    expect(ids).not.toContain(nodeId(NSX, 'group', WEB_PATH));
    expect(Math.min(...counts)).toBeGreaterThan(0);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });
});

describe('groups that nest each other', () => {
  const graph = graphOf([
    group('g', condition('secgroup|web')),
    group('outer', nest(pathOf('g'))),
    group('outermost', nest(pathOf('outer'))),
    ...ruleFor(pathOf('outermost')),
  ]);
  const described = (name: string) => describeGroup(graph, idOf(name), inOneGo(surveyGroups(graph)));
  const listed = (name: string) =>
    described(name)?.nesting.listed.map(({ node, side, depth, through, members }) => [
      side,
      depth,
      node.name,
      through?.name ?? null,
      members,
    ]);

  it('are told with the way to each, and how many are in it', () => {
    expect(listed('g')).toEqual([
      ['around', 1, 'outer', null, 3],
      ['around', 2, 'outermost', 'outer', 3],
    ]);
    expect(listed('outermost')).toEqual([
      ['within', 1, 'outer', null, 3],
      ['within', 2, 'g', 'outer', 3],
    ]);
  });

  it('are used by the rules that name a group that nests them, which is told', () => {
    expect(described('g')?.usedBy).toMatchObject([{ ruleId: 7, as: ['source'], through: { name: 'outermost' } }]);
    expect(described('outermost')?.usedBy).toMatchObject([{ ruleId: 7, through: null }]);
  });

  it('are told once each where they nest in a circle', () => {
    const circle = graphOf([group('g', nest(pathOf('outer'))), group('outer', nest(pathOf('g')))]);
    const { nesting } = describeGroup(circle, idOf('g'), inOneGo(surveyGroups(circle))) ?? {};
    expect(nesting?.listed.map(({ side, node }) => [side, node.name])).toEqual([
      ['around', 'outer'],
      ['within', 'outer'],
    ]);
  });
});
