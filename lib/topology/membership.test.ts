import { describe, expect, it } from 'vitest';
import type { ObjectChange, Tag } from '@/lib/model';
import { nsxRaw, portRaw, record, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { createTopology } from './index';

const PROJECTS = 100;

/** Ports of one application in one project, by a third condition that only a search through their tags can answer. */
function policyGroup(app: string, project: number): ObjectChange {
  const condition = (value: string, operator = 'EQUALS') => ({
    resource_type: 'Condition',
    key: 'Tag',
    member_type: 'SegmentPort',
    operator,
    value,
  });
  const and = { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' };
  const expressions = [
    condition(`app|${app}`),
    and,
    condition(`project|${project}`),
    and,
    condition('app|none', 'NOTEQUALS'),
  ];
  return upsert(
    'group',
    nsxRaw('Group', `/infra/domains/default/groups/${app}-${project}`, {
      expression: [{ resource_type: 'NestedExpression', expressions }],
    }),
  );
}

/** Counts how often tags are searched: once per condition that a port is tested against. */
class CountedTags extends Array<Tag> {
  static searches = 0;

  override [Symbol.iterator](): ArrayIterator<Tag> {
    CountedTags.searches++;
    return super[Symbol.iterator]();
  }
}

function port(app: string, i: number): ObjectChange {
  const labels = { app, project: String(i % PROJECTS) };
  const made = record('segment-port', portRaw({ podUid: `${app}-${i}`, pod: 'x', labels }));
  Object.assign(made.node, { tags: CountedTags.from(made.node.tags ?? []) });
  return { type: 'upsert', record: made };
}

describe('who is in which group', () => {
  it('is told of ports of a new application without testing each against the groups of all projects', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const apply = (changes: readonly ObjectChange[]) => topology.apply(changes, 1);
    apply(Array.from({ length: 300 }, (_, i) => port('early', i)));
    // Nobody has the label yet, so that it looks like the rarest thing to go by.
    apply(Array.from({ length: PROJECTS }, (_, i) => policyGroup('late', i)));
    CountedTags.searches = 0;
    const late = 250;
    for (let i = 0; i < late; i++) apply([port('late', i)]);
    expect(CountedTags.searches).toBeLessThan((late * PROJECTS) / 2);
    const members = [...topology.graph.nodesOfKind('group')].map(
      ({ id }) => topology.graph.criteriaOf(id)?.members.size,
    );
    expect(members.reduce<number>((sum, size) => sum + (size ?? 0), 0)).toBe(late);
  });
});
