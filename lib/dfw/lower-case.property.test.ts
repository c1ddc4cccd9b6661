import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInLower, lowerOf } from './lower-case';

/** Letters with one case, with two, and with a lower case that is longer or depends on its neighbours. */
const text = fc.string({ unit: fc.constantFrom(...'abAB-1/çÇİıßẞΣσςǅ𐐀'), maxLength: 6 });

test('lower case is that of the language', () => {
  fc.assert(
    fc.property(text, (one) => {
      expect(lowerOf(one)).toBe(one.toLowerCase());
    }),
  );
});

test('two texts are the same in lower case as the language says', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const lower = other.toLowerCase();
      expect(isInLower(one, lower)).toBe(one.toLowerCase() === lower);
      expect(isInLower(other, lower)).toBe(true);
      expect(isInLower(other.toUpperCase(), lower)).toBe(other.toUpperCase().toLowerCase() === lower);
    }),
    { numRuns: 500 },
  );
});
