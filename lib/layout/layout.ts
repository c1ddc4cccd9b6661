import type { Card, Region, View } from '../view/view';
import { assignRows, inLanes } from './columns';
import {
  CARD_HEIGHT,
  COLUMN_X,
  FOLDED_WIDTH,
  GAP,
  openWidth,
  PITCH,
  POD_PITCH,
  podColumnsOf,
  type Rect,
  REGION,
  REGIONS_X,
  SHARED_X,
  TIER0_X,
  widthOf,
} from './metrics';
import { type Box, placeBoxes } from './place';

/** Where everything is. `outside` is the strip of what belongs to no namespace; it has no frame. */
export interface Layout {
  readonly regions: ReadonlyMap<string, Rect>;
  readonly cards: ReadonlyMap<string, Rect>;
  readonly size: { readonly w: number; readonly h: number };
  readonly outside: Rect | null;
  /** Width of the area that regions share. */
  readonly area: number;
}

const OUTSIDE = '';

/**
 * Positions for a view. Given the previous layout, what was drawn keeps its place: new cards and regions take free places,
 * a region that outgrows its place pushes down what is below it, and room is not taken back. Without one, a tidy layout.
 */
export function layoutView(view: View, previous?: Layout): Layout {
  const byRegion = groupByRegion(view);
  const interiors = new Map<string, Interior>();
  for (const region of sortedRegions(view, byRegion)) {
    interiors.set(region.id, interiorOf(region, byRegion.get(region.id) ?? [], previous));
  }
  const strip = outsideInterior(byRegion.get(OUTSIDE) ?? [], previous);
  if (strip !== null) interiors.set(OUTSIDE, strip);
  const area = Math.max(previous?.area ?? 0, areaWidth([...interiors.values()]));
  const boxes = [...interiors].map(([id, interior]): Box => boxOf(id, interior, previous));
  const placed = placeBoxes(boxes, area);
  const regions = new Map<string, Rect>();
  const cards = new Map<string, Rect>();
  for (const [id, interior] of interiors) {
    const box = placed.get(id);
    if (box === undefined) continue;
    const rect = { ...box, x: box.x + REGIONS_X };
    if (id !== OUTSIDE) regions.set(id, rect);
    for (const [card, inner] of interior.cards) cards.set(card, { ...inner, x: rect.x + inner.x, y: rect.y + inner.y });
  }
  const outsideBox = placed.get(OUTSIDE);
  placeSideColumns({ view, cards, previous, area });
  return {
    regions,
    cards,
    size: extent([...regions.values(), ...cards.values()]),
    outside: outsideBox === undefined ? null : { ...outsideBox, x: outsideBox.x + REGIONS_X },
    area,
  };
}

/** Cards of one region relative to its corner, and the size they need. */
interface Interior {
  readonly cards: ReadonlyMap<string, Rect>;
  readonly w: number;
  readonly h: number;
}

function groupByRegion(view: View): ReadonlyMap<string, readonly Card[]> {
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

/** Regions with Pods first, then empty ones, then folded ones; each by cluster and name, whatever order they are listed in. */
function sortedRegions(view: View, cards: ReadonlyMap<string, readonly Card[]>): readonly Region[] {
  const key = (region: Region): string => `${region.cluster}|${region.namespace}`;
  const rank = (region: Region): number => {
    if (region.folded) return 2;
    return (cards.get(region.id) ?? []).some(isPodLane) ? 0 : 1;
  };
  return [...view.regions.values()].sort((a, b) => rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1));
}

const isPodLane = (card: Card): boolean => card.lane === 'pod' || card.lane === 'group';

function interiorOf(region: Region, cards: readonly Card[], previous: Layout | undefined): Interior {
  const before = previous?.regions.get(region.id) ?? null;
  if (region.folded) {
    const [card] = inLanes(cards, 'tier-1', 'vip', 'segment', 'pod', 'group');
    const face = {
      x: REGION.padding,
      y: REGION.header,
      w: card === undefined ? 0 : widthOf(card, true),
      h: CARD_HEIGHT,
    };
    return {
      cards: card === undefined ? new Map() : new Map([[card.id, face]]),
      w: FOLDED_WIDTH,
      h: REGION.header + CARD_HEIGHT + REGION.padding,
    };
  }
  return openInterior(cards, before, previous);
}

/** Columns of Pods of a region seen for the first time; one that appears in a drawn map leaves room for the Pods to come. */
function freshColumns(pods: number, isLive: boolean): number {
  if (pods === 0) return isLive ? 2 : 0;
  return pods <= 5 && !isLive ? 1 : pods <= 20 ? 2 : 3;
}

function openInterior(cards: readonly Card[], framed: Rect | null, previous: Layout | undefined): Interior {
  const pods = inLanes(cards, 'pod', 'group');
  const kept = framed === null ? null : podColumnsOf(framed.w);
  // A region that was folded, or had no room for Pods, has no places that it could keep.
  const before = kept === null || (kept === 0 && pods.length > 0) ? null : framed;
  const columns = before === null || kept === null ? freshColumns(pods.length, previous !== undefined) : kept;
  const across = Math.max(1, columns);
  const slotBefore = (card: Card): number | null => {
    const rect = previous?.cards.get(card.id);
    if (before === null || rect === undefined || rect.w !== widthOf(card, false)) return null;
    const row = (rect.y - before.y - REGION.header) / PITCH;
    const column = (rect.x - before.x - COLUMN_X[card.lane]) / POD_PITCH;
    if (!isPodLane(card)) return column === 0 ? row : null;
    return Number.isInteger(column) && column >= 0 && column < across ? row * across + column : null;
  };
  const vips = inLanes(cards, 'vip', 'tier-0').length;
  const middle = Math.max(vips, Math.floor((Math.ceil(pods.length / across) - 1) / 2), 0);
  const gateways = assignRows(
    inLanes(cards, 'vip', 'tier-1', 'tier-0'),
    (card) => slotBefore(card) ?? freshGatewayRow(card, before, middle),
  );
  const segments = assignRows(inLanes(cards, 'segment'), slotBefore, before === null ? middle : 0);
  const slots = assignRows(pods, slotBefore);
  const placed = new Map<string, Rect>();
  let last = 0;
  for (const card of cards) {
    const slot = slots.get(card.id);
    const row = slot === undefined ? (gateways.get(card.id) ?? segments.get(card.id) ?? 0) : Math.floor(slot / across);
    const x = COLUMN_X[card.lane] + (slot === undefined ? 0 : (slot % across) * POD_PITCH);
    last = Math.max(last, row);
    placed.set(card.id, { x, y: REGION.header + row * PITCH, w: widthOf(card, false), h: CARD_HEIGHT });
  }
  const needed = REGION.header + last * PITCH + CARD_HEIGHT + REGION.padding;
  return { cards: placed, w: openWidth(columns), h: Math.max(needed, before?.h ?? 0) };
}

/** In a fresh region the Tier-1 stands in the middle beside its Pods, VIPs above it. */
function freshGatewayRow(card: Card, before: Rect | null, middle: number): number | null {
  return before === null && card.lane === 'tier-1' ? middle : null;
}

/** Segments and ports of no namespace share one strip, placed like a region. */
function outsideInterior(cards: readonly Card[], previous: Layout | undefined): Interior | null {
  const inside = cards.filter((card) => card.lane === 'segment' || card.lane === 'pod');
  if (inside.length === 0) return null;
  return openInterior(inside, previous?.outside ?? null, previous);
}

function boxOf(id: string, interior: Interior, previous: Layout | undefined): Box {
  const before = (id === OUTSIDE ? previous?.outside : previous?.regions.get(id)) ?? null;
  const keeps = before !== null && before.w === interior.w;
  return { id, w: interior.w, h: interior.h, previous: keeps ? { ...before, x: before.x - REGIONS_X } : null };
}

/** Two empty regions side by side at least; more regions share an area about as wide as a screen is. */
function areaWidth(interiors: readonly Interior[]): number {
  const least = 2 * openWidth(0) + GAP;
  const widest = Math.max(0, ...interiors.map((interior) => interior.w));
  const surface = interiors.reduce((sum, { w, h }) => sum + (w + GAP) * (h + GAP), 0);
  return Math.max(least, widest, Math.ceil(Math.sqrt(surface * SCREEN_RATIO)));
}

/** Width of the regions' area against its height; the side columns make the whole wider still. */
const SCREEN_RATIO = 1.15;

interface Sides {
  readonly view: View;
  readonly cards: Map<string, Rect>;
  readonly previous: Layout | undefined;
  readonly area: number;
}

/** Tier-0 gateways and shared Tier-1s left of the regions, groups right of them. */
function placeSideColumns({ view, cards, previous, area }: Sides): void {
  const outside = [...view.cards.values()].filter((card) => card.region === null || !view.regions.has(card.region));
  const start = firstGatewayRow(view, cards);
  const columns = [
    { x: TIER0_X, members: inLanes(outside, 'tier-0'), start },
    { x: SHARED_X, members: inLanes(outside, 'tier-1', 'vip'), start },
    { x: REGIONS_X + area + GAP, members: inLanes(outside, 'group'), start: 0 },
  ];
  for (const column of columns) {
    const rows = assignRows(column.members, (card) => rowOf(card, column.x, previous), column.start);
    for (const card of column.members) {
      const y = REGION.header + (rows.get(card.id) ?? 0) * PITCH;
      cards.set(card.id, { x: column.x, y, w: widthOf(card, false), h: CARD_HEIGHT });
    }
  }
}

function rowOf(card: Card, x: number, previous: Layout | undefined): number | null {
  const rect = previous?.cards.get(card.id);
  return rect === undefined || rect.x !== x ? null : (rect.y - REGION.header) / PITCH;
}

/** The row of the topmost Tier-1 within a region: what leads to it begins beside it. */
function firstGatewayRow(view: View, cards: ReadonlyMap<string, Rect>): number {
  const ys = [...view.cards.values()].flatMap((card) =>
    card.region !== null && card.lane === 'tier-1' ? (cards.get(card.id)?.y ?? []) : [],
  );
  return ys.length === 0 ? 0 : Math.max(0, Math.round((Math.min(...ys) - REGION.header) / PITCH));
}

function extent(rects: readonly Rect[]): Layout['size'] {
  let [w, h] = [0, 0];
  for (const rect of rects) {
    w = Math.max(w, rect.x + rect.w);
    h = Math.max(h, rect.y + rect.h);
  }
  return { w, h };
}
