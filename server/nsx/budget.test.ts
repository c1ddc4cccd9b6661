import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestBudget } from './budget';

const { signal } = new AbortController();
setMaxListeners(0, signal);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes as many turns as the budget gives for `ms`, each lasting `holdMs`; the times they began. */
async function run(budget: RequestBudget, ms: number, holdMs: number): Promise<number[]> {
  const starts: number[] = [];
  const end = Date.now() + ms;
  const worker = async (): Promise<void> => {
    while (Date.now() < end && (await budget.acquire(false, signal))) {
      starts.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, holdMs));
      budget.release();
    }
  };
  for (let index = 0; index < 30; index += 1) void worker();
  await vi.advanceTimersByTimeAsync(ms);
  budget.close();
  return starts;
}

const most = (starts: readonly number[], windowMs: number): number =>
  Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + windowMs).length));

describe('the budget', () => {
  it.each([
    [20, 4, 5],
    [20, 30, 0],
    [1, 1, 10],
    [100, 40, 1],
    [7, 3, 100],
  ])('of %d a second and %d at once holds in every second, and is used', async (perSecond, concurrent, holdMs) => {
    const starts = await run(new RequestBudget({ perSecond, concurrent }), 10_000, holdMs);
    expect(most(starts, 1_000)).toBeLessThanOrEqual(perSecond);
    const possible = Math.min(perSecond * 10, (concurrent / Math.max(holdMs, 1)) * 10_000);
    expect(starts.length).toBeGreaterThanOrEqual(possible * 0.45);
  });

  it('lets no more begin than may be under way at once', async () => {
    const budget = new RequestBudget({ perSecond: 100, concurrent: 3 });
    const granted = Array.from({ length: 5 }, () => budget.acquire(false, signal));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await Promise.race([granted[2], 'waiting'])).toBe(true);
    expect(await Promise.race([granted[3], Promise.resolve('waiting')])).toBe('waiting');
    budget.release();
    await vi.advanceTimersByTimeAsync(100);
    expect(await Promise.race([granted[3], 'waiting'])).toBe(true);
    budget.close();
    expect(await granted[4]).toBe(false);
  });

  it('halves when throttled, is silent for as long as it was told, and is restored by success', async () => {
    const budget = new RequestBudget({ perSecond: 20, concurrent: 4 });
    budget.throttled(5_000);
    expect(budget.limits).toEqual({ perSecond: 10, concurrent: 2 });
    const turn = budget.acquire(false, signal);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(await Promise.race([turn, Promise.resolve('waiting')])).toBe('waiting');
    await vi.advanceTimersByTimeAsync(200);
    expect(await turn).toBe(true);
    for (let index = 0; index < 10; index += 1) budget.throttled(null);
    expect(budget.limits).toEqual({ perSecond: 1, concurrent: 1 });
    for (let index = 0; index < 60; index += 1) budget.succeeded();
    expect(budget.limits).toEqual({ perSecond: 20, concurrent: 4 });
    budget.close();
  });

  it('serves who is urgent before who is not, and forgets who gave up', async () => {
    const budget = new RequestBudget({ perSecond: 10, concurrent: 1 });
    expect(await budget.acquire(false, signal)).toBe(true);
    const order: string[] = [];
    const given = new AbortController();
    void budget.acquire(false, signal).then(() => order.push('patient'));
    const lost = budget.acquire(true, given.signal);
    void budget.acquire(true, signal).then(() => order.push('urgent'));
    given.abort();
    expect(await lost).toBe(false);
    for (let index = 0; index < 2; index += 1) {
      budget.release();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(order).toEqual(['urgent', 'patient']);
    budget.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
