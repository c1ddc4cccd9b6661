import { describe, expect, it } from 'vitest';
import { extentOf, FIT_INSET, fitViewport, shiftInto } from './use-viewport';

const box = { width: 1000, height: 600 };

describe('viewport', () => {
  it('centres what fits and never enlarges it', () => {
    const fit = fitViewport({ width: 800, height: 400 }, box, 0.5);
    expect(fit.zoom).toBe(1);
    expect(fit.x).toBe(100);
  });
  it('leaves a small chart room to grow to the right and downwards', () => {
    const fit = fitViewport({ width: 200, height: 100 }, box, 0.5);
    expect(fit.x).toBeLessThan(300);
    expect(fit.y).toBeLessThan(200);
  });
  it('shows a huge chart from its top left at a legible size, and whole on request', () => {
    expect(fitViewport({ width: 9000, height: 9000 }, box, 0.55)).toEqual({
      x: FIT_INSET.left,
      y: FIT_INSET.top,
      zoom: 0.55,
    });
    expect(fitViewport({ width: 9000, height: 9000 }, box, 0.01).zoom).toBeLessThan(0.06);
  });
  it('takes all that is drawn for the whole map, tiles too', () => {
    const rect = (x: number, y: number) => ({ x, y, width: 100, height: 50 });
    const nothing = { regions: new Map(), annexes: new Map(), cards: new Map(), tiles: new Map(), blocks: new Map() };
    const blocks = new Map([['east', { cluster: 'east', isMore: false, rect: rect(900, 700) }]]);
    expect(extentOf({ ...nothing, cards: new Map([['t0', rect(10, 20)]]), blocks })).toEqual({
      x: 10,
      y: 20,
      width: 990,
      height: 730,
    });
    expect(extentOf(nothing)).toBeNull();
  });
  it('moves a hidden card just into sight, and a visible one not at all', () => {
    const at = { x: 0, y: 0, zoom: 1 };
    expect(shiftInto({ x: 100, y: 100, width: 100, height: 48 }, at, box)).toBeNull();
    expect(shiftInto({ x: 980, y: 100, width: 100, height: 48 }, at, box)).toEqual({ x: -104, y: 0 });
    expect(shiftInto({ x: 100, y: -50, width: 100, height: 48 }, at, box)).toEqual({ x: 0, y: 74 });
  });
});
