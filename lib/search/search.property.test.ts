import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { batches } from '@/tests/support/arbitraries';
import { podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { Search, search, SearchIndex } from '.';
import { eachOwnValue } from './fields';
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
          if (at % 3 === 0) index.renew(never);
        });
        index.catchUp(never);
        const texts = new Map(
          [...topology.graph.nodes()].map((node) => {
            const held: string[] = [];
            const add = (text: string): void => {
              held.push(text.toLowerCase());
            };
            eachOwnValue(node, add, () => undefined);
            if (node.namespace !== null) add(node.namespace);
            for (const { tag } of node.tags ?? []) add(tag);
            for (const text of Object.values(node.labels ?? {})) add(text);
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

describe('a search in steps', () => {
  it('finds what one in one go finds, and knows when it is at the end', () => {
    fc.assert(
      fc.property(
        batches,
        fc.constantFrom('e', 'dev', 'frontend', 'pod', 'a b', 'kind:pod', '10.0.0.0/8'),
        (all, text) => {
          const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
          for (const [at, changes] of all.entries()) topology.apply(changes, at);
          const pods = Array.from({ length: 700 }, (_, i) =>
            upsert('pod', podRaw({ uid: `more${i}`, name: `dev-${i}` })),
          );
          topology.apply(pods, 1);
          const index = new SearchIndex(topology.graph);
          index.catchUp(never);
          const options = { text, cluster: null, namespace: null, kind: null, perKind: 3 };
          const stepped = new Search(index, options);
          let steps = 0;
          while (!stepped.step(() => true)) expect(++steps).toBeLessThan(100);
          expect(stepped.found).toEqual(search(index, options, never));
          expect(stepped.found.complete).toBe(true);
        },
      ),
      { seed: 43, numRuns: 30 },
    );
  });
});

describe('a search for a network', () => {
  const octet = fc.constantFrom(0, 1, 9, 10, 100, 255);
  const address = fc.tuple(octet, octet, octet, octet);
  const numberOf = (octets: readonly number[]): number => octets.reduce((sum, one) => sum * 256 + one, 0);

  it('finds the addresses in it, whatever its length, and those in a range', () => {
    const asked = fc.tuple(address, fc.integer({ min: 0, max: 32 }), fc.option(address));
    fc.assert(
      fc.property(fc.array(address, { maxLength: 40 }), asked, (held, [base, length, end]) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        const pods = held.map((one, i) =>
          upsert('pod', podRaw({ uid: `u${i}`, name: `p${i}`, address: one.join('.') })),
        );
        topology.apply(pods, 1);
        const index = new SearchIndex(topology.graph);
        index.catchUp(never);
        const text = end === null ? `${base.join('.')}/${length}` : `${base.join('.')}-${end.join('.')}`;
        const size = 2 ** (32 - length);
        const first = end === null ? Math.floor(numberOf(base) / size) * size : numberOf(base);
        const last = end === null ? first + size - 1 : numberOf(end);
        const wanted = held.filter((one) => numberOf(one) >= first && numberOf(one) <= last);
        const found = search(index, { text, cluster: null, namespace: null, kind: 'pod', perKind: 50 }, never);
        expect(found.total).toBe(wanted.length);
      }),
      { seed: 44, numRuns: 300 },
    );
  });
});

describe('the table of ids', () => {
  it('behaves like a Map', () => {
    // With few ids the table is cleared of those that went, with many it grows; both a few cells at a time.
    const step = (most: number) => fc.tuple(fc.boolean(), fc.integer({ min: 0, max: most }));
    const lists = fc.oneof(...[400, 6_000].map((most) => fc.array(step(most), { maxLength: 6_000, minLength: 3_000 })));
    fc.assert(
      fc.property(lists, (steps) => {
        const names: (string | undefined)[] = [];
        const model = new Map<string, number>();
        const table = new IdTable((slot) => names[slot]);
        for (const [add, number] of steps) {
          const id = `id-${number}`;
          const slot = model.get(id);
          expect(table.find(id)).toBe(slot ?? -1);
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
        for (let i = 0; i <= 6_000; i++) expect(table.find(`id-${i}`)).toBe(model.get(`id-${i}`) ?? -1);
      }),
      { seed: 42, numRuns: 20 },
    );
  });
});
