import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetesSource } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { batches } from '@/tests/support/arbitraries';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { expectAsIfNew } from '@/tests/support/watched-views';
import { viewSummarySchema } from '@/lib/wire';
import { applyViewPatch, computeView, diffViews, LIMITS, type View, type ViewSpec } from './index';

const second = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'elsewhere' };
const options = { clusters: [SAMPLE_CLUSTER, second] };
const settings = { seed: 99, numRuns: 250 };
const specs: fc.Arbitrary<ViewSpec> = fc.record({
  cluster: fc.constantFrom(null, 'pandora', 'elsewhere'),
  namespace: fc.constant(null),
  open: fc.subarray(['-region|pandora|a', '+region|pandora|b', '+nonsense']),
  groups: fc.boolean(),
});

function viewsAlong(list: Parameters<typeof batchesOf>[0], spec: ViewSpec): View[] {
  return batchesOf(list).map((graph) => computeView(graph, spec, []));
}

/** The graph after each batch; views must be taken at once, as the graph moves on. */
function* graphs(list: readonly Parameters<ReturnType<typeof createTopology>['apply']>[0][]) {
  const topology = createTopology(options);
  for (const batch of list) {
    topology.apply(batch, 1);
    yield topology.graph;
  }
}

const batchesOf = (list: readonly Parameters<ReturnType<typeof createTopology>['apply']>[0][]) => ({
  map: <T>(make: (graph: ReturnType<typeof createTopology>['graph']) => T): T[] => {
    const made: T[] = [];
    for (const graph of graphs(list)) made.push(make(graph));
    return made;
  },
});

describe('any view of any world', () => {
  it('links only cards that are there, keeps cards in regions that are there, and counts what it shows', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => {
        for (const view of viewsAlong(list, spec)) {
          for (const link of view.links.values())
            expect(view.cards.has(link.from) && view.cards.has(link.to)).toBe(true);
          for (const card of view.cards.values())
            expect(card.region === null || view.regions.has(card.region)).toBe(true);
          const { summary } = view;
          expect(viewSummarySchema.parse(summary)).toEqual(summary);
          expect(summary.drawn + summary.folded).toBe(summary.objects);
          expect(view.cards.size).toBeLessThanOrEqual(LIMITS.cards);
        }
      }),
      settings,
    );
  });

  it('is the same however the world came about', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => {
        const slow = createTopology(options);
        for (const change of list.flat()) slow.apply([change], 1);
        const fast = createTopology(options);
        fast.apply(list.flat(), 1);
        const [one, other] = [computeView(slow.graph, spec, []), computeView(fast.graph, spec, [])];
        expect([...one.cards.keys()].sort()).toEqual([...other.cards.keys()].sort());
        expect({ ...one, seq: 0 }).toEqual({ ...other, seq: 0 });
      }),
      settings,
    );
  });

  it('is the same whether it was watched all along or is asked for the first time', () => {
    const asked = fc.record({
      cluster: fc.constantFrom(null, 'pandora', 'second'),
      namespace: fc.constantFrom(null, 'a'),
      open: fc.subarray(['-region|pandora|a', '-region|pandora|b']),
      groups: fc.boolean(),
    });
    fc.assert(
      fc.property(batches, asked, (list, spec) => expectAsIfNew(options, list, spec)),
      settings,
    );
  });

  it('is reached from the one before by its patch, which keeps what did not change', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => {
        const all = viewsAlong(list, spec);
        for (const [index, after] of all.entries()) {
          const before = all[index - 1];
          if (before === undefined) continue;
          const diff = diffViews(before, after);
          const patched = applyViewPatch(before, { ...diff, seq: after.seq, summary: after.summary });
          expect(patched).toEqual(after);
          for (const [id, card] of patched.cards) if (!(id in diff.cards.put)) expect(card).toBe(before.cards.get(id));
        }
      }),
      settings,
    );
  });
});
