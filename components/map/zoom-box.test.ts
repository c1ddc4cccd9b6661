import { expect, it } from 'vitest';
import { MAX_ZOOM } from './flow';
import { viewportOn } from './zoom-box';

const SCREEN = { width: 1_000, height: 800 };

it('fills the screen with what is in the box', () => {
  const to = viewportOn({ x: 300, y: 300, width: 500, height: 400 }, { x: 100, y: 50, zoom: 0.5 }, SCREEN);
  expect(to.zoom).toBe(1);
  // The corner of the box was at (400, 500) on the canvas.
  expect({ x: 400 * to.zoom + to.x, y: 500 * to.zoom + to.y }).toEqual({ x: 0, y: 0 });
});

it('keeps the middle of the box in the middle where zoom ends', () => {
  const to = viewportOn({ x: 495, y: 395, width: 10, height: 10 }, { x: 0, y: 0, zoom: 1 }, SCREEN);
  expect(to.zoom).toBe(MAX_ZOOM);
  expect({ x: 500 * to.zoom + to.x, y: 400 * to.zoom + to.y }).toEqual({ x: 500, y: 400 });
});
