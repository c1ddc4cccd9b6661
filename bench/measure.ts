import type { Steps } from '../lib/steps';
/** One printed line: ours against a floor measured in the same run, on-core milliseconds unless `unit` says otherwise. */
export interface Row {
  readonly gate: string;
  readonly work: string;
  readonly ours: number;
  readonly floor: number;
  /** The gate: the greatest allowed ratio of ours to floor, or the greatest allowed value of ours when `absolute`. */
  readonly limit: number;
  readonly absolute?: boolean;
  readonly unit: string;
  readonly note?: string;
}

/** CPU milliseconds of this process spent in `work`, the least of `times` runs. */
export function onCore<T>(
  work: () => T,
  times = 3,
): { readonly ms: number; readonly wallMs: number; readonly result: T } {
  let best: { ms: number; wallMs: number; result: T } | null = null;
  for (let i = 0; i < times; i++) {
    globalThis.gc?.();
    const began = process.cpuUsage();
    const wallBegan = performance.now();
    const result = work();
    const spent = process.cpuUsage(began);
    const run = { ms: (spent.user + spent.system) / 1000, wallMs: performance.now() - wallBegan, result };
    if (best === null || run.ms < best.ms) best = run;
  }
  if (best === null) throw new Error('onCore needs at least one run');
  return best;
}

/**
 * At most so many CPU milliseconds does this thread take for the work, once: neither more than the clock shows nor more than the
 * process takes, which counts threads that mark garbage beside it and keep nobody waiting.
 */
export function spent(work: () => void): number {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(performance.now() - began, (user + system) / 1000);
}

/** The value at quantile `q` (0…1) of unsorted samples. */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** A Markdown table with one line per row. */
export function table(rows: readonly Row[]): string {
  const number = (value: number) =>
    value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toPrecision(3);
  const lines = rows.map((row) => {
    const ratio = row.ours / row.floor;
    const holds = row.absolute === true ? row.ours <= row.limit : ratio <= row.limit;
    const gate = row.absolute === true ? `≤ ${row.limit} ${row.unit}` : `≤ ${row.limit} ×`;
    const floor = row.absolute === true ? '–' : `${number(row.floor)} ${row.unit}`;
    const shown = row.absolute === true ? '–' : `${number(ratio)} ×`;
    return `| ${row.gate} | ${row.work} | ${number(row.ours)} ${row.unit} | ${floor} | ${shown} | ${gate} | ${holds ? 'holds' : '**missed**'} | ${row.note ?? ''} |`;
  });
  return ['| Gate | Work | Ours | Floor | Ratio | Gate | | Note |', '|---|---|---|---|---|---|---|---|', ...lines].join(
    '\n',
  );
}

/** What steps come to, with their CPU milliseconds in all and the longest of them as the clock tells it. */
export function stepped<T>(make: () => Steps<T>): {
  readonly ms: number;
  readonly longest: number;
  readonly result: T;
} {
  const [steps, cpu] = [make(), process.cpuUsage()];
  let longest = 0;
  for (;;) {
    const began = performance.now();
    const { done, value } = steps.next();
    longest = Math.max(longest, performance.now() - began);
    if (done !== true) continue;
    const { user, system } = process.cpuUsage(cpu);
    return { ms: (user + system) / 1000, longest, result: value };
  }
}
