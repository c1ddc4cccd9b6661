import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches } from '@/tests/support/arbitraries';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { expectAsIfNew, worldOf } from '@/tests/support/watched-views';
import { computeView, type View, type ViewSpec } from './index';

const options = { clusters: [SAMPLE_CLUSTER] };
const ids = [
  'nsx:lab:segment:~1infra~1segments~1s1',
  'nsx:lab:tier-1:~1infra~1tier-1s~1t',
  'nsx:lab:group:~1infra~1domains~1default~1groups~1g1',
  'kubernetes:pandora:pod:u1',
  'kubernetes:pandora:cluster-node:node-w1',
];
const expressions = ['unhealthy', 'kind:pod', 'not kind:pod', 'label:app=web or tag:app|web', 'ip:10.0.0.1', 'no-port'];
const optional = <K extends string>(name: K, values: readonly string[]) =>
  fc.constantFrom(undefined, ...values).map((value) => (value === undefined ? {} : { [name]: value }));
const specs: fc.Arbitrary<ViewSpec> = fc
  .tuple(
    fc.record({
      cluster: fc.constantFrom(null, 'pandora'),
      namespace: fc.constant(null),
      open: fc.subarray(['-region|pandora|a', '-region|pandora|b']),
      groups: fc.boolean(),
    }),
    optional('at', ids),
    optional('hide', expressions),
    optional('find', expressions),
  )
  .map(([base, at, hide, find]) => ({ ...base, ...at, ...hide, ...find }));

const summed = (view: View, count: (card: { found?: number | undefined; folded: number }) => number): number =>
  [...view.cards.values()].reduce((sum, card) => sum + count(card), 0);

describe('a view of a part of any world', () => {
  it('is the same whether it was watched all along or is asked for the first time, and its patches lead to it', () => {
    fc.assert(
      fc.property(batches, specs, (list, spec) => expectAsIfNew(options, list, spec)),
      { seed: 21, numRuns: 250 },
    );
  });

  it('draws what is hidden nowhere and loses nothing else; what is found, it counts wherever that is folded', () => {
    fc.assert(
      fc.property(batches, fc.constantFrom(...expressions), fc.subarray(['-region|pandora|a']), (list, text, open) => {
        const graph = worldOf(options, list);
        const base = { cluster: null, namespace: null, open, groups: false };
        const [all, found] = [computeView(graph, base, []), computeView(graph, { ...base, find: text }, [])];
        const hidden = computeView(graph, { ...base, hide: text }, []);
        const kept = computeView(graph, { ...base, hide: `not (${text})` }, []);
        expect(hidden.summary.objects + (hidden.summary.hidden ?? 0)).toBe(all.summary.objects);
        expect(hidden.summary.hidden).toBe(found.summary.found);
        expect(kept.summary.objects).toBe(found.summary.found);
        expect(found.summary.found).toBe(summed(found, (card) => card.found ?? 0));
        for (const card of found.cards.values()) expect(card.found ?? -1).toBeLessThanOrEqual(Math.max(1, card.folded));
        const again = computeView(graph, { ...base, hide: text, find: text }, []);
        expect(again.summary.found).toBe(0);
      }),
      { seed: 22, numRuns: 250 },
    );
  });
});
