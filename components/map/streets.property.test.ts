import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point, Rect } from './geometry';
import { routeOf } from './route';
import { streetsBetween } from './streets';

/** Frames in rows of different heights and widths, as boxes of different content stand. */
const charts = fc
  .array(
    fc.array(fc.record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 6 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((columns) => {
    const frames: Rect[] = [];
    let x = 400;
    for (const column of columns) {
      let y = 0;
      for (const { width, height } of column) {
        frames.push({ x, y, width: width * 60, height: height * 60 });
        y += height * 60 + 24;
      }
      x += Math.max(...column.map(({ width }) => width * 60)) + 24;
    }
    return frames;
  });

const inside = (frame: Rect, a: Point, b: Point) =>
  Math.min(a.x, b.x) < frame.x + frame.width &&
  Math.max(a.x, b.x) > frame.x &&
  Math.min(a.y, b.y) < frame.y + frame.height &&
  Math.max(a.y, b.y) > frame.y;

const stretches = (points: readonly Point[]): (readonly [Point, Point])[] =>
  points.slice(1).map((point, index) => [points[index] ?? point, point]);

describe('a line from a gateway to a box', () => {
  it('runs through no other box, wherever that stands, in level and upright stretches alone', () => {
    fc.assert(
      fc.property(charts, fc.nat(29), fc.nat(5), (frames, which, row) => {
        const frame = frames[which % frames.length];
        if (frame === undefined) return;
        const to = {
          x: frame.x + 16,
          y: frame.y + 8 + Math.min(row, frame.height / 60 - 1) * 56,
          width: 40,
          height: 40,
        };
        const gateway = { x: 100, y: 120, width: 180, height: 48 };
        const terrain = { shore: 400, outside: [gateway], streets: streetsBetween(frames) };
        const points = routeOf(gateway, to, { frame, cards: [to] }, terrain) ?? [];
        expect(points.length).toBeGreaterThan(1);
        for (const [before, point] of stretches(points)) {
          expect(before.x === point.x || before.y === point.y).toBe(true);
          expect(frames.filter((other) => other !== frame && inside(other, before, point))).toEqual([]);
        }
        expect(points.at(-1)).toEqual({ x: to.x, y: to.y + 20 });
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('streets', () => {
  it('are not looked for where boxes are many: those stand in rows', () => {
    const frames = Array.from({ length: 33 }, (_, index) => ({ x: index * 100, y: 0, width: 60, height: 60 }));
    expect(streetsBetween(frames)).toBeNull();
  });
});
