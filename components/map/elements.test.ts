import { Position } from '@xyflow/react';
import { describe, expect, it } from 'vitest';
import type { Card } from '@/lib/view/view';
import type { LiveView } from '@/components/live/live-view';
import { flowEdges, flowNodes, linkSides, type Placement } from './elements';

const card = (id: string): Card => ({
  id,
  kind: 'pod',
  lane: 'pod',
  region: null,
  cluster: null,
  namespace: null,
  title: id,
  line: '',
  badge: null,
  planes: ['kubernetes'],
  state: 'healthy',
  reason: null,
  nodes: [],
  folded: 0,
});
const link = { id: 'l', from: 'a', to: 'b', kind: 'connects', evidence: 'by path', crossPlane: false };
const view: LiveView = {
  seq: 1,
  at: 0,
  regions: new Map(),
  cards: new Map([
    ['a', card('a')],
    ['b', card('b')],
  ]),
  links: new Map([
    ['l', link],
    ['dangling', { ...link, id: 'dangling', to: 'folded' }],
  ]),
  summary: { drawn: 2, folded: 0, objects: 2, orphans: 0, notes: [], empty: null },
};
const rect = (x: number, y: number) => ({ x, y, width: 100, height: 48 });
const placement: Placement = {
  regions: new Map(),
  annexes: new Map(),
  tiles: new Map(),
  blocks: new Map(),
  cards: new Map([
    ['a', rect(0, 0)],
    ['b', rect(200, 0)],
  ]),
};

describe('elements of the map', () => {
  it('have their sizes given, so that nothing is measured', () => {
    const [first] = flowNodes(view, placement, []);
    expect(first).toMatchObject({ id: 'card:a', width: 100, height: 48, measured: { width: 100, height: 48 } });
    expect(first?.handles).toHaveLength(4);
  });

  it('keep their identity while nothing moves, and only then', () => {
    const before = flowNodes(view, placement, []);
    expect(flowNodes(view, placement, before)[1]).toBe(before[1]);
    const moved = { ...placement, cards: new Map([...placement.cards, ['b', rect(300, 0)]]) } as Placement;
    const after = flowNodes(view, moved, before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]?.position.x).toBe(300);
    const edges = flowEdges(view, placement, []);
    expect(flowEdges(view, placement, edges)[0]).toBe(edges[0]);
  });

  it('leave out links to what is folded', () => {
    expect(flowEdges(view, placement, []).map((edge) => edge.id)).toEqual(['l']);
  });

  it('leave at the side that faces the other end', () => {
    expect(linkSides(rect(0, 0), rect(200, 90))).toEqual([Position.Right, Position.Left]);
    expect(linkSides(rect(200, 0), rect(0, 0))).toEqual([Position.Left, Position.Right]);
    expect(linkSides(rect(0, 100), rect(20, 0))).toEqual([Position.Top, Position.Bottom]);
  });
});
