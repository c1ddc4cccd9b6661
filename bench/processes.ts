import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // ended in the meantime
  }
};

const field = (pid: number, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Resident memory in megabytes. */
export const residentOf = (pid: number): number => field(pid, 'VmRSS') / 1_024;

/** Milliseconds that the main thread of a process has been on a core. */
export const mainThreadMs = (pid: number): number =>
  Number(read(`/proc/${pid}/task/${pid}/schedstat`).split(' ')[0]) / 1e6;

/** The largest process that `pid` has started, or itself: of a dashboard, the Next.js server. */
export function largestOf(pid: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    const before = family.size;
    for (const each of all) if (family.has(field(each, 'PPid'))) family.add(each);
    grown = family.size > before;
  }
  return [...family].reduce((largest, each) => (residentOf(each) > residentOf(largest) ? each : largest), pid);
}
