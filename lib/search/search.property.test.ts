import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { batches } from '@/tests/support/arbitraries';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { search, SearchIndex } from '.';
import { eachValue } from './fields';
import { IdTable } from './id-table';

const never = (): boolean => false;

describe('search', () => {
  it('finds, after any changes, exactly the objects that hold a piece of any text', () => {
    fc.assert(
      fc.property(batches, fc.nat(), fc.nat(), fc.integer({ min: 3, max: 12 }), (all, which, from, length) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        const index = new SearchIndex(topology.graph);
        all.forEach((changes, at) => {
          topology.apply(changes, at);
          if (at % 2 === 0) index.catchUp(never);
        });
        index.catchUp(never);
        const texts = new Map(
          [...topology.graph.nodes()].map((node) => {
            const held: string[] = [];
            eachValue(
              node,
              (text) => held.push(text.toLowerCase()),
              () => undefined,
            );
            return [node.id, held];
          }),
        );
        expect(index.size).toBe(texts.size);
        const every = [...texts.values()].flat();
        const text = every[which % Math.max(1, every.length)] ?? 'nothing';
        const piece = text.slice(from % text.length).slice(0, length);
        // Signs that mean something in a question are another test's matter.
        fc.pre(piece.length >= 3 && /^[a-z][a-z0-9-]*$/.test(piece));
        const found = search(index, { text: piece, cluster: null, namespace: null, kind: null, perKind: 500 }, never);
        const wanted = [...texts].filter(([, held]) => held.some((one) => one.includes(piece))).map(([id]) => id);
        expect(found.kinds.flatMap(({ hits }) => hits.map(({ node }) => node.id)).sort()).toEqual(wanted.sort());
        expect(found.total).toBe(wanted.length);
      }),
      { seed: 41, numRuns: 150 },
    );
  });
});

describe('the table of ids', () => {
  it('behaves like a Map', () => {
    const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 400 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6_000, minLength: 3_000 }), (steps) => {
        const names: (string | undefined)[] = [];
        const model = new Map<string, number>();
        const table = new IdTable((slot) => names[slot]);
        for (const [add, number] of steps) {
          const id = `id-${number}`;
          const slot = model.get(id);
          if (add && slot === undefined) {
            const at = names.push(id) - 1;
            table.add(id, at);
            model.set(id, at);
          } else if (!add && slot !== undefined) {
            table.remove(id);
            names[slot] = undefined;
            model.delete(id);
          }
        }
        for (let i = 0; i <= 400; i++) expect(table.find(`id-${i}`)).toBe(model.get(`id-${i}`) ?? -1);
      }),
      { seed: 42, numRuns: 20 },
    );
  });
});
