import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nsxKinds } from '@/lib/kinds';
import { WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';
import { NSX_TUNING, type NsxTuning } from './tuning';

const OURS = { tags: [{ scope: 'ncp/cluster', tag: 'ours' }] };
/** The real times, run that many times as fast. */
const LAPSE = 20;

let fake: FakeNsx;
let watched: WatchedFeed;

function lapse(): NsxTuning {
  const { pageSize, searchWindow, fullPassPerSecond, backoff, loginBackoff, answerMs, probeAnswerMs, ...times } =
    NSX_TUNING;
  const shorter = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, ms / LAPSE]));
  const kept = { pageSize, searchWindow, backoff, loginBackoff, answerMs, probeAnswerMs };
  // Every entry of `times` is a number of milliseconds, and stays one.
  return { ...kept, fullPassPerSecond: fullPassPerSecond * LAPSE, ...shorter } as NsxTuning;
}

beforeEach(async () => {
  fake = await FakeNsx.start();
});
afterEach(async () => {
  await watched.feed.stop();
  await fake.server.close();
});

describe('what is asked of NSX, as the server counts it', () => {
  it('is no more than the pages and two for each type when everything is read', async () => {
    const sizes = { segment: 1_000, 'segment-port': 12_500, group: 2_001, 'tier-1': 1, 'lb-pool': 0 };
    const types: Readonly<Record<string, string>> = {
      segment: 'Segment',
      'segment-port': 'SegmentPort',
      group: 'Group',
      'tier-1': 'Tier1',
    };
    for (const [kind, count] of Object.entries(sizes)) {
      for (let index = 0; index < count; index += 1)
        fake.put(types[kind] ?? '', `/infra/${kind}/${kind}-${index}`, OURS);
    }
    fake.searchWindow = 10_000;
    const kinds = nsxKinds().filter(({ read }) => !read.listOnly);
    watched = new WatchedFeed(fake, { kinds, tuning: { ...NSX_TUNING, changesMs: 60_000 } });
    await until('everything is read', () => watched.feed.status().state === 'live', 50_000);
    for (const kind of kinds) {
      const [first = ''] = kind.read.resourceTypes;
      const mine = new RegExp(`resource_type:[(]?${first}\\b`);
      const asked = fake.searches.filter(
        ({ query }) => query.get('sort_by') === 'path' && mine.test(query.get('query') ?? ''),
      );
      const allowed = Math.ceil(watched.statusOf(kind.name).count / 1_000) + 2;
      expect(asked.length, `requests for ${kind.name}`).toBeGreaterThanOrEqual(Math.max(1, allowed - 2));
      expect(asked.length, `requests for ${kind.name}`).toBeLessThanOrEqual(allowed);
    }
    expect(watched.statusOf('segment-port').count).toBe(12_500);
  });

  it('is less than one a second when nothing happens, for every kind there is', async () => {
    fake.put('Tier1', '/infra/tier-1s/t1');
    fake.put('Segment', '/infra/segments/s1', OURS);
    for (let index = 0; index < 1_500; index += 1) fake.put('SegmentPort', `/infra/segments/s1/ports/p${index}`, OURS);
    watched = new WatchedFeed(fake, { kinds: nsxKinds(), tuning: lapse() });
    await until('everything is read', () => ['live', 'partial'].includes(watched.feed.status().state), 50_000);
    const looks = (): number => fake.searches.filter(({ query }) => query.get('sort_ascending') === 'false').length;
    const [before, began, first] = [fake.server.requests.length, Date.now(), looks()];
    await until('a hundred looks have been taken', () => looks() >= first + 100, 50_000);
    const perSecond = (fake.server.requests.length - before) / (((Date.now() - began) / 1_000) * LAPSE);
    expect(perSecond).toBeLessThanOrEqual(1);
    expect(perSecond).toBeGreaterThan(0.3);
  });
});
