import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { nsxRaw, portRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { computeView, readyViews, type ViewSpec } from './index';

const ports = fc
  .record({
    id: fc.constantFrom('p1', 'p2', 'p3'),
    podUid: fc.constantFrom('u1', 'u2'),
    pod: fc.constant('x'),
    namespace: fc.constantFrom('a', 'b'),
    segment: fc.constant('/infra/segments/s1'),
    labels: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('web', 'db'), { maxKeys: 2 }),
    cluster: fc.constantFrom('pandora', 'elsewhere'),
  })
  .map((port) => upsert('segment-port', portRaw(port)));
const path = fc.constantFrom('g1', 'g2', 'g3', 'g4', 'g5').map((id) => `/infra/domains/default/groups/${id}`);
const makers = fc.constantFrom(
  [],
  [{ scope: 'NLB-VIP_ID', tag: 'v' }],
  [{ scope: 'ncp/cluster', tag: 'pandora' }],
  [
    { scope: 'ncp/cluster', tag: 'pandora' },
    { scope: 'ncp/created_for', tag: 'network_policy' },
  ],
);
const groups = fc
  .record({
    path,
    tags: makers,
    value: fc.constantFrom('app|web', 'tier|web', 'app|'),
    gone: fc.boolean(),
    status: fc.constantFrom('REALIZED', 'ERROR'),
  })
  .map(({ path: key, tags, value, gone, status }) =>
    upsert(
      'group',
      nsxRaw('Group', key, {
        expression: [{ resource_type: 'Condition', key: 'Tag', member_type: 'SegmentPort', operator: 'EQUALS', value }],
        tags,
        marked_for_delete: gone,
        status: { publish_status: status, consolidated_status: { consolidated_status: status } },
      }),
    ),
  );
const removals = fc.oneof(
  path.map((key) => remove('group', key)),
  fc.constantFrom('p1', 'p2', 'p3').map((id) => remove('segment-port', `/infra/segments/s1/ports/${id}`)),
);
const history = fc.array(
  fc.array(fc.oneof({ weight: 3, arbitrary: groups }, { weight: 3, arbitrary: ports }, removals), {
    minLength: 1,
    maxLength: 6,
  }),
  { minLength: 2, maxLength: 8 },
);
const specs: fc.Arbitrary<ViewSpec> = fc
  .record({
    cluster: fc.constantFrom(null, 'pandora'),
    namespace: fc.constant(null),
    open: fc.subarray(['+fold|groups|NetworkPolicies', '-region|pandora|a']),
    groups: fc.constant(true),
    by: fc.constantFrom(null, 'group' as const),
  })
  .map(({ by, ...spec }) => (by === null ? spec : { ...spec, by }));

function worldOf(batches: readonly (readonly ObjectChange[])[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  for (const batch of batches) topology.apply(batch, 1);
  return topology;
}

describe('groups of a view that has been watched all along', () => {
  it('are those of a view that is asked for the first time', () => {
    fc.assert(
      fc.property(history, specs, (batches, spec) => {
        const watched = createTopology({ clusters: [SAMPLE_CLUSTER] });
        for (const [index, batch] of batches.entries()) {
          watched.apply(batch, 1);
          const fresh = worldOf(batches.slice(0, index + 1));
          expect(computeView(watched.graph, spec, [])).toEqual(computeView(fresh.graph, spec, []));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('groups that were counted ahead of time', () => {
  it('are those of a view that is asked for the first time, however few slices there was time for', () => {
    const slices = fc.array(fc.nat(12), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(history, slices, specs, (batches, times, spec) => {
        const readied = createTopology({ clusters: [SAMPLE_CLUSTER] });
        for (const [index, batch] of batches.entries()) {
          readied.apply(batch, 1);
          for (let i = 0; i < (times[index] ?? 0); i++) readyViews(readied.graph, () => i % 2 === 0);
        }
        expect(computeView(readied.graph, spec, [])).toEqual(computeView(worldOf(batches).graph, spec, []));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
