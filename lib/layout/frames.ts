import type { Card } from '../view/view';
import { type Framed, foldedInterior, type Interior, openInterior, rowsAbove } from './interior';
import { type Columns, GAP, openWidth, podColumnsOf, type Rect, WHOLE_PATH } from './metrics';

/** The name under which what belongs to no namespace is placed. */
export const OUTSIDE = '';
const ANNEX = '\u0001';

/** One box to place: a region's frame, or an annex that holds what a region's frame has no room for. */
export interface Frame {
  readonly id: string;
  readonly region: string;
  readonly interior: Interior;
  /** Where it was; null when it is new, or was of another form. */
  readonly before: Rect | null;
}

/** The frames of the layout before, and how they may change now. */
export interface Ground {
  /** Grows with the frames already settled, so that no two grow into the same room. */
  readonly frames: Map<string, Rect>;
  readonly cards: ReadonlyMap<string, Rect>;
  /** True when others may be moved, because somebody asked for the change. */
  readonly givesWay: boolean;
  /** True when something is drawn already. */
  readonly isLive: boolean;
  /** The width that all frames share; null in a fresh layout. */
  readonly area: number | null;
}

/** Whether a frame is an annex, and of which region. */
export function regionOfFrame(id: string): string {
  const end = id.indexOf(ANNEX);
  return end === -1 ? id : id.slice(0, end);
}

export function isAnnex(id: string): boolean {
  return id.includes(ANNEX);
}

const BLOCK = '\u0002';

/** The frame of the tiles of a cluster; further ones hold what the first has no room for. */
export function blockFrameId(cluster: string, number: number): string {
  return `${BLOCK}${number}${BLOCK}${cluster}`;
}

/** Whose tiles a frame holds; null when it holds none. */
export function blockOf(id: string): { readonly cluster: string; readonly number: number } | null {
  if (!id.startsWith(BLOCK)) return null;
  const end = id.indexOf(BLOCK, 1);
  return { cluster: id.slice(end + 1), number: Number(id.slice(1, end)) };
}

/** A folded region is one frame with one card. */
export function foldedFrames(region: string, cards: readonly Card[], ground: Ground): readonly Frame[] {
  return [{ id: region, region, interior: foldedInterior(cards), before: ground.frames.get(region) ?? null }];
}

/**
 * The frames of an open region. Its own frame grows while there is room below it; what then has no place goes to an annex
 * elsewhere, because a region that pushed others aside would move what did not change.
 */
export function openFrames(
  region: string,
  cards: readonly Card[],
  ground: Ground,
  columns: Columns = WHOLE_PATH,
): readonly Frame[] {
  const own = ground.frames.get(region);
  const keeps = own !== undefined && podColumnsOf(own.w, columns) !== null;
  const mostColumns =
    ground.area === null || ground.givesWay ? Number.POSITIVE_INFINITY : columnsWithin(ground.area, columns);
  if (!keeps) {
    const interior = openInterior(cards, {
      framed: null,
      isLive: ground.isLive && own === undefined,
      mostColumns,
      columns,
    });
    return [{ id: region, region, interior, before: ground.givesWay ? (own ?? null) : null }];
  }
  const frames: Frame[] = [];
  const known = [...ground.frames].filter(([id]) => regionOfFrame(id) === region).sort(byNumber);
  const homes = new Map(
    cards.map((card) => [card.id, known.find(([, rect]) => contains(rect, ground.cards.get(card.id)))?.[0]]),
  );
  let homeless = cards.filter((card) => homes.get(card.id) === undefined);
  let number = 1;
  for (const [id, rect] of known) {
    number = Math.max(number, numberOf(id));
    const inside = cards.filter((card) => homes.get(card.id) === id);
    if (id !== region && inside.length === 0 && homeless.length === 0) continue;
    const framed = framedIn(id, rect, ground, columns);
    const interior = openInterior([...inside, ...homeless], { framed, isLive: true, mostColumns, columns });
    homeless = [...interior.left];
    if (id !== region && interior.cards.size === 0) continue;
    frames.push({ id, region, interior, before: rect });
    ground.frames.set(id, { ...rect, w: interior.w, h: interior.h });
  }
  if (homeless.length > 0) {
    const interior = openInterior(homeless, { framed: null, isLive: true, mostColumns, columns });
    frames.push({ id: `${region}${ANNEX}${number + 1}`, region, interior, before: null });
  }
  return frames;
}

function numberOf(id: string): number {
  return isAnnex(id) ? Number(id.slice(id.indexOf(ANNEX) + 1)) : 1;
}

function byNumber([a]: readonly [string, Rect], [b]: readonly [string, Rect]): number {
  return numberOf(a) - numberOf(b);
}

function columnsWithin(area: number, columns: Columns): number {
  let most = 1;
  while (openWidth(most + 1, columns) <= area) most++;
  return most;
}

function contains(frame: Rect, rect: Rect | undefined): boolean {
  if (rect === undefined) return false;
  const { x, y, w, h } = frame;
  return rect.x >= x && rect.y >= y && rect.x + rect.w <= x + w && rect.y + rect.h <= y + h;
}

/** A frame with the room there is below it and at its right. */
function framedIn(id: string, rect: Rect, ground: Ground, columns: Columns): Framed {
  const free = { rect, cards: ground.cards, rows: Number.POSITIVE_INFINITY, width: Number.POSITIVE_INFINITY };
  if (ground.givesWay) return free;
  const wide = podColumnsOf(rect.w, columns) === 0 ? widenedIn(id, rect, ground, columns) : rect.w;
  let below = Number.POSITIVE_INFINITY;
  for (const [other, { x, y, w }] of ground.frames) {
    const beside = x >= rect.x + wide + GAP || x + w + GAP <= rect.x;
    if (other !== id && !beside && y >= rect.y + rect.h) below = Math.min(below, y - rect.y);
  }
  return { ...free, rows: below === Number.POSITIVE_INFINITY ? below : rowsAbove(below), width: wide };
}

/** The width with one column of Pods where nothing stands in its way, else the width it has. */
function widenedIn(id: string, rect: Rect, { frames, area }: Ground, columns: Columns): number {
  const wide = openWidth(1, columns);
  if (area !== null && rect.x + wide > area) return rect.w;
  const blocked = [...frames].some(
    ([other, { x, y, w, h }]) =>
      other !== id &&
      x < rect.x + wide + GAP &&
      x + w + GAP > rect.x &&
      y < rect.y + rect.h + GAP &&
      y + h + GAP > rect.y,
  );
  return blocked ? rect.w : wide;
}
