import { describe, expect, it } from 'vitest';
import { besideOf, detourOf, exitOf, railOf, roundedPath, routeLabel, routeOf } from './route';

const rect = (x: number, y: number, width = 100, height = 48) => ({ x, y, width, height });
const tier0 = rect(0, 100);
const shared = rect(124, 100);
const terrain = { shore: 260, outside: [tier0, shared], streets: null };
const home = { frame: rect(260, 60, 600, 200), cards: [] };

describe('routes before the namespaces', () => {
  it('go around a card that stands between, never through it', () => {
    const points = routeOf(tier0, rect(276, 200), home, terrain) ?? [];
    const flat = points.slice(1).map((point, index) => [points[index], point] as const);
    for (const [a, b] of flat) {
      if (a === undefined || a.y !== b.y) continue;
      const through =
        a.y > shared.y && a.y < shared.y + shared.height && a.x < shared.x + shared.width && b.x > shared.x;
      expect(through, `${a.x},${a.y} to ${b.x},${b.y}`).toBe(false);
    }
    expect(points[0]).toEqual({ x: 100, y: 124 });
    expect(points.at(-1)).toEqual({ x: 276, y: 224 });
  });

  it('run straight to the trunk when nothing is between, in a lane of their own', () => {
    const own = routeOf(shared, rect(276, 200), home, terrain) ?? [];
    expect(own.map((point) => point.x)).toEqual([224, 244, 244, 276]);
    const gateway = routeOf(tier0, rect(276, 200), home, terrain) ?? [];
    expect(gateway.some((point) => point.x === 252)).toBe(true);
  });

  it('pass the cards before the one they lead to above its row', () => {
    const [vip, segment] = [rect(276, 100), rect(400, 100)];
    const points = routeOf(tier0, segment, { ...home, cards: [vip, segment] }, terrain) ?? [];
    expect(points.slice(-3)).toEqual([
      { x: 392, y: 96 },
      { x: 392, y: 124 },
      { x: 400, y: 124 },
    ]);
  });

  it('reach a later column along the gap above its namespace', () => {
    const later = { frame: rect(600, 400, 300, 100), cards: [] };
    const points = routeOf(tier0, rect(616, 430), later, terrain) ?? [];
    expect(points.some((point) => point.y === 382)).toBe(true);
    expect(points.at(-2)).toEqual({ x: 592, y: 454 });
  });

  it('leave a gateway by one rail before the next column, and are straight where the ends are level', () => {
    const gateway = rect(0, 100);
    expect(railOf(gateway, rect(124, 300))).toEqual([
      { x: 100, y: 124 },
      { x: 112, y: 124 },
      { x: 112, y: 324 },
      { x: 124, y: 324 },
    ]);
    expect(railOf(gateway, rect(124, 100))).toBeNull();
    expect(railOf(gateway, rect(400, 300))).toBeNull();
  });

  it('run beside the cards between within a column', () => {
    expect(besideOf(rect(0, 300), rect(0, 100))?.map(({ x }) => x)).toEqual([0, -8, -8, 0]);
    expect(besideOf(rect(0, 156), rect(0, 100))?.map(({ y }) => y)).toEqual([180, 180, 124, 124]);
    expect(besideOf(rect(0, 100), rect(0, 100))).toBeNull();
    expect(besideOf(rect(0, 300), rect(40, 100))).toBeNull();
  });

  it('are not needed inside a namespace or without one', () => {
    expect(routeOf(rect(300, 0), rect(500, 0), home, terrain)).toBeNull();
    expect(routeOf(tier0, shared, null, terrain)).toBeNull();
  });

  it('lead past the cards of a row to the one behind them, above the row', () => {
    const [segment, first, second] = [rect(0, 100), rect(150, 56), rect(280, 56)];
    expect(detourOf(segment, first, [segment, first, second])).toBeNull();
    const points = detourOf(segment, second, [segment, first, second]) ?? [];
    expect(points.slice(1, 4)).toEqual([
      { x: 138, y: 124 },
      { x: 138, y: 52 },
      { x: 272, y: 52 },
    ]);
  });

  it('leave a namespace above the row when others stand before, and tell their evidence on the longest stretch', () => {
    const [first, second, group] = [rect(0, 56), rect(130, 56), rect(400, 200)];
    expect(exitOf(second, group, [first, second])).toBeNull();
    const points = exitOf(first, group, [first, second]) ?? [];
    expect(points.slice(1, 5)).toEqual([
      { x: 104, y: 80 },
      { x: 104, y: 52 },
      { x: 242, y: 52 },
      { x: 242, y: 224 },
    ]);
    expect(routeLabel(points)).toEqual({ x: 321, y: 224 });
  });

  it('are drawn with rounded corners', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 20, y: 0 },
        { x: 20, y: 20 },
      ]),
    ).toBe('M0,0L12,0Q20,0 20,8L20,20');
  });
});
