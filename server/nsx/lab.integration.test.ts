import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { nsxKinds } from '@/lib/kinds';
import type { KindStatus } from '@/lib/model';
import { type Place, WatchedFeed } from '@/tests/support/nsx-feed';
import { until } from '@/tests/support/until';
import { RequestBudget } from './budget';
import type { NsxTuning } from './tuning';

/** Lists and trees tell less than search; the objects are the same. Types that have neither are left out. */
const KINDS = nsxKinds().filter(({ read }) => !read.listOnly);

let lab: Lab;
let watched: WatchedFeed | undefined;

async function start(tuning: { readonly searchWindow?: number; readonly lastCursor?: 'zeros' } = {}): Promise<void> {
  lab = await startLab({ only: ['kubernetes', 'nsx', 'ncp'], tuning: { nsx: tuning } });
}

function begin(tuning: Partial<NsxTuning> = {}): WatchedFeed {
  const passwordFile = join(lab.folder, 'nsx-password');
  const place: Place = { server: { url: lab.nsx.url, caFile: join(lab.folder, 'ca.pem') }, passwordFile };
  const login = {
    by: 'session' as const,
    username: lab.nsx.username,
    password: () => readFileSync(passwordFile, 'utf8').trim(),
  };
  watched = new WatchedFeed(place, {
    kinds: KINDS,
    login,
    tagValues: lab.world.clusters.map(({ tagValue }) => tagValue),
    budget: new RequestBudget({ perSecond: 90, concurrent: 4 }),
    tuning: { pageSize: 1_000, changesMs: 50, sweepMs: 1_000, ...tuning },
  });
  return watched;
}

/** Keys of everything, once nothing has come or gone for some rounds. */
async function settled(feed: WatchedFeed, part = ''): Promise<string[]> {
  await until('NSX is live', () => feed.feed.status().state === 'live', 30_000);
  await until('what NCP makes is there', () => [...feed.known.keys()].some((key) => key.includes(part)), 30_000);
  let [before, same] = ['', 0];
  const steady = (): boolean => {
    const now = [...feed.known.keys()].sort().join();
    same = now === before ? same + 1 : 0;
    before = now;
    return same > 60;
  };
  await until('nothing moves any more', steady, 30_000);
  return [...feed.known.keys()].sort();
}

afterEach(async () => {
  await watched?.feed.stop();
  watched = undefined;
});

describe('a manager with a world on it', () => {
  let all: string[];
  let statuses: readonly KindStatus[];
  beforeAll(async () => {
    await start({ searchWindow: 25, lastCursor: 'zeros' });
    const feed = begin({ pageSize: 10, searchWindow: 25 });
    await settled(feed, '/ports/');
    // From here on nothing moves but what the tests do.
    await lab.stop('ncp');
    all = await settled(feed);
    statuses = feed.feed.status().kinds;
    await feed.feed.stop();
  });
  afterAll(async () => await lab.close());

  it('is read completely through a search window of a few hits', () => {
    expect(statuses.flatMap(({ kind, message }) => (message === null ? [] : `${kind}: ${message}`))).toEqual([]);
    expect(Math.max(...statuses.map(({ count }) => count))).toBeGreaterThan(25);
  });

  it('is read completely by lists and trees while search is broken', async () => {
    await lab.control('nsx', 'POST', '/_lab/faults', { kind: 'search-broken', code: 60515 });
    const listed = await settled(begin({ pageSize: 10 }));
    await lab.control('nsx', 'DELETE', '/_lab/faults');
    expect(listed).toEqual(all);
  });

  let round = 0;
  const groupPath = (index: number): string => `/infra/domains/default/groups/round-${index}`;
  const write = async (method: 'PATCH' | 'DELETE', path: string): Promise<boolean> => {
    const dispatcher = new Agent({ connect: { ca: lab.caPem } });
    const { password } = lab.nsx;
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
    const body = method === 'PATCH' ? JSON.stringify({ display_name: path }) : null;
    const headers = { authorization, 'content-type': 'application/json' };
    const done = async (): Promise<boolean> => {
      const options = { method, dispatcher, headers, body, signal: AbortSignal.timeout(500) };
      const answer = await request(`${lab.nsx.url}/policy/api/v1${path}`, options).catch(() => null);
      await answer?.body.dump().catch(() => undefined);
      return answer !== null && (answer.statusCode === 200 || answer.statusCode === 404);
    };
    // Faults meet this request too.
    let written = false;
    for (let tries = 0; tries < 20 && !written; tries += 1) written = await done();
    await dispatcher.destroy();
    return written;
  };

  const often = { probability: 0.3 };
  it.each([
    { kind: 'status', status: 429, probability: 0.1 },
    { kind: 'status', status: 503, probability: 0.1 },
    { kind: 'status', status: 500, ...often },
    { kind: 'drop', ...often },
    { kind: 'truncate', ...often },
    { kind: 'garbage', ...often },
    { kind: 'hang', probability: 0.1 },
    { kind: 'half-open', times: 3 },
    { kind: 'sessions-expire', ...often },
    { kind: 'wrong-count', delta: 2, probability: 0.5 },
    { kind: 'wrong-count', delta: -2, probability: 0.5 },
    { kind: 'search-broken', code: 60514, resourceType: 'SegmentPort' },
    { kind: 'clock-skew', ms: -3_600_000 },
    { kind: 'search-lag', ms: 400 },
    { kind: 'down', times: 20 },
  ])('loses and invents nothing under $kind $status', async (fault) => {
    const feed = begin({ searchWindow: 25, pageSize: 10 });
    await until('NSX is live', () => feed.feed.status().state === 'live', 30_000);
    const [came, gone] = [groupPath(round + 1), groupPath(round)];
    round += 1;
    await lab.control('nsx', 'POST', '/_lab/faults', fault);
    const written = (await write('PATCH', came)) && (await write('DELETE', gone));
    all = [...all.filter((path) => path !== gone), came].sort();
    const from = feed.feed.status().requests.total;
    await until('it has been met', () => feed.feed.status().requests.total > from + 30, 20_000);
    await lab.control('nsx', 'DELETE', '/_lab/faults');
    if (!written) expect([await write('PATCH', came), await write('DELETE', gone)]).toEqual([true, true]);
    await until('both are noticed', () => feed.known.has(came) && !feed.known.has(gone), 20_000);
    await until('NSX is live again', () => feed.feed.status().state === 'live', 30_000);
    expect(await settled(feed)).toEqual(all);
  });
});
