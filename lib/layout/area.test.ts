import { describe, expect, it } from 'vitest';
import { areaWidth } from './area';
import { REGIONS_X } from './metrics';
import { type Box, placeBoxes } from './place';

const boxes = (count: number, w: number, h: number): readonly Box[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, w, h, previous: null, grows: false }));

const columns = (all: readonly Box[]): number =>
  new Set([...placeBoxes(all, areaWidth(all)).values()].map(({ x }) => x)).size;

describe('the width that boxes share', () => {
  it('puts wide boxes side by side where one column would leave half of the screen empty', () => {
    expect(columns(boxes(6, 650, 230))).toBe(2);
  });

  it('leaves a few low boxes in a row or two', () => {
    expect(columns(boxes(4, 300, 100))).toBeGreaterThanOrEqual(2);
  });

  it('is never less than the widest box', () => {
    expect(areaWidth(boxes(1, 5_000, 50))).toBe(5_000);
  });

  it('makes large maps about as wide as screens are, and no wider than what is in them', () => {
    const all = boxes(300, 300, 104);
    const area = areaWidth(all);
    const placed = [...placeBoxes(all, area).values()];
    const height = Math.max(...placed.map((rect) => rect.y + rect.h));
    expect(Math.max(...placed.map((rect) => rect.x + rect.w))).toBe(area);
    expect((REGIONS_X + area) / height).toBeGreaterThan(1);
    expect((REGIONS_X + area) / height).toBeLessThan(1.8);
  });
});
