import { compareNatural } from '../natural';
import type { Card, Region } from '../view/view';
import { isRemainder } from '../view/box-words';
import { areaWidth } from './area';
import { isPodLane } from './columns';
import { blockOf, type Frame, foldedFrames, type Ground, isAnnex, OUTSIDE, openFrames } from './frames';
import { columnsIn, type Rect } from './metrics';
import { type Box, placeBoxes } from './place';
import { besideRail, lyingIn, placeSideColumns, type Rail, railFor } from './rail';
import type { Shape } from './shape';
import { tileFrames } from './tiles';

/** A further frame of a region that outgrew its place. */
export interface Annex {
  /** Empty for the strip of what belongs to no namespace. */
  readonly region: string;
  readonly rect: Rect;
}

/** The tiles of one cluster under their heading; `isMore` for a further block of a cluster whose first one is full. */
export interface Block {
  /** Empty for boxes that belong to no cluster. */
  readonly cluster: string;
  readonly isMore: boolean;
  readonly rect: Rect;
}

/** Where everything is. `outside` is the strip of what belongs to no namespace; it has no frame. */
export interface Layout {
  readonly regions: ReadonlyMap<string, Rect>;
  readonly annexes: ReadonlyMap<string, Annex>;
  readonly cards: ReadonlyMap<string, Rect>;
  /** Places of tiles, and those kept for boxes that were opened. */
  readonly tiles: ReadonlyMap<string, Rect>;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly size: { readonly w: number; readonly h: number };
  readonly outside: Rect | null;
  /** Width of the area that regions share. */
  readonly area: number;
  readonly rail: Rail;
}

/**
 * Positions for a view. Without `previous` a tidy layout. With it, what was drawn keeps its place exactly: newcomers take free
 * places, a region without room for them gets an annex elsewhere, and room is not taken back. Only where `change` says that a
 * person asked for other boxes, regions give way downwards to what was opened.
 */
export function layoutView(view: Shape, previous?: Layout, change: 'live' | 'asked' = 'live'): Layout {
  const ground: Ground = {
    frames: previous === undefined ? new Map() : framesOf(view, previous),
    cards: previous?.cards ?? new Map(),
    givesWay: change === 'asked',
    isLive: previous !== undefined,
    area: previous?.area ?? null,
  };
  const frames = allFrames(view, ground, previous);
  const widest = Math.max(0, ...frames.map(({ interior }) => interior.w));
  const known = previous?.rail;
  const boxes = frames.map((frame) => boxOf(frame, known));
  const width = Math.max(widest, ground.area ?? areaWidth(boxes));
  const placed = placeBoxes(boxes, width);
  // What was opened may reach beyond the width it had to fit into.
  const area = Math.max(width, ...[...placed.values()].map(({ x, w }) => x + w));
  const rail = known ?? railFor(view, placed.values());
  const { regions, annexes, cards, tiles, blocks, outside } = contentsOf(frames, placed, besideRail(rail));
  placeSideColumns({ view, cards, before: ground.cards, area, rail });
  const framed = [...annexes.values(), ...blocks.values()].map(({ rect }) => rect);
  const rects = [...regions.values(), ...framed, ...cards.values()];
  return { regions, annexes, cards, tiles, blocks, size: extent(rects), outside, area, rail };
}

/** What is in the frames, in the coordinates of the chart. */
function contentsOf(frames: readonly Frame[], placed: ReadonlyMap<string, Rect>, left: number) {
  const regions = new Map<string, Rect>();
  const annexes = new Map<string, Annex>();
  const cards = new Map<string, Rect>();
  const tiles = new Map<string, Rect>();
  const blocks = new Map<string, Block>();
  let outside: Rect | null = null;
  for (const { id, region, interior } of frames) {
    const box = placed.get(id);
    if (box === undefined) continue;
    const rect = { ...box, x: box.x + left, h: interior.h };
    const block = blockOf(id);
    if (block !== null) blocks.set(id, { cluster: block.cluster, isMore: block.number > 1, rect });
    else if (isAnnex(id)) annexes.set(id, { region, rect });
    else if (id === OUTSIDE) outside = rect;
    else regions.set(id, rect);
    const held = block === null ? cards : tiles;
    for (const [card, inner] of interior.cards) held.set(card, { ...inner, x: rect.x + inner.x, y: rect.y + inner.y });
  }
  return { regions, annexes, cards, tiles, blocks, outside };
}

/** Frames of the layout before whose regions are still there, each in the coordinates of the regions' area. */
function framesOf(view: Shape, { regions, annexes, blocks, outside }: Layout): Map<string, Rect> {
  const frames = new Map<string, Rect>();
  const isBox = (id: string): boolean => view.regions.has(id) && view.regions.get(id)?.tile === undefined;
  for (const [id, rect] of regions) if (isBox(id)) frames.set(id, rect);
  for (const [id, { region, rect }] of annexes) {
    if (region === OUTSIDE || isBox(region)) frames.set(id, rect);
  }
  const clusters = new Set<string>();
  const isTiled = [...view.regions.values()].some(({ tile }) => tile !== undefined);
  for (const { cluster } of isTiled ? view.regions.values() : []) clusters.add(cluster ?? '');
  for (const [id, { cluster, rect }] of blocks) if (clusters.has(cluster)) frames.set(id, rect);
  if (outside !== null) frames.set(OUTSIDE, outside);
  return frames;
}

function allFrames(view: Shape, ground: Ground, previous: Layout | undefined): readonly Frame[] {
  const byRegion = groupByRegion(view);
  const frames = sortedRegions(view, byRegion).flatMap((region) => {
    const cards = byRegion.get(region.id) ?? [];
    if (region.folded) return foldedFrames(region.id, cards, ground);
    return openFrames(region.id, cards, ground, columnsIn(region.kind));
  });
  // Segments and ports of no namespace share one strip, placed like a region.
  const strip = lyingIn(byRegion.get(OUTSIDE) ?? [], previous?.rail ?? railFor(view, []));
  const lying = strip.length === 0 ? [] : openFrames(OUTSIDE, strip, ground);
  return [...frames, ...lying, ...tileFrames(view.regions.values(), previous?.tiles ?? NO_TILES, ground)];
}

const NO_TILES: ReadonlyMap<string, Rect> = new Map();

function groupByRegion(view: Shape): ReadonlyMap<string, readonly Card[]> {
  const groups = new Map<string, Card[]>();
  for (const card of view.cards.values()) {
    const inRegion = card.region !== null && view.regions.has(card.region);
    const id = inRegion && card.region !== null ? card.region : OUTSIDE;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [card]);
    else group.push(card);
  }
  return groups;
}

/** Regions with Pods first, then empty ones, then folded ones, last what is in no other box; each by cluster and name, whatever order they are listed in. */
function sortedRegions(view: Shape, cards: ReadonlyMap<string, readonly Card[]>): readonly Region[] {
  const byName = (a: Region, b: Region): number =>
    compareNatural(a.cluster ?? '', b.cluster ?? '') || compareNatural(a.title, b.title) || (a.id < b.id ? -1 : 1);
  const rank = (region: Region): number => {
    if (isRemainder(region)) return 3;
    if (region.folded) return 2;
    return (cards.get(region.id) ?? []).some(isPodLane) ? 0 : 1;
  };
  const boxes = [...view.regions.values()].filter(({ tile }) => tile === undefined);
  return boxes.sort((a, b) => rank(a) - rank(b) || byName(a, b));
}

function boxOf({ id, interior, before }: Frame, rail: Rail | undefined): Box {
  const previous = before === null || rail === undefined ? null : { ...before, x: before.x - besideRail(rail) };
  return {
    id,
    w: interior.w,
    h: interior.h + interior.spare,
    previous,
    grows: before !== null && interior.w > before.w,
  };
}

function extent(rects: readonly Rect[]): Layout['size'] {
  let [w, h] = [0, 0];
  for (const rect of rects) {
    w = Math.max(w, rect.x + rect.w);
    h = Math.max(h, rect.y + rect.h);
  }
  return { w, h };
}
