import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetesSource } from '@/lib/model';
import { batches } from '@/tests/support/arbitraries';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { expectAsIfNew, worldOf } from '@/tests/support/watched-views';
import { computeView, type View, type ViewSpec } from './index';
import { BOX_KINDS, type Grouping } from './view';

const second = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'elsewhere' };
const options = { clusters: [SAMPLE_CLUSTER, second] };
const groupings = BOX_KINDS.filter((kind): kind is Grouping => kind !== 'namespace');
const optional = <K extends string>(name: K, values: readonly string[]) =>
  fc.constantFrom(undefined, undefined, ...values).map((value) => (value === undefined ? {} : { [name]: value }));
const specs: fc.Arbitrary<ViewSpec> = fc
  .tuple(
    fc.record({
      cluster: fc.constantFrom(null, 'pandora', 'second'),
      namespace: fc.constantFrom(null, null, 'a'),
      groups: fc.boolean(),
      by: fc.constantFrom(...groupings),
      open: fc.subarray(['-*', '+fold|outside|segment|', '-box|segment|', '+box|workload|pandora|a||']),
    }),
    optional('at', ['nsx:lab:segment:~1infra~1segments~1s1', 'kubernetes:pandora:cluster-node:node-w1']),
    optional('hide', ['kind:pod', 'unhealthy', 'label:app=web or tag:app|web']),
    optional('find', ['unhealthy', 'kind:segment', 'label:app=web']),
  )
  .map(([base, ...rest]) =>
    Object.assign({ ...base, namespace: base.cluster === null ? null : base.namespace }, ...rest),
  );

const byNamespace = ({ by: _, open: __, ...rest }: ViewSpec): ViewSpec => ({ ...rest, open: [] });
const sum = (view: View, count: (card: { folded: number; found?: number | undefined }) => number): number =>
  [...view.cards.values()].reduce((total, card) => total + count(card), 0);
const severe = (view: View) => [...view.cards.values()].filter(({ state }) => state === 'failed').length > 0;

describe('a grouped view of any world', () => {
  it('is the same whether it was watched all along or is asked for the first time, and its patches lead to it', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => expectAsIfNew(options, list, spec)),
      { seed: 31, numRuns: 300 },
    );
  });

  it('holds every object of its scope once: as many, as many found and as ill as by Namespace', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => {
        const graph = worldOf(options, list);
        const [grouped, plain] = [computeView(graph, spec, []), computeView(graph, byNamespace(spec), [])];
        for (const name of ['objects', 'orphans', 'found', 'hidden'] as const)
          expect([name, grouped.summary[name]]).toEqual([name, plain.summary[name]]);
        expect(severe(grouped)).toBe(severe(plain));
        expect(sum(grouped, (card) => Math.max(1, card.folded))).toBe(grouped.summary.objects);
        const nodes = [...grouped.cards.values()].flatMap((card) => card.nodes);
        expect(new Set(nodes).size).toBe(nodes.length);
        for (const card of grouped.cards.values())
          expect(card.region === null || grouped.regions.get(card.region)?.kind === spec.by).toBe(true);
      }),
      { seed: 32, numRuns: 300 },
    );
  });

  it('says of a closed box exactly what is in it when it is opened', () => {
    fc.assert(
      fc.property(batches, fc.constantFrom(...groupings), (list, by) => {
        const graph = worldOf(options, list);
        const base = { cluster: null, namespace: null, groups: false, by };
        const [open, closed] = [
          computeView(graph, { ...base, open: ['+*'] }, []),
          computeView(graph, { ...base, open: ['-*'] }, []),
        ];
        expect([...open.regions.keys()]).toEqual([...closed.regions.keys()]);
        for (const region of closed.regions.values()) {
          const inside = [...open.cards.values()].filter((card) => card.region === region.id);
          const [fold] = [...closed.cards.values()].filter((card) => card.region === region.id);
          expect(fold?.folded).toBe(inside.length);
          expect(fold?.state === 'healthy').toBe(inside.every(({ state }) => state === 'healthy'));
          expect(region.pods).toBe(inside.filter(({ kind }) => kind === 'pod').length);
        }
      }),
      { seed: 33, numRuns: 200 },
    );
  });
});
