import { expect, it } from 'vitest';
import type { Steps } from '@/lib/steps';
import { afterOthers, inTurns, nextTurn } from './turns';
import { ROOM } from '@/tests/support/gate';

/** Each step takes more than a turn. */
function* slow(name: string, told: string[], steps: number): Steps<string> {
  for (let step = 1; step <= steps; step++) {
    const end = performance.now() + 10;
    while (performance.now() < end);
    told.push(`${name}${step}`);
    yield;
  }
  return name;
}

it('lets everything else go first between two turns, whoever asks for them', async () => {
  const told: string[] = [];
  let going = true;
  let rounds = 0;
  const each = (): void => {
    rounds++;
    told.push('-');
    if (going) setImmediate(each);
  };
  const work = ['a', 'b', 'c'].map((name) => inTurns(slow(name, told, 3)));
  setImmediate(each);
  expect(await Promise.all(work)).toEqual(['a', 'b', 'c']);
  going = false;
  // The first turns are taken at once; from then on never two in a row.
  expect(told.slice(0, 3)).toEqual(['a1', 'b1', 'c1']);
  const later = told.slice(told.lastIndexOf('c1') + 1);
  expect(later.filter((one) => one !== '-').toSorted()).toEqual(['a2', 'a3', 'b2', 'b3', 'c2', 'c3']);
  for (const [at, one] of later.entries()) if (one !== '-') expect(later[at - 1] ?? '-').toBe('-');
  expect(rounds).toBeGreaterThan(5);
});

it('takes what nobody waits for one after the other, also behind work that failed', async () => {
  const told: string[] = [];
  const first = afterOthers(() => slow('a', told, 2), ROOM);
  const failing = afterOthers(() => {
    throw new Error('rubbish');
  }, ROOM);
  const second = afterOthers(() => slow('b', told, 2), ROOM);
  expect(told).toEqual([]);
  await expect(failing).rejects.toThrow('rubbish');
  expect([await first, await second]).toEqual(['a', 'b']);
  expect(told).toEqual(['a1', 'a2', 'b1', 'b2']);
  await nextTurn();
});
