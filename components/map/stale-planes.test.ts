import { describe, expect, it } from 'vitest';
import type { SourceState } from '@/lib/model/source-status';
import { sourceStatus } from '@/tests/support/statuses';
import { stalePaint, stalePlanes } from './stale-planes';

const source = (plane: 'kubernetes' | 'nsx', state: SourceState, lastSuccessAt: number | null = 5) =>
  sourceStatus({ plane, state, lastSuccessAt });

describe('stale planes', () => {
  it('are those all of whose sources are down', () => {
    expect(stalePlanes([source('nsx', 'stale'), source('nsx', 'live'), source('kubernetes', 'stale')])).toEqual([
      { plane: 'kubernetes', since: 5 },
    ]);
    expect(stalePlanes([])).toEqual([]);
  });

  it('are as old as the oldest of what was read, and of no time when nothing was', () => {
    expect(stalePlanes([source('nsx', 'stale', 7), source('nsx', 'stale', 3), source('nsx', 'failed', null)])).toEqual([
      { plane: 'nsx', since: 3 },
    ]);
    expect(stalePlanes([source('nsx', 'failed', null)])).toEqual([{ plane: 'nsx', since: null }]);
  });

  it('lose their hue', () => {
    expect(stalePaint([{ plane: 'nsx', since: 1 }])).toEqual({ '--nsx-bar': 'var(--faint)' });
  });
});
