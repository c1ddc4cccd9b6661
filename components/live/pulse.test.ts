import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pulse } from './pulse';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls at most once a second while there are changes, and once more after the last one', () => {
  const calls: number[] = [];
  const began = Date.now();
  const pulse = new Pulse(() => void calls.push(Date.now() - began));
  for (let at = 0; at < 2_000; at += 100) {
    pulse.beat();
    vi.advanceTimersByTime(100);
  }
  expect(calls).toEqual([0, 1_000, 2_000]);
  vi.advanceTimersByTime(60_000);
  expect(calls).toEqual([0, 1_000, 2_000, 5_000]);
});
