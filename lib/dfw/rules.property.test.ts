import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { NSX, nsxRaw, portRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { rulesSeenAmong, rulesSeenBy } from './rules';

const SEGMENT = '/infra/segments/s';
const PORTS = ['p1', 'p2'].map((id) => `${SEGMENT}/ports/${id}`);
const GROUPS = ['web', 'db'].map((id) => `/infra/domains/default/groups/${id}`);
const POLICIES = ['a', 'b'].map((id) => `/infra/domains/default/security-policies/${id}`);
const RULES = POLICIES.flatMap((policy) => [`${policy}/rules/r1`, `${policy}/rules/r2`]);

const operands = fc.oneof(
  fc.constant(['ANY']),
  fc.subarray([...GROUPS, ...PORTS, '10.0.0.0/24'], { minLength: 1, maxLength: 2 }),
);
const port = fc
  .record({
    id: fc.constantFrom('p1', 'p2'),
    podUid: fc.constant('u1'),
    pod: fc.constant('x'),
    segment: fc.constant(SEGMENT),
    labels: fc.dictionary(fc.constant('app'), fc.constantFrom('web', 'db'), { maxKeys: 1 }),
  })
  .map((options) => upsert('segment-port', portRaw(options)));
const group = fc
  .record({ path: fc.constantFrom(...GROUPS), value: fc.constantFrom('app|web', 'app|db') })
  .map((one) => {
    const condition = { resource_type: 'Condition', key: 'Tag', member_type: 'SegmentPort', operator: 'EQUALS' };
    return upsert('group', nsxRaw('Group', one.path, { expression: [{ ...condition, value: one.value }] }));
  });
const policy = fc
  .record({ path: fc.constantFrom(...POLICIES), scope: operands })
  .map(({ path, scope }) =>
    upsert('security-policy', nsxRaw('SecurityPolicy', path, { category: 'Application', scope })),
  );
const rule = fc
  .record({ path: fc.constantFrom(...RULES), scope: operands, from: operands })
  .map(({ path, scope, from }) => upsert('rule', nsxRaw('Rule', path, { scope, source_groups: from })));
const removal = fc.oneof(
  fc.constantFrom(...RULES).map((path) => remove('rule', path)),
  fc.constantFrom(...POLICIES).map((path) => remove('security-policy', path)),
  fc.constantFrom(...GROUPS).map((path) => remove('group', path)),
);
const change = fc.oneof(
  { weight: 2, arbitrary: port },
  { weight: 2, arbitrary: group },
  { weight: 2, arbitrary: policy },
  { weight: 4, arbitrary: rule },
  removal,
);

describe('the rules that a port sees', () => {
  it('are those among all rules, after any changes', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { maxLength: 10 }), (batches) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        const { graph } = topology;
        for (const batch of batches) {
          topology.apply(batch, 1);
          for (const path of PORTS) {
            const node = graph.byKey(NSX, path);
            if (node === undefined) continue;
            const all = rulesSeenAmong(graph, node, graph.nodesOfKind('rule'));
            expect(rulesSeenBy(graph, node)).toEqual(all);
          }
        }
      }),
      { seed: 45, numRuns: 200 },
    );
  });
});
