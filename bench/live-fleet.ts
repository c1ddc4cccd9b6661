import { openFleet } from './fleet-house';
import type { Row } from './measure';
import { largestOf, residentOf } from './processes';

/** World size of the run; `BENCH_SIZE=S npm run bench -- S6` for a quick look. */
const SIZE = process.env.BENCH_SIZE ?? 'XL';
const QUIET_MS = 60_000;

/** S6: memory of the running server with world fleet. S8: what it asks of NSX, as the lab counts it. Built sources are taken as they are. */
export async function liveFleet(): Promise<readonly Row[]> {
  const house = await openFleet(SIZE);
  try {
    const { control } = house;
    const full = await requestsOf(control);
    const sources = await house.sources();
    const objects = sources.flatMap(({ kinds }) => kinds).reduce((sum, { count }) => sum + count, 0);
    const allowed = sources
      .filter(({ plane }) => plane === 'nsx')
      .flatMap(({ kinds }) => kinds)
      .reduce((sum, { count }) => sum + Math.ceil(count / 1_000) + 2, 0);
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const later = await requestsOf(control);
    const rss = residentOf(largestOf(house.pid));
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
    await house.close();
  }
}

async function requestsOf(control: string): Promise<{ readonly total: number; readonly peak: number }> {
  const response = await fetch(`${control}/programs/nsx/_lab/requests`);
  const body = (await response.json()) as {
    byUser: Record<string, number>;
    peakPerSecondByUser: Record<string, number>;
  };
  return { total: body.byUser.audit ?? 0, peak: body.peakPerSecondByUser.audit ?? 0 };
}
