import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, diffKeyed } from './keyed';
import { Layered } from './layered';

const KEYS = Array.from({ length: 400 }, (_, index) => `key-${index}`);
const started = () => new Map(KEYS.map((key) => [key, { value: 0 }]));
const rounds = fc.array(
  fc.array(fc.record({ key: fc.constantFrom(...KEYS), value: fc.integer({ min: 1, max: 3 }) }), { maxLength: 120 }),
  { maxLength: 8 },
);

describe('a layered Map', () => {
  it('is the Map with its values replaced, and earlier states stay what they were', () => {
    fc.assert(
      fc.property(rounds, (list) => {
        const plain = started();
        let layered = Layered.on(started());
        const states: [Layered<{ value: number }>, Map<string, { value: number }>][] = [];
        for (const round of list) {
          layered = layered.with(round.map(({ key, value }) => [key, { value }]));
          for (const { key, value } of round) plain.set(key, { value });
          states.push([layered, new Map(plain)]);
        }
        for (const [state, expected] of states) {
          expect([...state]).toEqual([...expected]);
          expect([...state.values()]).toEqual([...expected.values()]);
          expect([...state.keys()]).toEqual([...expected.keys()]);
          expect(state.size).toBe(expected.size);
          for (const key of ['key-7', 'no key']) expect(state.get(key)).toEqual(expected.get(key));
        }
      }),
      { seed: 31, numRuns: 60 },
    );
  });

  it('says from any state to any other what a comparison of all would say', () => {
    fc.assert(
      fc.property(rounds, (list) => {
        const states = [Layered.on(started())];
        for (const round of list) {
          const last = states.at(-1) ?? Layered.on(started());
          states.push(last.with(round.map(({ key, value }) => [key, { value }])));
        }
        for (const [from, to] of states.flatMap((from) => states.map((to) => [from, to] as const))) {
          const delta = diffKeyed(from, to);
          expect(delta).toEqual(diffKeyed(new Map(from), new Map(to)));
          expect(applyDelta(from, delta)).toEqual(new Map(to));
        }
      }),
      { seed: 32, numRuns: 20 },
    );
  });

  it('has no place for what was not there', () => {
    expect(() => Layered.on(started()).with([['key-9999', { value: 1 }]])).toThrow('no key-9999');
  });
});
