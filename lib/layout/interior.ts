import type { Card } from '../view/view';
import { assignRows, inLanes, isPodLane } from './columns';
import {
  CARD_HEIGHT,
  type Columns,
  FOLDED_WIDTH,
  GAP,
  openWidth,
  PITCH,
  POD_PITCH,
  podColumnsOf,
  type Rect,
  REGION,
  widthOf,
} from './metrics';

/** Cards of one frame relative to its corner, the size they need, and those for which it has no room. */
export interface Interior {
  readonly cards: ReadonlyMap<string, Rect>;
  readonly w: number;
  readonly h: number;
  /** Room to keep free below it: outside of its frame, which would look half empty. */
  readonly spare: number;
  readonly left: readonly Card[];
}

/** A frame as it was drawn, and how far it may grow without touching another. */
export interface Framed {
  readonly rect: Rect;
  /** Rows of cards that have room, from its top. */
  readonly rows: number;
  /** Width that has room, from its left edge. */
  readonly width: number;
  /** Where its cards were, on the chart. */
  readonly cards: ReadonlyMap<string, Rect>;
}

/** What an interior is made for. */
export interface Wanted {
  /** Null when it is drawn for the first time. */
  readonly framed: Framed | null;
  /** Appears in a map that is drawn already, so that more is likely to come. */
  readonly isLive: boolean;
  /** Columns of Pods at most. */
  readonly mostColumns: number;
  readonly columns: Columns;
}

/** The one card of a folded region. */
export function foldedInterior(cards: readonly Card[]): Interior {
  const [card] = inLanes(cards, 'tier-0', 'tier-1', 'vip', 'segment', 'pod', 'group');
  const face = { x: REGION.padding, y: REGION.header, w: card === undefined ? 0 : widthOf(card, true), h: CARD_HEIGHT };
  return {
    cards: card === undefined ? new Map() : new Map([[card.id, face]]),
    w: FOLDED_WIDTH,
    h: REGION.header + CARD_HEIGHT + REGION.padding,
    spare: 0,
    left: [],
  };
}

/** Gateways and VIPs, segments and Pods of an open region in their columns; what was in the frame keeps its place. */
export function openInterior(cards: readonly Card[], wanted: Wanted): Interior {
  const { framed, isLive, mostColumns } = wanted;
  const pods = inLanes(cards, 'pod', 'group');
  const columns =
    framed === null
      ? Math.min(mostColumns, freshColumns(pods.length, isLive))
      : columnsOf(framed, pods.length, wanted.columns);
  const across = Math.max(1, columns);
  const slotBefore = (card: Card): number | null =>
    framed === null ? null : slotIn(card, framed, across, wanted.columns);
  const limit = framed === null ? Number.POSITIVE_INFINITY : framed.rows;
  const vips = inLanes(cards, 'vip', 'tier-0').length;
  const middle = Math.max(vips, Math.floor((Math.ceil(pods.length / across) - 1) / 2), 0);
  const gateways = assignRows(
    inLanes(cards, 'vip', 'tier-1', 'tier-0'),
    // In a fresh region the Tier-1 stands in the middle beside its Pods, VIPs above it.
    (card) => slotBefore(card) ?? (framed === null && card.lane === 'tier-1' ? middle : null),
    { limit },
  );
  const segments = assignRows(inLanes(cards, 'segment'), slotBefore, { limit, start: framed === null ? middle : 0 });
  const slots = assignRows(pods, slotBefore, { limit: columns === 0 ? 0 : limit * across });
  const placed = new Map<string, Rect>();
  const left: Card[] = [];
  let last = 0;
  for (const card of cards) {
    const slot = isPodLane(card) ? slots.get(card.id) : undefined;
    const row = slot === undefined ? (gateways.get(card.id) ?? segments.get(card.id)) : Math.floor(slot / across);
    if (row === undefined) {
      left.push(card);
      continue;
    }
    const x = wanted.columns.x[card.lane] + (slot === undefined ? 0 : (slot % across) * POD_PITCH);
    last = Math.max(last, row);
    placed.set(card.id, { x, y: REGION.header + row * PITCH, w: widthOf(card, false), h: CARD_HEIGHT });
  }
  // A fresh region has room for one more Pod at least, so that the next one need not go elsewhere.
  const spare = framed === null && columns > 0 ? Math.max(0, Math.ceil((pods.length + 1) / across) - last - 1) : 0;
  return {
    cards: placed,
    w: openWidth(columns, wanted.columns),
    h: Math.max(heightOf(last + 1), framed?.rect.h ?? 0),
    spare: spare * PITCH,
    left,
  };
}

/** Height of a frame with so many rows. */
function heightOf(rows: number): number {
  return REGION.header + (rows - 1) * PITCH + CARD_HEIGHT + REGION.padding;
}

/** How many rows fit above the height at which the next frame begins. */
export function rowsAbove(height: number): number {
  return Math.floor((height - GAP - heightOf(1)) / PITCH) + 1;
}

/** Width of many Pods against their height: with what stands at their left the whole has the shape of a screen. */
const PODS_RATIO = 1.15;

/** Columns of Pods of a region seen for the first time; one that appears in a drawn map leaves room for the Pods to come. */
function freshColumns(pods: number, isLive: boolean): number {
  if (pods === 0) return isLive ? 2 : 0;
  if (pods <= 20) return pods <= 5 && !isLive ? 1 : 2;
  return Math.max(3, Math.floor(Math.sqrt((pods * PODS_RATIO * PITCH) / POD_PITCH)));
}

/** A frame keeps its columns of Pods; one without any gets a first one where there is room at its right. */
function columnsOf(framed: Framed, pods: number, columns: Columns): number {
  const kept = podColumnsOf(framed.rect.w, columns) ?? 0;
  return kept === 0 && pods > 0 && framed.width >= openWidth(1, columns) ? 1 : kept;
}

/** The row, or for Pods the slot counted by rows, where a card was in the frame; null when it was elsewhere. */
function slotIn(card: Card, { rect: frame, cards }: Framed, across: number, columns: Columns): number | null {
  const rect = cards.get(card.id);
  if (rect === undefined || rect.w !== widthOf(card, false)) return null;
  const row = (rect.y - frame.y - REGION.header) / PITCH;
  const column = (rect.x - frame.x - columns.x[card.lane]) / POD_PITCH;
  if (!Number.isInteger(row)) return null;
  if (!isPodLane(card)) return column === 0 ? row : null;
  return Number.isInteger(column) && column >= 0 && column < across ? row * across + column : null;
}
