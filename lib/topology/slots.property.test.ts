import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setAt } from './anchor-index';
import { type Bag, bagItems, bagWith, bagWithout, SlotTable } from './slots';

const ITEMS = Array.from({ length: 30 }, (_, number) => ({ number }));
const LAST = { number: -1 };

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

type Item = (typeof ITEMS)[number];

/** What a table should know, in Sets. */
class Model {
  readonly answering = new Map<string, Set<Item>>();
  readonly asking = new Map<string, Set<Item>>();
  constructor(private readonly table: SlotTable<Item>) {}

  /** Those who asked are told of who is new. */
  answer(key: string, item: Item): void {
    const known = setAt(this.answering, key);
    const told = [...bagItems(this.table.answer(key, item))];
    if (!known.has(item)) expect(told).toEqual([...setAt(this.asking, key)]);
    known.add(item);
  }

  fallSilent(key: string, item: Item): void {
    const told = [...bagItems(this.table.fallSilent(key, item))];
    if (setAt(this.answering, key).delete(item)) expect(told).toEqual([...setAt(this.asking, key)]);
  }

  ask(key: string, item: Item): void {
    const slot = this.table.at(key);
    slot.watchers = bagWith(slot.watchers, item);
    setAt(this.asking, key).add(item);
  }

  askNoMore(key: string, item: Item): void {
    const slot = this.table.at(key);
    slot.watchers = bagWithout(slot.watchers, item);
    this.table.prune(slot);
    setAt(this.asking, key).delete(item);
  }

  leave(key: string, items: readonly Item[]): void {
    for (const item of items) {
      this.fallSilent(key, item);
      this.askNoMore(key, item);
    }
  }

  compare(key: string): void {
    expect([...bagItems(this.table.answering(key))]).toEqual([...setAt(this.answering, key)]);
    expect([...bagItems(this.table.watchers(key))]).toEqual([...setAt(this.asking, key)]);
  }
}

describe('a table of slots', () => {
  const KEYS = ['a', 'b'];
  const FEW = ITEMS.slice(0, 4);
  const step = fc.record({
    act: fc.constantFrom('answer', 'fallSilent', 'ask', 'askNoMore'),
    key: fc.constantFrom(...KEYS),
    item: fc.constantFrom(...FEW),
  });

  it('knows who answers to a key and who asked for it, with or without a slot, and keeps no key of nobody', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let emptied = 0;
        const table = new SlotTable<Item>(() => emptied++);
        const model = new Model(table);
        model.answer('last', LAST);
        for (const { act, key, item } of steps) {
          model[act](key, item);
          for (const each of KEYS) model.compare(each);
        }
        for (const key of KEYS) model.leave(key, FEW);
        expect(emptied).toBe(0);
        model.fallSilent('last', LAST);
        expect(emptied).toBe(1);
      }),
      { seed: 47, numRuns: 200 },
    );
  });
});
