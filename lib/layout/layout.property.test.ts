import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { card, region, viewOf } from '@/tests/support/views';
import type { BoxKind, Card, Lane, View } from '@/lib/view';
import { type Layout, layoutView, type Rect } from './index';

const lanes = fc.constantFrom<Lane>('tier-0', 'tier-1', 'vip', 'segment', 'pod', 'pod', 'pod', 'group');
const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const regions = fc.uniqueArray(fc.record({ name: names, folded: fc.boolean() }), {
  selector: ({ name }) => name,
  maxLength: 5,
});
const cards = fc.array(fc.record({ lane: lanes, region: fc.option(names), number: fc.nat(30) }), { maxLength: 40 });

/** Lanes that stand outside of the boxes of a kind. */
const OUTSIDE: Partial<Record<BoxKind, readonly Lane[]>> = {
  segment: ['tier-0', 'tier-1', 'vip'],
  'cluster-node': ['tier-0', 'tier-1', 'vip', 'segment'],
};

/** Views whose boxes are of one kind: another grouping is laid out anew. */
const viewsOfKind = (kind: BoxKind) =>
  fc.record({ regions, cards }).map(({ regions: list, cards: made }): View => {
    const open = new Map(list.map(({ name, folded }) => [name, folded]));
    const inside = made.flatMap((item): Card[] => {
      const stands = item.region !== null && OUTSIDE[kind]?.includes(item.lane) !== true;
      const home = stands && item.region !== null && open.has(item.region) ? item.region : null;
      return home !== null && open.get(home) === true ? [] : [card(item.lane, `${item.lane}-${item.number}`, home)];
    });
    const folds = list.filter(({ folded }) => folded).map(({ name }) => card('tier-1', `fold-${name}`, name, 3));
    return viewOf(
      list.map(({ name, folded }) => region(name, folded, kind)),
      [...inside, ...folds],
    );
  });

function overlapping(layout: Layout): string[] {
  const found: string[] = [];
  const hits = (a: Rect, b: Rect) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const annexes = [...layout.annexes].map(([id, { rect }]) => [id, rect] as const);
  for (const group of [[...layout.cards], [...layout.regions, ...annexes]]) {
    for (const [index, [id, rect]] of group.entries()) {
      for (const [other, second] of group.slice(index + 1)) if (hits(rect, second)) found.push(`${id} and ${other}`);
    }
  }
  return found;
}

const inside = (rect: Rect, frame: Rect) =>
  rect.x >= frame.x &&
  rect.y >= frame.y &&
  rect.x + rect.w <= frame.x + frame.w &&
  rect.y + rect.h <= frame.y + frame.h;
const touches = (a: Rect, b: Rect) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

function misplaced(view: View, layout: Layout): string[] {
  const annexes = [...layout.annexes.values()];
  const foreign = [
    ...layout.regions.values(),
    ...annexes.filter(({ region }) => region !== '').map(({ rect }) => rect),
  ];
  return [...view.cards.values()].flatMap((item) => {
    const rect = layout.cards.get(item.id);
    if (rect === undefined) return [`${item.id} has no place`];
    if (item.region === null) return foreign.some((one) => touches(rect, one)) ? [`${item.id} lies on a region`] : [];
    const own = annexes.filter(({ region }) => region === item.region).map((annex) => annex.rect);
    const main = layout.regions.get(item.region);
    const frames = main === undefined ? own : [main, ...own];
    return frames.some((frame) => inside(rect, frame)) ? [] : [`${item.id} leaves its region`];
  });
}

/** Whether a card stands where it stood for the same reasons: neither it nor its region is another than before. */
function stays(item: Card, before: View, after: View): boolean {
  const old = before.cards.get(item.id);
  if (old === undefined || item.region === null) return old !== undefined;
  const [was, is] = [before.regions.get(item.region), after.regions.get(item.region)];
  return was !== undefined && is !== undefined && was.folded === is.folded;
}

describe.each([
  ['namespace', 300],
  ['segment', 120],
  ['cluster-node', 120],
] as const)('layoutView of boxes of kind %s', (kind, numRuns) => {
  const settings = { seed: 4711, numRuns };
  const views = viewsOfKind(kind);

  it('never lets two cards or two regions overlap, and keeps every card in its region', () => {
    fc.assert(
      fc.property(views, views, views, (first, second, third) => {
        let layout = layoutView(first);
        for (const view of [first, second, third]) {
          layout = layoutView(view, layout);
          expect(overlapping(layout)).toEqual([]);
          expect(misplaced(view, layout)).toEqual([]);
        }
      }),
      settings,
    );
  });

  it('moves no card that did not change, whatever else comes, goes, grows or folds', () => {
    fc.assert(
      fc.property(fc.array(views, { minLength: 2, maxLength: 6 }), (steps) => {
        let [before, layout] = [viewOf([], []), layoutView(viewOf([], []))];
        for (const view of steps) {
          const after = layoutView(view, layout);
          expect(overlapping(after)).toEqual([]);
          expect(misplaced(view, after)).toEqual([]);
          for (const item of view.cards.values()) {
            if (stays(item, before, view))
              expect([item.id, after.cards.get(item.id)]).toEqual([item.id, layout.cards.get(item.id)]);
          }
          [before, layout] = [view, after];
        }
      }),
      settings,
    );
  });

  it('leaves an opened region where it was, and others give way without overlapping', () => {
    fc.assert(
      fc.property(views, fc.nat(4), (view, which) => {
        const folded = [...view.regions.values()].filter((item) => item.folded);
        const wanted = folded[which];
        if (wanted === undefined) return;
        const before = layoutView(view);
        const opened = viewOf(
          [...view.regions.values()].map((item) => (item === wanted ? region(item.id, false, kind) : item)),
          [
            ...[...view.cards.values()].filter((item) => item.region !== wanted.id),
            ...Array.from({ length: 14 }, (_, index) => card('pod', `new-${index}`, wanted.id)),
          ],
        );
        const after = layoutView(opened, before, 'asked');
        expect(overlapping(after)).toEqual([]);
        expect(misplaced(opened, after)).toEqual([]);
        const { x, y } = before.regions.get(wanted.id) ?? {};
        expect(after.regions.get(wanted.id)).toMatchObject({ x, y });
      }),
      settings,
    );
  });

  it('does not depend on the order in which cards and regions are listed', () => {
    fc.assert(
      fc.property(views, (view) => {
        const reversed = viewOf([...view.regions.values()].reverse(), [...view.cards.values()].reverse());
        expect(layoutView(reversed)).toEqual(layoutView(view));
      }),
      settings,
    );
  });

  it('moves nothing when the same view is laid out again, or when cards go', () => {
    fc.assert(
      fc.property(views, fc.array(fc.nat(50)), (view, gone) => {
        const before = layoutView(view);
        expect(layoutView(view, before)).toEqual(before);
        const left = [...view.cards.values()].filter((_, index) => !gone.includes(index));
        const after = layoutView(viewOf([...view.regions.values()], left), before);
        for (const item of left) expect(after.cards.get(item.id)).toEqual(before.cards.get(item.id));
      }),
      settings,
    );
  });

  it('puts a card back into the gap another left without moving anyone', () => {
    fc.assert(
      fc.property(views, (view) => {
        const pods = [...view.cards.values()].filter((item) => item.lane === 'pod' && item.region !== null);
        const [leaving] = pods;
        if (leaving === undefined) return;
        const before = layoutView(view);
        const others = [...view.cards.values()].filter((item) => item !== leaving);
        const newcomer = card('pod', 'zz-newcomer', leaving.region);
        const after = layoutView(viewOf([...view.regions.values()], [...others, newcomer]), before);
        for (const item of others) expect(after.cards.get(item.id)).toEqual(before.cards.get(item.id));
        expect([...after.regions]).toEqual([...before.regions]);
      }),
      settings,
    );
  });

  it('draws no empty row in a fresh box, yet one more Pod finds a place in it and moves nothing', () => {
    fc.assert(
      fc.property(views, fc.nat(4), (view, which) => {
        const before = layoutView(view);
        const frames = [...before.regions].filter(([id]) => view.regions.get(id)?.folded === false);
        for (const [id, { y, h }] of frames) {
          const own = [...view.cards.values()].filter((item) => item.region === id);
          const bottoms = own.map((item) => before.cards.get(item.id)).map((rect) => (rect?.y ?? 0) + (rect?.h ?? 0));
          if (bottoms.length > 0) expect(y + h - Math.max(...bottoms)).toBeLessThan(48);
        }
        const grown = frames.filter(([id]) =>
          [...view.cards.values()].some((c) => c.lane === 'pod' && c.region === id),
        );
        const [id] = grown[which % Math.max(1, grown.length)] ?? [];
        if (id === undefined) return;
        const one = viewOf([...view.regions.values()], [...view.cards.values(), card('pod', 'zz-newcomer', id)]);
        const after = layoutView(one, before);
        expect(after.annexes).toEqual(before.annexes);
        expect(misplaced(one, after)).toEqual([]);
        expect(overlapping(after)).toEqual([]);
        for (const item of view.cards.values()) expect(after.cards.get(item.id)).toEqual(before.cards.get(item.id));
      }),
      settings,
    );
  });
});
