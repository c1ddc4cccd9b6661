import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Memory, remembered } from './remembered';

const OWNER = {};
let memory: Memory<object, string>;
let made: string[];

const ask = (...keys: string[]): void => {
  for (const key of keys) remembered(memory, OWNER, key, 3, () => `${made.push(key)}`);
};

beforeEach(() => {
  vi.useFakeTimers();
  memory = new WeakMap();
  made = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is remembered', () => {
  it('is made once for all that ask in turns, and forgotten when nobody did for long', () => {
    for (let minute = 0; minute < 30; minute += 1) {
      ask('a', 'b', 'c');
      vi.advanceTimersByTime(60_000);
    }
    expect(made).toEqual(['a', 'b', 'c']);
    vi.advanceTimersByTime(10 * 60_000);
    ask('a', 'b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('is the last few, however many are asked for', () => {
    ask('a', 'b', 'c', 'd', 'a', 'd');
    expect(made).toEqual(['a', 'b', 'c', 'd', 'a']);
  });

  it('belongs to its owner', () => {
    ask('a');
    expect(remembered(memory, {}, 'a', 3, () => 'other')).toBe('other');
  });
});
