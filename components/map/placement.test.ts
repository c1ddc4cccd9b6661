import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import type { Card } from '@/lib/view/view';
import { PlacementKeeper } from './placement';

const card = (id: string, lane: Card['lane'], change: Partial<Card> = {}): Card => ({
  id,
  kind: 'pod',
  lane,
  region: 'r',
  title: id,
  line: '',
  badge: null,
  planes: ['kubernetes'],
  state: 'healthy',
  reason: null,
  nodes: [],
  folded: 0,
  ...change,
});
const viewOf = (cards: readonly Card[]): LiveView => ({
  seq: 1,
  at: 0,
  regions: new Map([
    [
      'r',
      {
        id: 'r',
        cluster: 'c',
        namespace: 'n',
        node: null,
        summary: '',
        state: 'healthy',
        reason: null,
        folded: false,
        pods: 2,
      },
    ],
  ]),
  cards: new Map(cards.map((entry) => [entry.id, entry])),
  links: new Map(),
  summary: { drawn: 0, folded: 0, objects: 0, orphans: 0, notes: [], empty: null },
});
const spec = { cluster: null, namespace: null, open: [], groups: false };

describe('placement', () => {
  it('stays the very same while cards only change what they say', () => {
    const keeper = new PlacementKeeper();
    const first = keeper.of(viewOf([card('a', 'pod'), card('s', 'segment')]), spec);
    expect(keeper.of(viewOf([card('a', 'pod', { line: 'new', state: 'failed' }), card('s', 'segment')]), spec)).toBe(
      first,
    );
  });

  it('moves nothing that stays when a card comes', () => {
    const keeper = new PlacementKeeper();
    const before = keeper.of(viewOf([card('b', 'pod'), card('s', 'segment')]), spec);
    const after = keeper.of(viewOf([card('a', 'pod'), card('b', 'pod'), card('s', 'segment')]), spec);
    expect(after).not.toBe(before);
    expect(after.cards.get('b')).toEqual(before.cards.get('b'));
    expect(after.cards.get('a')).toBeDefined();
  });
});
