import type { BoxKind, Card, Lane } from '../view/view';

/** A rectangle in map units; y grows downwards. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Fixed sizes, so that nothing is measured and nothing shifts while text arrives. */
export const CARD_HEIGHT = 48;
/** Distance from one row to the next. */
export const PITCH = 56;
export const GAP = 24;
/** Inside a region: the title tab above, and room around the cards. */
export const REGION = { header: 40, padding: 16 } as const;

const WIDTHS: Readonly<Record<Lane, number>> = {
  'tier-0': 146,
  'tier-1': 176,
  vip: 186,
  segment: 208,
  pod: 200,
  group: 168,
};
/** The one card of a folded region. */
export const FOLD_WIDTH = 268;

/** Columns of a region, from its left edge. */
export interface Columns {
  readonly x: Readonly<Record<Lane, number>>;
  /** Where the Pods begin; they may have several columns. */
  readonly pods: number;
}

function columnsAt(segment: number, pods: number): Columns {
  const first = REGION.padding;
  // VIPs share the column of the Tier-1 they are on.
  return { x: { 'tier-0': first, 'tier-1': first, vip: first, segment, pod: pods, group: pods }, pods };
}

const SECOND = REGION.padding + WIDTHS.vip + GAP;
/** Gateways, segments, Pods. */
export const WHOLE_PATH = columnsAt(SECOND, SECOND + WIDTHS.segment + GAP);
const FROM_SEGMENT = columnsAt(REGION.padding, REGION.padding + WIDTHS.segment + GAP);
const PODS_ONLY = columnsAt(REGION.padding, REGION.padding);

/** The columns that boxes of a kind have: no room is kept for what always stands outside of them. */
export function columnsIn(kind: BoxKind): Columns {
  if (kind === 'segment') return FROM_SEGMENT;
  return kind === 'namespace' || kind === 'tier-1' ? WHOLE_PATH : PODS_ONLY;
}

/** Room between the columns of Pods of one region. */
const POD_GAP = 12;
export const POD_PITCH = WIDTHS.pod + POD_GAP;
export const FOLDED_WIDTH = FOLD_WIDTH + 2 * REGION.padding;

/**
 * Width of an open region with that many columns of Pods; without any it ends behind its segments. Never less than folded,
 * so that folding a box moves no other.
 */
export function openWidth(podColumns: number, { pods }: Columns = WHOLE_PATH): number {
  const last = podColumns === 0 && pods > REGION.padding ? pods - GAP : podsEnd(podColumns, pods);
  return Math.max(FOLDED_WIDTH, last + REGION.padding);
}

const podsEnd = (podColumns: number, pods: number): number => pods + Math.max(1, podColumns) * POD_PITCH - POD_GAP;

/** The columns of Pods that an open region of that width has; null when no open region is that wide. */
export function podColumnsOf(width: number, columns: Columns): number | null {
  if (width === openWidth(1, columns)) return 1;
  const found = (width - podsEnd(1, columns.pods) - REGION.padding) / POD_PITCH + 1;
  if (Number.isInteger(found) && found > 1) return found;
  return width === openWidth(0, columns) ? 0 : null;
}

/** A tile, the distance to the next, and the heading above the tiles of a cluster: tall, as it is read from afar. */
export const TILE = { w: 160, h: 56, gap: 8, heading: 88 } as const;

/** Left edges of what lies outside the regions: Tier-0, then what namespaces share, then the regions. */
export const TIER0_X = 0;
export const SHARED_X = WIDTHS['tier-0'] + GAP;
export const REGIONS_X = SHARED_X + Math.max(WIDTHS.vip, WIDTHS.segment) + GAP;

export function widthOf(card: Card, foldedRegion: boolean): number {
  return foldedRegion ? FOLD_WIDTH : WIDTHS[card.lane];
}

/** True when two rectangles share area. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
