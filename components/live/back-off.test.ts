import { expect, it } from 'vitest';
import { backOffMs } from './back-off';

it('doubles, is bounded, and spreads over the upper half', () => {
  expect(backOffMs(0, 0)).toBe(250);
  expect(backOffMs(0, 0.999)).toBeLessThanOrEqual(500);
  expect(backOffMs(3, 0)).toBe(2000);
  expect(backOffMs(50, 0.999)).toBeLessThanOrEqual(15_000);
  expect(backOffMs(50, 0)).toBe(7500);
});
