import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import type { Card } from '@/lib/view/view';
import { card, viewOf } from '@/tests/support/views';
import { NOTHING_DRAWN, nextDrawn } from './drawn';

const live = (...cards: readonly Card[]): LiveView => ({ ...viewOf([], cards), at: 0 });
const places = (...cards: readonly Card[]) => ({
  regions: new Map(),
  annexes: new Map(),
  tiles: new Map(),
  blocks: new Map(),
  cards: new Map(cards.map(({ id }, index) => [id, { x: 300 * index, y: 0, width: 200, height: 48 }])),
});
const [a, b] = [card('segment', 'a', null), card('pod', 'b', null)];
const link = { id: 'l', from: a.id, to: b.id, kind: 'connects', evidence: 'by path', crossPlane: false };

describe('what is drawn', () => {
  const placement = places(a, b);
  const first = nextDrawn(NOTHING_DRAWN, live(a, b), placement);

  it('keeps its elements while cards only change what they say', () => {
    const next = nextDrawn(first, live({ ...a, line: 'other', state: 'failed' }, b), placement);
    expect(next.nodes).toBe(first.nodes);
    expect(next.edges).toBe(first.edges);
  });

  it('waits for the places of a newcomer, and draws it then', () => {
    const c = card('pod', 'c', null);
    const waiting = nextDrawn(first, live(a, b, c), placement);
    expect(waiting).toBe(first);
    expect(nextDrawn(waiting, live(a, b, c), places(a, b, c)).nodes).toHaveLength(3);
  });

  it('draws a new line at once', () => {
    const linked = { ...live(a, b), links: new Map([[link.id, link]]) };
    expect(nextDrawn(first, linked, placement).edges.map(({ id }) => id)).toEqual(['l']);
  });
});
