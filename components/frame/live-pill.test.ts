import { describe, expect, it } from 'vitest';
import type { LiveState } from '@/components/live/live-client';
import type { SourceStatus } from '@/lib/model/source-status';
import { sourceStatus } from '@/tests/support/statuses';
import { pillOf } from './live-pill';

const NOW = 61_000;
const pill = (sources: readonly SourceStatus[], fields: Partial<LiveState> = {}) =>
  pillOf({ status: { state: 'live' }, paused: false, waiting: 0, sources, ...fields } as LiveState, NOW); // only what the pill reads
const nsx = (fields: Partial<SourceStatus> = {}) =>
  sourceStatus({ plane: 'nsx', lastSuccessAt: NOW - 3_000, ...fields });

describe('the pill while the stream flows', () => {
  it('is live with the age of NSX when all sources are', () => {
    expect(pill([sourceStatus(), nsx()])).toMatchObject({ words: 'Live · NSX 3 s ago', dot: 'bg-ok-dot' });
  });

  it('agrees with the sources page about one that is read in part', () => {
    const part = pill([sourceStatus({ state: 'partial' }), nsx()]);
    expect(part).toMatchObject({ words: 'Live, partly · NSX 3 s ago', dot: 'bg-warning' });
    expect(part.title).toContain('Partly read: Cluster pandora');
  });

  it('names the worst of those that are not read, and counts the others', () => {
    const stale = sourceStatus({ state: 'stale', since: NOW - 9_000 });
    const failed = nsx({ state: 'failed', since: NOW - 60_000 });
    expect(pill([stale, nsx()]).words).toBe('Stale: pandora, 9 s');
    expect(pill([stale, failed]).words).toBe('Not read: lab and 1 more, 1 min');
  });

  it('says that NSX has slowed Portolan down', () => {
    const { requests } = nsx();
    const slowed = pill([sourceStatus(), nsx({ requests: { ...requests, settingsPerSecond: 20, limitPerSecond: 5 } })]);
    expect(slowed).toMatchObject({ words: 'Live, slowed · NSX 3 s ago', dot: 'bg-warning' });
    expect(slowed.title).toContain('Slowed down by NSX Manager lab (429');
  });

  it('does not call live what is read for the first time', () => {
    expect(pill([sourceStatus(), nsx({ state: 'starting', lastSuccessAt: null })]).words).toBe('Starting: lab');
  });
});
