import { GAP, openWidth, REGIONS_X } from './metrics';
import { type Box, placeBoxes } from './place';

/** What a screen shows at full size, without what floats at its rims: the shape that a map should have, not a limit. */
const SCREEN = { w: 1376, h: 772 } as const;
/** Width of the regions' area against its height where only that is known; the side columns make the whole wider still. */
const SCREEN_RATIO = 1.15;
/** Widths that are tried, as parts of the one that the surface suggests. */
const TRIED = [1, 0.7, 0.85, 1.2, 1.45, 1.75, 2.1] as const;
/** With more boxes than this none leaves a gap that matters, and each try takes its time. */
const MOST_TRIED = 80;

/** The width that boxes share in a fresh map: the one with which the whole is drawn largest on a screen. */
export function areaWidth(boxes: readonly Box[]): number {
  // Two empty regions side by side at least.
  const least = Math.max(2 * openWidth(0) + GAP, ...boxes.map(({ w }) => w));
  const surface = boxes.reduce((sum, { w, h }) => sum + (w + GAP) * (h + GAP), 0);
  const usual = Math.ceil(Math.sqrt(surface * SCREEN_RATIO));
  const parts = boxes.length > MOST_TRIED ? [1] : TRIED;
  const widths = [...new Set(parts.map((part) => Math.max(least, Math.ceil(usual * part))))];
  const tried = widths.map((width) => extentOf(boxes, width));
  const best = tried.reduce((one, other) => (scaleOf(other) > scaleOf(one) * WORTH_IT ? other : one));
  return Math.max(least, best.w);
}

/** Another width than the usual one must show things this much larger. */
const WORTH_IT = 1.04;

interface Extent {
  readonly w: number;
  readonly h: number;
}

function extentOf(boxes: readonly Box[], width: number): Extent {
  let [w, h] = [1, 1];
  for (const rect of placeBoxes(boxes, width).values()) {
    w = Math.max(w, rect.x + rect.w);
    h = Math.max(h, rect.y + rect.h);
  }
  return { w, h };
}

/** How large the map is drawn where it just fits the screen. */
const scaleOf = ({ w, h }: Extent): number => Math.min(1, SCREEN.w / (REGIONS_X + w), SCREEN.h / h);
