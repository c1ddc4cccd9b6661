import { describe, expect, it } from 'vitest';
import type { Card } from '@/lib/view/view';
import { tally } from './card-tally';

const card = (change: Partial<Card>): Card => ({
  id: 'c',
  kind: 'pod',
  lane: 'pod',
  region: 'pandora/development',
  cluster: 'pandora',
  namespace: 'development',
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

describe('the tally of cards', () => {
  it('counts by state', () => {
    expect(tally([card({}), card({ state: 'failed' })]).states).toEqual(
      new Map([
        ['healthy', 1],
        ['failed', 1],
      ]),
    );
  });
});
