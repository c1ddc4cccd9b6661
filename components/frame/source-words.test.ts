import { describe, expect, it } from 'vitest';
import type { SourceState } from '@/lib/model/source-status';
import { sourceStatus } from '@/tests/support/statuses';
import { oldestNsxRead, worstSource } from './source-words';

const source = (plane: 'kubernetes' | 'nsx', name: string, state: SourceState, lastSuccessAt: number | null) =>
  sourceStatus({ plane, name, state, lastSuccessAt });

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
