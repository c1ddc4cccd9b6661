import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { churnOf, type FleetHouse, openFleet } from './fleet-house';
import { quantile, type Row } from './measure';

/** World size of the run; `BENCH_SIZE=M npm run bench -- B1-B4` for a quick look. */
const SIZE = process.env.BENCH_SIZE ?? 'XL';
/** A dashboard that is running already, with its lab's kubeconfig: `BENCH_HOUSE=http://127.0.0.1:3000,/path/kubeconfig`. */
const HOUSE = process.env.BENCH_HOUSE;
const WATCHED_MS = 10_000;
const CHANGES_PER_SECOND = 10;
const DRAGS = 4;

/** B1–B4: first map, pan and zoom, live changes and heap in a real browser, with the whole of world fleet on the server. */
export async function browserCosts(): Promise<readonly Row[]> {
  const house = HOUSE === undefined ? await openFleet(SIZE) : runningHouse(HOUSE);
  const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium' });
  try {
    return await measure(browser, house);
  } finally {
    await browser.close();
    await house.close();
  }
}

type House = Pick<FleetHouse, 'url' | 'churn' | 'close'>;

function runningHouse(words: string): House {
  const [url = '', kubeconfig = ''] = words.split(',');
  return { url, churn: churnOf(kubeconfig), close: () => Promise.resolve() };
}

async function measure(browser: Browser, house: House): Promise<readonly Row[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const session = await page.context().newCDPSession(page);
  // Time on the core, not on the wall: the machine does other work as well.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const first = await firstMap(browser, page, house.url);
  const drawn = await page
    .getByText(/objects drawn/)
    .first()
    .innerText();
  const panned = await panAndZoom(session, page);
  const live = await underChanges(session, page, house.churn);
  const heap = await heapOf(session);
  const row = (gate: string, work: string, ours: number, limit: number, unit: string, note = ''): Row => ({
    gate,
    work,
    ours,
    floor: 1,
    limit,
    absolute: true,
    unit,
    note,
  });
  return [
    row(
      'B1',
      'first map, CPU of the page’s process',
      first.cpuMs,
      1_500,
      'ms',
      `fleet ${SIZE}: ${drawn}; ${first.wallMs.toFixed(0)} ms wall`,
    ),
    row('B1', 'longest task after the map is there', first.longestMs, 100, 'ms'),
    row('B2', 'pan and zoom, a frame, median', panned.p50, 17.5, 'ms', `${panned.frames} frames`),
    row('B2', 'pan and zoom, a frame, p95', panned.p95, 33.5, 'ms'),
    row('B2', 'pan and zoom, main thread a frame', panned.busyMs, 35, 'ms'),
    row(
      'B3',
      'one change on the screen, main thread',
      live.perChangeMs,
      16,
      'ms',
      `${live.patches} patches in ${WATCHED_MS / 1_000} s`,
    ),
    row('B3', `${CHANGES_PER_SECOND} changes a second, main thread busy`, live.busyPercent, 20, '%'),
    row('B3', 'longest task under changes', live.longestMs, 50, 'ms'),
    row('B4', 'heap of the page', heap, 60, 'MB'),
  ];
}

/** From the navigation until the map is settled, in a browser that has started already. */
async function firstMap(browser: Browser, page: Page, url: string) {
  const system = await browser.newBrowserCDPSession();
  const cpuOfPages = async (): Promise<number> => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo');
    const seconds = processInfo.filter(({ type }) => type === 'renderer').map(({ cpuTime }) => cpuTime);
    return 1_000 * seconds.reduce((sum, each) => sum + each, 0);
  };
  // tsx names inner functions by a helper that a page does not have.
  await page.addInitScript({ content: 'globalThis.__name ??= (fn) => fn' });
  await page.addInitScript(watchLongTasks);
  await untilQuiet(page, cpuOfPages);
  const before = await cpuOfPages();
  const began = performance.now();
  await page.goto(url);
  await page.locator('[data-settled="true"]').waitFor({ timeout: 60_000 });
  const wallMs = performance.now() - began;
  const cpuMs = (await cpuOfPages()) - before;
  await page.evaluate(() => Reflect.set(globalThis, 'longTasks', []));
  await pass(page, 3_000);
  return { wallMs, cpuMs, longestMs: await longestTask(page) };
}

/** The gate is net of the start of the browser, whose own pages take half a second of their processes' time for it. */
async function untilQuiet(page: Page, cpuOfPages: () => Promise<number>): Promise<void> {
  for (let before = -1, now = 0; now !== before; ) {
    before = await cpuOfPages();
    await pass(page, 1_000);
    now = await cpuOfPages();
  }
}

/** Runs in the page: keeps the lengths of tasks over 50 ms. */
function watchLongTasks(): void {
  const lengths: number[] = [];
  Reflect.set(globalThis, 'longTasks', lengths);
  new PerformanceObserver((list) => {
    const kept = Reflect.get(globalThis, 'longTasks') as number[]; // set above
    for (const { duration } of list.getEntries()) kept.push(duration);
  }).observe({ type: 'longtask', buffered: true });
}

async function longestTask(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, ...(Reflect.get(globalThis, 'longTasks') as number[]))); // set by watchLongTasks
}

/** Milliseconds the main thread has been busy since the page began. */
async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
}

/** Lets the page live for a while, and gives how long that was by its own clock. */
async function pass(page: Page, ms: number): Promise<void> {
  await page.evaluate((wanted) => new Promise((resolve) => setTimeout(resolve, wanted)), ms);
}

async function panAndZoom(session: CDPSession, page: Page) {
  await page.evaluate(() => {
    const times: number[] = [];
    Reflect.set(globalThis, 'frameTimes', times);
    const step = (at: number) => {
      times.push(at);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const before = await busyMs(session);
  for (let drag = 0; drag < DRAGS; drag++) {
    const away = drag % 2 === 0 ? -1 : 1;
    await page.mouse.move(720, 500);
    await page.mouse.down();
    for (let step = 1; step <= 40; step++) await page.mouse.move(720 + away * step * 12, 500 + away * step * 8);
    await page.mouse.up();
    for (let notch = 0; notch < 15; notch++) await page.mouse.wheel(0, away * 60);
  }
  const busy = (await busyMs(session)) - before;
  const times = await page.evaluate(() => Reflect.get(globalThis, 'frameTimes') as number[]); // set above
  const frames = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    frames: frames.length,
    p50: quantile(frames, 0.5),
    p95: quantile(frames, 0.95),
    busyMs: busy / frames.length,
  };
}

/** The main thread under changes of the cluster, less what it does when nothing changes. */
async function underChanges(session: CDPSession, page: Page, start: House['churn']) {
  const spent = async () => {
    const before = await busyMs(session);
    await pass(page, WATCHED_MS);
    return (await busyMs(session)) - before;
  };
  const quiet = await spent();
  const patches = await watchPatches(page);
  await page.evaluate(() => Reflect.set(globalThis, 'longTasks', []));
  const churn = await start(CHANGES_PER_SECOND);
  const busy = await spent();
  await churn.stop();
  const count = await patches();
  return {
    patches: count,
    busyPercent: (100 * busy) / WATCHED_MS,
    perChangeMs: Math.max(0, busy - quiet) / Math.max(1, count),
    longestMs: await longestTask(page),
  };
}

/** Counts how often the chart was told something new: each time paints the tiles, or what cards say comes and goes. */
async function watchPatches(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counts = { painted: 0, told: 0 };
    Reflect.set(globalThis, 'patches', counts);
    const { clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...rect) {
      counts.painted++;
      clearRect.apply(this, rect);
    };
    new MutationObserver(() => counts.told++).observe(document.querySelector('main') ?? document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ['aria-label'],
    });
  });
  return () =>
    page.evaluate(() => {
      const counts = Reflect.get(globalThis, 'patches') as { painted: number; told: number }; // set above
      return counts.painted > 0 ? counts.painted : counts.told;
    });
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
}
