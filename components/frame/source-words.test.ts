import { describe, expect, it } from 'vitest';
import { nsxSource, kubernetesSource } from '@/lib/model/ids';
import type { SourceState, SourceStatus } from '@/lib/model/source-status';
import { oldestNsxRead, worstSource } from './source-words';

const source = (
  plane: 'kubernetes' | 'nsx',
  name: string,
  state: SourceState,
  lastSuccessAt: number | null,
): SourceStatus => ({
  id: plane === 'nsx' ? nsxSource(name) : kubernetesSource(name),
  plane,
  name,
  endpoints: [],
  version: null,
  state,
  reason: null,
  since: 0,
  lastSuccessAt,
  retryAt: null,
  warnings: [],
  manager: null,
  tagValue: null,
  kinds: [],
  requests: { perSecond: 0, limitPerSecond: 20, inFlight: 0, limitInFlight: 4, total: 0, throttled: 0, failed: 0 },
});

describe('sources in words', () => {
  it('names the worst source, and none while all is well or starting', () => {
    expect(worstSource([source('nsx', 'a', 'live', 5), source('kubernetes', 'b', 'starting', null)])).toBeNull();
    expect(worstSource([source('nsx', 'a', 'partial', 5), source('kubernetes', 'b', 'failed', null)])?.name).toBe('b');
  });

  it('takes the oldest read of several managers, and nothing when one was never read', () => {
    expect(
      oldestNsxRead([
        source('nsx', 'a', 'live', 9),
        source('nsx', 'b', 'live', 4),
        source('kubernetes', 'c', 'live', 1),
      ]),
    ).toBe(4);
    expect(oldestNsxRead([source('nsx', 'a', 'live', 9), source('nsx', 'b', 'failed', null)])).toBeNull();
    expect(oldestNsxRead([])).toBeNull();
  });
});
