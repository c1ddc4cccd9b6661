import { afterEach, describe, expect, it } from 'vitest';
import { badRequest } from '../store/status-error';
import { WorkLoop } from './work-loop';

let controller = new AbortController();
afterEach(() => {
  controller.abort();
  controller = new AbortController();
});

const turns = async (holds: () => boolean) => {
  const end = performance.now() + 2_000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
  expect(holds()).toBe(true);
};

describe('work loop', () => {
  it('handles a key once however often it is asked for, and again when asked during its handling', async () => {
    const handled: string[] = [];
    const queue = new WorkLoop(1, controller.signal).queue('test', (key) => {
      handled.push(key);
      if (handled.length === 1) queue.add(key);
    });
    for (let count = 0; count < 5; count += 1) queue.add('a');
    await turns(() => handled.length === 2);
    queue.add('b');
    await turns(() => handled.includes('b'));
    expect(handled).toEqual(['a', 'a', 'b']);
  });

  it('lets the earlier of two requests win', async () => {
    const handled: string[] = [];
    const queue = new WorkLoop(60_000, controller.signal).queue('test', (key) => handled.push(key));
    queue.add('a');
    queue.add('a', 1);
    queue.add('a', 30_000);
    await turns(() => handled.length === 1);
  });

  it('retries what the API refused, later each time, until it succeeds', async () => {
    const at: number[] = [];
    const queue = new WorkLoop(1, controller.signal).queue('test', () => {
      at.push(performance.now());
      if (at.length < 4) throw badRequest('not yet');
    });
    queue.add('a', 0);
    await turns(() => at.length === 4);
    const [first = 0, second = 0, third = 0, fourth = 0] = at;
    expect(fourth - third).toBeGreaterThan((second - first) / 2);
  });

  it('gives other tasks their turn during a flood of work', async () => {
    let handled = 0;
    const queue = new WorkLoop(1, controller.signal).queue('test', () => {
      const end = performance.now() + 1;
      while (performance.now() < end) handled += 0;
      handled += 1;
    });
    for (let key = 0; key < 60; key += 1) queue.add(String(key), 0);
    let turnsBetween = 0;
    while (handled < 60) {
      turnsBetween += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(turnsBetween).toBeGreaterThan(2);
  });

  it('does nothing more once its signal is aborted', async () => {
    let handled = 0;
    const queue = new WorkLoop(1, controller.signal).queue('test', () => {
      handled += 1;
    });
    queue.add('now', 0);
    queue.add('later', 1);
    controller.abort();
    queue.add('after', 0);
    const other = new AbortController();
    let isOver = false;
    new WorkLoop(1, other.signal).queue('clock', () => (isOver = true)).add('tick', 10);
    await turns(() => isOver);
    other.abort();
    expect(handled).toBe(0);
  });
});
