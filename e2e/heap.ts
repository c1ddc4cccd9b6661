import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';

/** What the environment of a dashboard holds so that its heap can be measured: see heap-probe.mjs. */
export function probed(file: string): Readonly<Record<string, string>> {
  const probe = pathToFileURL(path.join(import.meta.dirname, 'heap-probe.mjs')).href;
  return { E2E_HEAP_PROBE: file, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${probe}`.trim() };
}

/** Megabytes that the dashboard holds once its garbage is gone. */
export async function serverHeap(file: string): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${readFileSync(file, 'utf8')}`)).text());
}

/** Collections at most: what finalizers and caches let go of in one is garbage for the next. */
const MOST_COLLECTIONS = 8;

/** Megabytes that a page holds once its garbage is gone. */
export async function pageHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  let used = Number.POSITIVE_INFINITY;
  for (let times = 0; times < MOST_COLLECTIONS; times++) {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const isAll = usedSize > used * 0.99;
    used = Math.min(used, usedSize);
    // A page that lives makes new garbage all the time: twice the same is all there is to collect.
    if (isAll) break;
    // What a frame still holds is let go of with the next.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }
  await session.detach();
  return used / 1_000_000;
}
