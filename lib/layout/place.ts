import { GAP, overlap, type Rect } from './metrics';

/** A box to be placed, with where it was before; null when it is new. */
export interface Box {
  readonly id: string;
  readonly w: number;
  readonly h: number;
  readonly previous: Rect | null;
  /** True when it is wider than it was: others give way to it. */
  readonly grows: boolean;
}

/**
 * Places boxes in an area of the given width. Known boxes keep their place and only move down when one has grown into them,
 * which goes first; new boxes fill the first gap they fit in, row by row.
 */
export function placeBoxes(boxes: readonly Box[], width: number): ReadonlyMap<string, Rect> {
  const placed = new Map<string, Rect>();
  const known = boxes.filter((box) => box.previous !== null).sort(byPreviousPlace);
  for (const box of known) {
    const { x = 0, y = 0 } = box.previous ?? {};
    placed.set(box.id, firstFit(box, [...placed.values()], { x, width, from: y }));
  }
  let floor = 0;
  for (const box of boxes) {
    if (box.previous !== null) continue;
    const rect = firstFit(box, [...placed.values()], { width, from: known.length > 0 ? 0 : floor });
    // In a fresh map every row is filled before the next begins, so the search need not start over.
    floor = Math.max(floor, rect.y);
    placed.set(box.id, rect);
  }
  return placed;
}

function byPreviousPlace(a: Box, b: Box): number {
  const [first, second] = [a.previous, b.previous];
  return (
    Number(b.grows) - Number(a.grows) ||
    (first?.y ?? 0) - (second?.y ?? 0) ||
    (first?.x ?? 0) - (second?.x ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

interface Where {
  /** The left edge to keep; without it any free place in the width will do. */
  readonly x?: number;
  readonly width: number;
  readonly from: number;
}

/** The topmost, then leftmost free place: below or beside what is there. */
function firstFit(box: Box, placed: readonly Rect[], where: Where): Rect {
  const near = placed.filter((rect) => rect.y + rect.h + GAP > where.from);
  const ys = [where.from, ...near.map((rect) => rect.y + rect.h + GAP)].filter((y) => y >= where.from);
  const beside = near.map((rect) => rect.x + rect.w + GAP).filter((x) => x + box.w <= where.width);
  const xs = where.x === undefined ? [...new Set([0, ...beside])].sort((a, b) => a - b) : [where.x];
  for (const y of [...new Set(ys)].sort((a, b) => a - b)) {
    for (const x of xs) {
      const rect = { x, y, w: box.w, h: box.h };
      const room = { x: x - GAP / 2, y: y - GAP / 2, w: box.w + GAP - 1, h: box.h + GAP - 1 };
      if (!near.some((other) => overlap(room, other))) return rect;
    }
  }
  const bottom = Math.max(where.from, ...placed.map((rect) => rect.y + rect.h + GAP));
  return { x: xs[0] ?? 0, y: bottom, w: box.w, h: box.h };
}
