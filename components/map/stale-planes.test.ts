import { describe, expect, it } from 'vitest';
import { kubernetesSource, nsxSource } from '@/lib/model/ids';
import type { SourceState, SourceStatus } from '@/lib/model/source-status';
import { stalePaint, stalePlanes } from './stale-planes';

const source = (plane: 'kubernetes' | 'nsx', name: string, state: SourceState): SourceStatus => ({
  id: plane === 'nsx' ? nsxSource(name) : kubernetesSource(name),
  plane,
  name,
  endpoints: [],
  version: null,
  state,
  reason: null,
  since: 9,
  lastSuccessAt: 5,
  retryAt: null,
  warnings: [],
  manager: null,
  tagValue: null,
  kinds: [],
  requests: { perSecond: 0, limitPerSecond: 20, inFlight: 0, limitInFlight: 4, total: 0, throttled: 0, failed: 0 },
});

describe('stale planes', () => {
  it('are those all of whose sources are down', () => {
    expect(
      stalePlanes([source('nsx', 'a', 'stale'), source('nsx', 'b', 'live'), source('kubernetes', 'c', 'failed')]),
    ).toEqual([{ plane: 'kubernetes', since: 5 }]);
    expect(stalePlanes([])).toEqual([]);
  });
  it('lose their hue', () => {
    expect(stalePaint([{ plane: 'nsx', since: 1 }])).toEqual({ '--nsx-bar': 'var(--faint)' });
  });
});
