import type { Page } from '@playwright/test';
import { quantile } from '../bench/measure';

/** What a page did while it was watched. */
export interface Frames {
  /** Milliseconds on the core that the main thread was busy. */
  readonly busyMs: number;
  readonly frames: number;
  /** Milliseconds from one frame to the next, by the clock on the wall. */
  readonly p50: number;
  readonly p95: number;
  /** The longest task of over 50 milliseconds on the wall; nought when there was none. */
  readonly longestMs: number;
}

/** Watches the main thread of a page and the frames it draws, until it is asked. */
export async function watchFrames(page: Page): Promise<() => Promise<Frames>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  await page.evaluate(() => {
    const [drawn, tasks]: [number[], number[]] = [[], []];
    Reflect.set(globalThis, 'framesSeen', { drawn, tasks });
    const step = (at: number) => {
      drawn.push(at);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  const before = await busy();
  return async () => {
    const busyMs = (await busy()) - before;
    const { drawn, tasks } = await page.evaluate(
      () => Reflect.get(globalThis, 'framesSeen') as { drawn: number[]; tasks: number[] }, // set above
    );
    const between = drawn.slice(1).map((at, index) => at - (drawn[index] ?? at));
    const [p50, p95] = [quantile(between, 0.5), quantile(between, 0.95)];
    return { busyMs, frames: drawn.length, p50, p95, longestMs: Math.max(0, ...tasks) };
  };
}
