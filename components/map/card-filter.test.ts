import { describe, expect, it } from 'vitest';
import type { Card } from '@/lib/view/view';
import { isOpenFilter, passes, tally } from './card-filter';

const card = (change: Partial<Card>): Card => ({
  id: 'c',
  kind: 'pod',
  lane: 'pod',
  region: 'pandora/development',
  title: 'frontend-abc',
  line: '10.0.6.4 · worker-1',
  badge: null,
  planes: ['kubernetes'],
  state: 'healthy',
  reason: null,
  nodes: [],
  folded: 0,
  ...change,
});
const open = { text: '', states: [], kinds: [] } as const;

describe('card filter', () => {
  it('needs all words and none of the excluded ones', () => {
    expect(passes(card({}), { ...open, text: 'front 10.0.6' })).toBe(true);
    expect(passes(card({}), { ...open, text: 'front -worker-1' })).toBe(false);
    expect(passes(card({}), { ...open, text: 'redis' })).toBe(false);
  });

  it('takes any of the states and any of the kinds', () => {
    expect(passes(card({ state: 'failed' }), { ...open, states: ['failed', 'warning'] })).toBe(true);
    expect(passes(card({}), { ...open, states: ['failed'] })).toBe(false);
    expect(passes(card({}), { ...open, kinds: ['segment'] })).toBe(false);
  });

  it('counts, and knows when it is open', () => {
    expect(isOpenFilter(open)).toBe(true);
    expect(isOpenFilter({ ...open, text: 'x' })).toBe(false);
    expect(tally([card({}), card({ state: 'failed' })]).states).toEqual(
      new Map([
        ['healthy', 1],
        ['failed', 1],
      ]),
    );
  });
});
