import { describe, expect, it } from 'vitest';
import { shrink } from './mini-map';
import { isOutOfSight } from './use-mini-map';

describe('the minimap', () => {
  it('holds the whole chart, whatever its form', () => {
    for (const size of [
      { width: 12_000, height: 900 },
      { width: 900, height: 30_000 },
      { width: 300, height: 100 },
      { width: 0, height: 0 },
    ]) {
      const { x, y, scale } = shrink(size);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + size.width * scale).toBeLessThanOrEqual(200);
      expect(y + size.height * scale).toBeLessThanOrEqual(132);
    }
  });

  it('is of use while part of the chart is beyond the rims of the screen', () => {
    const size = { width: 1_000, height: 500 };
    const seen = (x: number, y: number, zoom: number) =>
      isOutOfSight({ transform: [x, y, zoom], width: 800, height: 600 }, size);
    expect([seen(10, 10, 0.7), seen(-30, 10, 0.7), seen(10, -30, 0.7), seen(10, 300, 0.7), seen(10, 10, 1)]).toEqual([
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});
