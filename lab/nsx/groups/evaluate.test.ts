import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { Tree } from '../tree/tree';
import { GroupEvaluator } from './evaluate';
import { MembershipView } from './view';

const GROUPS = '/infra/domains/default/groups';
const condition = (value: string, extra: JsonObject = {}): JsonObject => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...extra,
});
const and: JsonObject = { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' };
const or: JsonObject = { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' };
const nested = (...expressions: JsonObject[]): JsonObject => ({ resource_type: 'NestedExpression', expressions });

function viewOf(groups: Readonly<Record<string, JsonObject[]>>): MembershipView {
  const tree = new Tree();
  const view = new MembershipView();
  tree.onChange(({ after }) => view.apply(after?.path ?? '', after));
  const tags = (...pairs: string[]) =>
    pairs.map((pair) => ({ scope: pair.split('|')[0] ?? '', tag: pair.split('|')[1] ?? '' }));
  tree.put('/infra/segments/dev', { resource_type: 'Segment', tags: tags('ncp/project|dev', 'env|test') });
  tree.put('/infra/segments/ops', { resource_type: 'Segment', tags: tags('ncp/project|ops') });
  tree.put('/infra/segments/dev/ports/web1', {
    resource_type: 'SegmentPort',
    display_name: 'dev-web1',
    tags: tags('app|Web', 'ncp/project|dev'),
  });
  tree.put('/infra/segments/dev/ports/db1', {
    resource_type: 'SegmentPort',
    display_name: 'dev-db1',
    tags: tags('app|db', 'ncp/project|dev', 'role|master'),
  });
  tree.put('/infra/segments/ops/ports/web2', {
    resource_type: 'SegmentPort',
    display_name: 'ops-web2',
    tags: tags('app|web', 'ncp/project|ops'),
  });
  tree.put('/infra/segments/ops/ports/node', { resource_type: 'SegmentPort', display_name: 'uplink', tags: [] });
  for (const [id, expression] of Object.entries(groups))
    tree.put(`${GROUPS}/${id}`, { resource_type: 'Group', expression });
  return view;
}

function ports(expression: JsonObject[], others: Readonly<Record<string, JsonObject[]>> = {}): string[] {
  const members = new GroupEvaluator(viewOf({ ...others, tested: expression })).members(`${GROUPS}/tested`);
  return [...members.ports].map((path) => path.slice(path.lastIndexOf('/') + 1)).sort();
}

describe('group membership', () => {
  it('ignores case in scopes and values', () => expect(ports([condition('APP|wEb')])).toEqual(['web1', 'web2']));
  it('takes a value without scope under any scope', () => {
    expect(ports([condition('master')])).toEqual(['db1']);
    expect(ports([condition('|master')])).toEqual(['db1']);
  });
  it('takes a scope without value as "has this scope"', () => expect(ports([condition('role|')])).toEqual(['db1']));
  it('reads NOTEQUALS as "no tag equals", uplinks included', () =>
    expect(ports([condition('app|web', { operator: 'NOTEQUALS' })])).toEqual(['db1', 'node']));
  it('reads a scope NOTEQUALS as "does not have the scope"', () =>
    expect(ports([condition('app|', { scope_operator: 'NOTEQUALS' })])).toEqual(['node']));
  it('takes lists with NOTIN', () =>
    expect(ports([condition('app|db,cache', { operator: 'NOTIN' })])).toEqual(['node', 'web1', 'web2']));
  it('joins conditions of a nested expression by AND', () =>
    expect(ports([nested(condition('app|web'), and, condition('ncp/project|dev'))])).toEqual(['web1']));
  it('joins two plain conditions by AND or OR', () => {
    expect(ports([condition('app|web'), and, condition('ncp/project|ops')])).toEqual(['web2']);
    expect(ports([condition('app|db'), or, condition('ncp/project|ops')])).toEqual(['db1', 'web2']);
  });
  it('brings all ports of a matching segment, in old and new spelling', () => {
    expect(ports([condition('ncp/project|dev', { member_type: 'Segment' })])).toEqual(['db1', 'web1']);
    expect(ports([condition('ncp/project|dev', { member_type: 'LogicalSwitch' })])).toEqual(['db1', 'web1']);
    expect(ports([condition('app|db', { member_type: 'LogicalPort' })])).toEqual(['db1']);
  });
  it('asks for ports on matching segments when both are mixed', () => {
    expect(ports([nested(condition('app|web'), and, condition('env|test', { member_type: 'Segment' }))])).toEqual([
      'web1',
    ]);
  });
  it('compares names', () =>
    expect(ports([condition('DEV', { key: 'Name', operator: 'STARTSWITH' })])).toEqual(['db1', 'web1']));
  it('follows paths to ports, segments and groups, and survives a cycle', () => {
    const paths = (...list: string[]): JsonObject[] => [{ resource_type: 'PathExpression', paths: list }];
    expect(ports(paths('/infra/segments/ops/ports/node', '/infra/segments/dev'))).toEqual(['db1', 'node', 'web1']);
    expect(ports(paths(`${GROUPS}/loop`), { loop: [...paths(`${GROUPS}/tested`), or, condition('app|db')] })).toEqual([
      'db1',
    ]);
  });
  it('does not match member types it has none of', () =>
    expect(ports([condition('app|web', { member_type: 'Pod' })])).toEqual([]));
  it('keeps literal addresses apart', () => {
    const members = new GroupEvaluator(
      viewOf({ g: [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.0/8'] }] }),
    ).members(`${GROUPS}/g`);
    expect([...members.addresses]).toEqual(['10.0.0.0/8']);
    expect(members.ports.size).toBe(0);
  });
});
