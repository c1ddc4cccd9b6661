import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOneGo, sorted } from './steps';

describe('sorting in steps', () => {
  it('gives what sorting in one go gives, equal ones in the order they came in', () => {
    const item = fc.record({ key: fc.nat({ max: 40 }), came: fc.nat() });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 6_000, size: 'max' }), (items) => {
        const byKey = (a: { key: number }, b: { key: number }): number => a.key - b.key;
        expect(inOneGo(sorted(items, byKey))).toEqual([...items].sort(byKey));
      }),
      { seed: 51, numRuns: 60 },
    );
  });

  it('pauses often: no more comparisons between two steps than a thousand items need', () => {
    let comparisons = 0;
    const compare = (a: number, b: number): number => {
      comparisons++;
      return a - b;
    };
    const items = Array.from({ length: 20_000 }, (_, i) => (i * 7_919) % 20_011);
    let most = 0;
    for (const steps = sorted(items, compare); ; ) {
      comparisons = 0;
      if (steps.next().done === true) break;
      most = Math.max(most, comparisons);
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(1_024 * 10);
  });
});
