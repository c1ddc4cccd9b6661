import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bag, bagItems, bagWith, bagWithout } from './slots';

const ITEMS = Array.from({ length: 30 }, (_, number) => ({ number }));

describe('a bag', () => {
  it('behaves like a Set, however few or many it holds', () => {
    const step = fc.tuple(fc.boolean(), fc.constantFrom(...ITEMS));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const model = new Set<(typeof ITEMS)[number]>();
        let bag: Bag<(typeof ITEMS)[number]> = null;
        for (const [adds, item] of steps) {
          bag = adds ? bagWith(bag, item) : bagWithout(bag, item);
          if (adds) model.add(item);
          else model.delete(item);
          expect([...bagItems(bag)]).toEqual([...model]);
        }
        for (const item of model) bag = bagWithout(bag, item);
        expect(bag).toBeNull();
      }),
      { seed: 46, numRuns: 200 },
    );
  });
});
