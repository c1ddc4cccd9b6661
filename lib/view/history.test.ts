import { expect, it } from 'vitest';
import { History } from './history';

it('tells what came after a time, until that is too long ago', () => {
  const history = new History<number>();
  for (let item = 0; item < 20_000; item++) history.add(item);
  expect(history.length).toBe(20_000);
  expect(history.since(20_000)).toEqual([]);
  expect(history.since(19_997)).toEqual([19_997, 19_998, 19_999]);
  expect(history.since(16_000)).toHaveLength(4_000);
  expect(history.since(0)).toBeNull();
});
