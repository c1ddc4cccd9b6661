import { expect, it } from 'vitest';
import { agoWords, durationWords } from './time';

it('says times in the largest whole unit and never in the future', () => {
  expect(durationWords(8_400)).toBe('8 s');
  expect(durationWords(13 * 60_000 + 5)).toBe('13 min');
  expect(durationWords(3 * 3_600_000)).toBe('3 h');
  expect(durationWords(50 * 3_600_000)).toBe('2 d');
  expect(agoWords(5_000, 1_000)).toBe('0 s ago');
});
