import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { podRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { search, SearchIndex } from '.';

const never = (): boolean => false;
const KEYS = ['app', 'example.com/app', 'unit', 'Tier'];
const VALUES = ['front', 'Frontend', 'back', 'b', ''];

/** Pods with a label that many share and one that each has alone, as they come, change and go. */
const pod = fc.record({
  number: fc.nat({ max: 60 }),
  key: fc.constantFrom(...KEYS),
  value: fc.constantFrom(...VALUES),
  gone: fc.boolean(),
});
const asked = fc.record({
  first: fc.constantFrom('', 'p', 'app', 'com/app', 'tier'),
  second: fc.constantFrom('', 'b', 'fro', 'front', 'frontend', 'own-1'),
  isPair: fc.boolean(),
});

describe('texts that many objects hold', () => {
  it('count as if every object had been looked into, whatever came and went', () => {
    fc.assert(
      fc.property(fc.array(pod, { minLength: 30, maxLength: 200 }), asked, (pods, { first, second, isPair }) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        const index = new SearchIndex(topology.graph);
        for (const [at, { number, key, value, gone }] of pods.entries()) {
          const uid = `u${number}`;
          const raw = podRaw({ uid, name: `pod${number}`, labels: { [key]: value, own: `own-${number}` } });
          topology.apply([gone ? remove('pod', uid) : upsert('pod', raw)], at);
          if (at % 3 === 0) index.catchUp(never);
        }
        index.catchUp(never);
        const text = isPair ? `${first}=${second}` : second;
        // Fewer letters are sought in names and numbers only.
        fc.pre(text.length >= 3);
        const holds = ([key, value]: readonly [string, string]): boolean =>
          isPair
            ? key.toLowerCase().endsWith(first) && value.toLowerCase().startsWith(second)
            : value.toLowerCase().includes(second);
        const wanted = [...topology.graph.nodesOfKind('pod')].filter(({ labels }) =>
          Object.entries(labels ?? {}).some(holds),
        );
        const options = { text, cluster: null, namespace: null, kind: 'pod', perKind: 100 };
        const found = search(index, options, never);
        expect(found.total).toBe(wanted.length);
        const hits = found.kinds.flatMap(({ hits }) => hits);
        expect(hits.map(({ node }) => node.id).sort()).toEqual(wanted.map(({ id }) => id).sort());
        for (const { matches } of hits) expect(matches[0]?.label).toBe('Label');
      }),
      { seed: 45, numRuns: 200 },
    );
  });

  it('are reckoned anew only where they are new, which comes to the same', () => {
    fc.assert(
      fc.property(fc.array(pod, { minLength: 30, maxLength: 200 }), fc.nat({ max: 60 }), (pods, often) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        const index = new SearchIndex(topology.graph);
        const reckon = ({ first, second }: { first: string; second: string }) =>
          (first.length * 7 + second.length) % 50;
        let before = index.shared.scores(reckon);
        for (const [at, { number, key, value, gone }] of pods.entries()) {
          const uid = `u${number % 8}`;
          const raw = podRaw({ uid, name: `pod${number}`, labels: { [key]: value, tier: `t${number % 3}` } });
          topology.apply([gone ? remove('pod', uid) : upsert('pod', raw)], at);
          index.catchUp(never);
          if (at % (often + 1) === 0) before = index.shared.scores(reckon, before);
        }
        const after = index.shared.scores(reckon, before);
        expect(after).toEqual(index.shared.scores(reckon));
        index.shared.scores((text) => expect.fail(`${text.second} was reckoned again`), after);
      }),
      { seed: 46, numRuns: 200 },
    );
  });

  it('are forgotten with the last who holds them', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const index = new SearchIndex(topology.graph);
    const empty = index.shared.bytes;
    const upserts = Array.from({ length: 400 }, (_, i) =>
      upsert('pod', podRaw({ uid: `u${i}`, name: `p${i}`, labels: { app: `app-${i % 40}`, own: `own-${i}` } })),
    );
    topology.apply(upserts, 1);
    index.catchUp(never);
    const full = index.shared.bytes;
    expect(full).toBeGreaterThan(empty);
    topology.apply(
      upserts.map((_, i) => remove('pod', `u${i}`)),
      2,
    );
    index.catchUp(never);
    expect(index.size).toBe(0);
    topology.apply(upserts, 3);
    index.catchUp(never);
    expect(index.shared.bytes).toBeLessThanOrEqual(full * 1.1);
  });
});
