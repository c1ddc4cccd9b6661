import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Row } from './measure';

/** World size of the run; `BENCH_SIZE=S npm run bench -- S6` for a quick look. */
const SIZE = process.env.BENCH_SIZE ?? 'XL';
const QUIET_MS = 60_000;
const START_MS = 600_000;

interface SourceCounts {
  readonly plane: 'kubernetes' | 'nsx';
  readonly state: string;
  readonly kinds: readonly { readonly count: number }[];
}

/** S6: memory of the running server with world fleet. S8: what it asks of NSX, as the lab counts it. Built sources are taken as they are. */
export async function liveFleet(): Promise<readonly Row[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'portolan-bench-'));
  const lab = start([
    'scripts/lab.mjs',
    '--json',
    '--world',
    'fleet',
    '--size',
    SIZE,
    '--data-dir',
    dataDir,
    '--port-base',
    '0',
  ]);
  let dashboard: ChildProcess | null = null;
  try {
    const { control, settings } = (await firstLine(lab)) as { control: string; settings: string };
    await fetch(`${control}/programs/nsx/_lab/requests`, { method: 'DELETE' });
    dashboard = start(['scripts/start.mjs', '--json', '--listen', '127.0.0.1:0', '--settings', settings]);
    const { url } = (await firstLine(dashboard)) as { url: string };
    await readCompletely(url);
    const full = await requestsOf(control);
    const sources = await sourcesOf(url);
    const objects = sources.flatMap(({ kinds }) => kinds).reduce((sum, { count }) => sum + count, 0);
    const allowed = sources
      .filter(({ plane }) => plane === 'nsx')
      .flatMap(({ kinds }) => kinds)
      .reduce((sum, { count }) => sum + Math.ceil(count / 1_000) + 2, 0);
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const later = await requestsOf(control);
    const rss = residentOf(dashboard.pid ?? 0);
    const note = `fleet ${SIZE}, ${objects} objects`;
    return [
      {
        gate: 'S6',
        work: 'resident memory of the server',
        ours: rss,
        floor: 1,
        limit: 1_000,
        absolute: true,
        unit: 'MB',
        note,
      },
      {
        gate: 'S8',
        work: 'requests of a full sync',
        ours: full.total,
        floor: allowed,
        limit: 1,
        unit: 'requests',
        note: 'floor: the gate’s allowance',
      },
      {
        gate: 'S8',
        work: 'requests in quiet times',
        ours: (later.total - full.total) / (QUIET_MS / 1_000),
        floor: 1,
        limit: 1,
        absolute: true,
        unit: 'a second',
        note: `over ${QUIET_MS / 1_000} s`,
      },
      {
        gate: 'S8',
        work: 'most requests in one second',
        ours: later.peak,
        floor: 1,
        limit: 20,
        absolute: true,
        unit: 'requests',
        note: 'budget 20',
      },
    ];
  } finally {
    await Promise.all([dashboard, lab].map(async (child) => await ended(child)));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORTOLAN_SETTINGS: '' },
  });
}

async function firstLine(child: ChildProcess): Promise<unknown> {
  if (child.stdout === null) throw new Error('the program was started without an output to read');
  const patience = setTimeout(() => child.kill('SIGTERM'), START_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      child.stdout.resume();
      return JSON.parse(line);
    }
  } finally {
    clearTimeout(patience);
  }
  throw new Error('the program ended before it was ready; its messages are above');
}

async function sourcesOf(url: string): Promise<readonly SourceCounts[]> {
  const body = (await (await fetch(`${url}/api/v1/sources`)).json()) as { sources: readonly SourceCounts[] };
  return body.sources;
}

async function readCompletely(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    // A server that is busy reading may let a connection go: ask again.
    const sources = await sourcesOf(url).catch((): readonly SourceCounts[] => []);
    if (sources.length > 0 && sources.every(({ state }) => state === 'live' || state === 'partial')) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the sources were not read in time');
}

async function requestsOf(control: string): Promise<{ readonly total: number; readonly peak: number }> {
  const response = await fetch(`${control}/programs/nsx/_lab/requests`);
  const body = (await response.json()) as {
    byUser: Record<string, number>;
    peakPerSecondByUser: Record<string, number>;
  };
  return { total: body.byUser.audit ?? 0, peak: body.peakPerSecondByUser.audit ?? 0 };
}

/** Megabytes of the largest descendant process of `pid`: the Next.js server. */
function residentOf(pid: number): number {
  const field = (process: string, name: string): number => {
    try {
      return Number(
        new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${process}/status`, 'utf8'))?.[1] ?? 0,
      );
    } catch {
      return 0; // ended in the meantime
    }
  };
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    const before = family.size;
    for (const each of all) if (family.has(field(each, 'PPid'))) family.add(Number(each));
    grown = family.size > before;
  }
  return Math.max(...[...family].map((each) => field(String(each), 'VmRSS'))) / 1_024;
}

async function ended(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
