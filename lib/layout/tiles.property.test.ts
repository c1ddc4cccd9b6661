import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { card, tile, viewOf } from '@/tests/support/views';
import type { View } from '@/lib/view';
import { type Layout, layoutView, type Rect } from './index';

const settings = { seed: 2013, numRuns: 200 };
const clusters = ['east', 'west', 'edge'];

/** What a world of three clusters has at a moment: numbers of namespaces that are there, and of those that are opened. */
const moments = fc.record({
  there: fc.subarray([...Array(60).keys()], { minLength: 1 }),
  opened: fc.subarray([...Array(60).keys()].slice(0, 8)),
  pods: fc.nat(9),
});
type Moment = typeof moments extends fc.Arbitrary<infer T> ? T : never;

/** Number 0 is always folded, so that there are tiles. */
function viewAt({ there, opened, pods }: Moment): View {
  const regions = [0, ...there.filter((number) => number !== 0)].map((number) => {
    const one = tile(`team-${number}`, clusters[number % 7 === 0 ? 2 : number % 2]);
    return number !== 0 && opened.includes(number) ? { ...one, folded: false, tile: undefined } : one;
  });
  const open = regions.filter(({ folded }) => !folded);
  const cards = open.flatMap(({ id }) => [
    card('segment', 'segment', id),
    ...Array.from({ length: pods }, (_, number) => card('pod', `pod-${number}`, id)),
  ]);
  return viewOf(regions, [card('tier-0', 't0', null), card('segment', 'nodes', null), ...cards]);
}

const hits = (a: Rect, b: Rect) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const holds = (frame: Rect, { x, y, w, h }: Rect) =>
  x >= frame.x && y >= frame.y && x + w <= frame.x + frame.w && y + h <= frame.y + frame.h;

/** Frames, tiles and cards that lie on others of their sort. */
function overlapping({ regions, annexes, blocks, tiles, cards }: Layout): string[] {
  const frames = [...regions, ...[...annexes, ...blocks].map(([id, { rect }]) => [id, rect] as const)];
  return [[...tiles], frames, [...cards]].flatMap((group) =>
    group.flatMap(([id, rect], index) =>
      group.slice(index + 1).flatMap(([other, second]) => (hits(rect, second) ? [`${id} on ${other}`] : [])),
    ),
  );
}

/** Tiles that are in no block of their cluster, or have a frame as well; open boxes without one. */
function misplaced(view: View, { regions, tiles, blocks }: Layout): string[] {
  return [...view.regions.values()].flatMap(({ id, cluster, tile: isTile }) => {
    if (isTile === undefined) return regions.has(id) ? [] : [`${id} has no frame`];
    const rect = tiles.get(id);
    const own = [...blocks.values()].filter((block) => block.cluster === cluster);
    const isIn = rect !== undefined && own.some((block) => holds(block.rect, rect));
    return isIn && !regions.has(id) ? [] : [`${id} is not in its block alone`];
  });
}

describe('tiles', () => {
  it('lie in the block of their cluster and on nothing else, whatever comes, goes, opens or folds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(moments, fc.constantFrom('live', 'asked')), { minLength: 1, maxLength: 6 }),
        (steps) => {
          let layout: Layout | undefined;
          for (const [moment, change] of steps) {
            const view = viewAt(moment);
            layout = layoutView(view, layout, change);
            expect([...overlapping(layout), ...misplaced(view, layout)]).toEqual([]);
          }
        },
      ),
      settings,
    );
  });

  it('keep their place, also while they are opened', () => {
    const steps = fc.array(moments, { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(steps, fc.nat(9), fc.constantFrom('live', 'asked'), (list, pods, change) => {
        let before: Layout | undefined;
        let there = new Set<string>();
        for (const moment of list) {
          // A region that grows by wish may push blocks down; the Pods stay as many.
          const view = viewAt({ ...moment, pods });
          const layout: Layout = layoutView(view, before, change);
          for (const [id, rect] of layout.tiles)
            if (there.has(id)) expect([id, rect]).toEqual([id, before?.tiles.get(id)]);
          there = new Set([...layout.tiles.keys()].filter((id) => view.regions.has(id)));
          before = layout;
        }
      }),
      settings,
    );
  });

  it('do not depend on the order in which they are listed', () => {
    fc.assert(
      fc.property(moments, (moment) => {
        const view = viewAt(moment);
        const reversed = viewOf([...view.regions.values()].reverse(), [...view.cards.values()].reverse());
        const [one, other] = [layoutView(view), layoutView(reversed)];
        expect(new Map([...other.tiles].sort())).toEqual(new Map([...one.tiles].sort()));
        expect(other.blocks).toEqual(one.blocks);
      }),
      settings,
    );
  });

  it('fill a screen: two thousand of them are about twice as wide as high', () => {
    const view = viewOf(
      Array.from({ length: 2_000 }, (_, number) => tile(`team-${number}`)),
      [],
    );
    const { w, h } = layoutView(view).size;
    expect(w / h).toBeGreaterThan(1.5);
    expect(w / h).toBeLessThan(2.2);
  });

  const aside = [
    card('tier-0', 't0', null),
    card('tier-1', 'shared', null),
    ...Array.from({ length: 6 }, (_, number) => card('vip', `vip-${number}`, null)),
    card('segment', 'nodes', null),
    card('pod', 'ports', null, 56),
  ];
  const beside = (tiles: number, cards = aside): Layout =>
    layoutView(
      viewOf(
        Array.from({ length: tiles }, (_, number) => tile(`team-${number}`)),
        cards,
      ),
    );

  it('have what leads to them at their left, in a size that grows with them and never below them', () => {
    for (const tiles of [120, 600, 2_000, 5_000]) {
      const { cards, blocks, size } = beside(tiles);
      const left = Math.min(...[...blocks.values()].map(({ rect }) => rect.x));
      for (const { x, y, w, h } of cards.values()) {
        expect(x + w).toBeLessThan(left);
        expect(y + h).toBeLessThanOrEqual(size.h);
        // Seen whole on a screen a card keeps half of its usual height at least.
        expect((h * 1_376) / size.w).toBeGreaterThan(24);
      }
    }
  });

  it('keep the size of what stands beside them while they come and go, and nothing of it moves', () => {
    const more = [...aside, card('vip', 'a-newcomer', null), card('segment', 'another', null)];
    const before = beside(2_000);
    const regions = Array.from({ length: 150 }, (_, number) => tile(`team-${number}`));
    const after = layoutView(viewOf(regions, more), before);
    for (const { id } of aside) expect([id, after.cards.get(id)]).toEqual([id, before.cards.get(id)]);
    expect(overlapping(after)).toEqual([]);
  });
});
