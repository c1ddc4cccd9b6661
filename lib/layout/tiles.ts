import { compareNatural } from '../natural';
import type { Region } from '../view/view';
import { blockFrameId, blockOf, type Frame, type Ground } from './frames';
import { GAP, type Rect, TILE } from './metrics';

const PITCH = { x: TILE.w + TILE.gap, y: TILE.h + TILE.gap } as const;
/** Width of all tiles against their height; what stands beside them makes the whole as wide as a screen. */
const RATIO = 1.65;
const LEAST_COLUMNS = 4;
/** A cluster with at least this part of all tiles takes the whole width. */
const LARGE = 1 / 8;
/** Free places in a fresh block, of its tiles. */
const SPARE = 0.02;

/** A grid of tiles; `before` is where it was. */
interface Grid {
  readonly id: string;
  readonly before: Rect | null;
  readonly columns: number;
  readonly rows: number;
}

/**
 * The frames of tiles, per cluster. A tile keeps its place, and the place of one that was opened or went stays free; newcomers
 * take free places, then rows below where nothing is in the way, then a further block elsewhere.
 */
export function tileFrames(
  regions: Iterable<Region>,
  placeBefore: ReadonlyMap<string, Rect>,
  ground: Ground,
): readonly Frame[] {
  const all = [...regions];
  if (!all.some(({ tile }) => tile !== undefined)) return [];
  const tiles = all.filter(({ id, tile }) => tile !== undefined || placeBefore.has(id)).sort(byName);
  const clusters = new Map<string, Region[]>();
  for (const tile of tiles) {
    const own = clusters.get(tile.cluster ?? '');
    if (own === undefined) clusters.set(tile.cluster ?? '', [tile]);
    else own.push(tile);
  }
  const columns = columnsFor(tiles.length);
  return [...clusters].flatMap(([cluster, own]) => {
    const wide = own.length >= tiles.length * LARGE ? columns : Math.min(columns, columnsFor(own.length));
    return framesOf(cluster, own, wide, placeBefore, ground);
  });
}

function framesOf(
  cluster: string,
  tiles: readonly Region[],
  columns: number,
  placeBefore: ReadonlyMap<string, Rect>,
  ground: Ground,
): readonly Frame[] {
  const frames: Frame[] = [];
  const known = [...ground.frames].filter(([id]) => blockOf(id)?.cluster === cluster).sort(byNumber);
  let left = tiles;
  let number = 0;
  for (const [id, before] of known) {
    number = Math.max(number, blockOf(id)?.number ?? 0);
    const grid = { id, before, columns: columnsOf(before), rows: rowsWithin(id, before, ground) };
    const frame = fill(grid, left, placeBefore, true);
    left = frame.left;
    if (frame.interior.cards.size === 0 && number > 1) continue;
    frames.push(frame.frame);
    ground.frames.set(id, { ...before, h: frame.interior.h });
  }
  if (left.length > 0 || frames.length === 0) {
    const rows = Math.ceil((left.length + Math.max(2, left.length * SPARE)) / columns);
    const grid = { id: blockFrameId(cluster, number + 1), before: null, columns, rows };
    frames.push(fill(grid, left, placeBefore, false).frame);
  }
  return frames;
}

/** Gives tiles their old places in a grid, then free ones. */
function fill(grid: Grid, tiles: readonly Region[], placeBefore: ReadonlyMap<string, Rect>, isKept: boolean) {
  const { id, before, columns, rows } = grid;
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  if (before !== null) {
    for (const tile of tiles) {
      const slot = slotOf(placeBefore.get(tile.id), before, columns);
      if (slot === null || taken.has(slot)) continue;
      slots.set(tile.id, slot);
      taken.add(slot);
    }
  }
  const left: Region[] = [];
  let next = 0;
  for (const tile of tiles) {
    if (slots.has(tile.id)) continue;
    // A tile of another block of its cluster stays there.
    if (isKept && before !== null && isElsewhere(placeBefore.get(tile.id), before)) {
      left.push(tile);
      continue;
    }
    while (taken.has(next)) next++;
    if (next >= rows * columns) left.push(tile);
    else {
      slots.set(tile.id, next);
      taken.add(next);
    }
  }
  const cards = new Map<string, Rect>();
  let last = 0;
  for (const [tile, slot] of slots) {
    const row = Math.floor(slot / columns);
    last = Math.max(last, row);
    cards.set(tile, { x: (slot % columns) * PITCH.x, y: TILE.heading + row * PITCH.y, w: TILE.w, h: TILE.h });
  }
  const least = before === null ? rows : Math.max(last + 1, Math.round((before.h - TILE.heading + TILE.gap) / PITCH.y));
  const [w, h] = [columns * PITCH.x - TILE.gap, TILE.heading + least * PITCH.y - TILE.gap];
  const interior = { cards, w, h, spare: 0, left: [] };
  return { frame: { id, region: id, interior, before } satisfies Frame, interior, left };
}

function isElsewhere(place: Rect | undefined, block: Rect): boolean {
  return place !== undefined && slotOf(place, block, columnsOf(block)) === null;
}

/** The place in a grid that a tile had, counted by rows; null when it was not in it. */
function slotOf(place: Rect | undefined, block: Rect, columns: number): number | null {
  if (place === undefined) return null;
  const column = (place.x - block.x) / PITCH.x;
  const row = (place.y - block.y - TILE.heading) / PITCH.y;
  if (!Number.isInteger(column) || !Number.isInteger(row) || column < 0 || row < 0 || column >= columns) return null;
  return place.y + place.h <= block.y + block.h ? row * columns + column : null;
}

const columnsOf = (block: Rect): number => Math.round((block.w + TILE.gap) / PITCH.x);

/** Rows that a block may have without touching what is below it. */
function rowsWithin(id: string, block: Rect, ground: Ground): number {
  let bottom = Number.POSITIVE_INFINITY;
  for (const [other, { x, y, w }] of ground.frames) {
    const beside = x >= block.x + block.w + GAP || x + w + GAP <= block.x;
    if (other !== id && !beside && y >= block.y + block.h) bottom = Math.min(bottom, y);
  }
  return Math.floor((bottom - GAP - block.y - TILE.heading + TILE.gap) / PITCH.y);
}

/** Columns with which so many tiles fill a screen. */
function columnsFor(tiles: number): number {
  return Math.max(LEAST_COLUMNS, Math.ceil(Math.sqrt((tiles * RATIO * PITCH.y) / PITCH.x)));
}

function byName(a: Region, b: Region): number {
  return compareNatural(a.cluster ?? '', b.cluster ?? '') || compareNatural(a.title, b.title) || (a.id < b.id ? -1 : 1);
}

function byNumber([a]: readonly [string, Rect], [b]: readonly [string, Rect]): number {
  return (blockOf(a)?.number ?? 0) - (blockOf(b)?.number ?? 0);
}
