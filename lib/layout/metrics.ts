import type { Card, Lane } from '../view/view';

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
  segment: 188,
  pod: 200,
  group: 168,
};
/** The one card of a folded region. */
export const FOLD_WIDTH = 268;

const SECOND = REGION.padding + WIDTHS.vip + GAP;
const THIRD = SECOND + WIDTHS.segment + GAP;

/** Columns of a region, from its left edge. VIPs share the column of the Tier-1 they are on. */
export const COLUMN_X: Readonly<Record<Lane, number>> = {
  'tier-0': REGION.padding,
  'tier-1': REGION.padding,
  vip: REGION.padding,
  segment: SECOND,
  pod: THIRD,
  group: THIRD,
};

/** Room between the columns of Pods of one region. */
const POD_GAP = 12;
export const POD_PITCH = WIDTHS.pod + POD_GAP;
export const FOLDED_WIDTH = FOLD_WIDTH + 2 * REGION.padding;

/** Width of an open region with that many columns of Pods; without any it ends behind its segments. */
export function openWidth(podColumns: number): number {
  return podColumns === 0 ? THIRD - GAP + REGION.padding : THIRD + podColumns * POD_PITCH - POD_GAP + REGION.padding;
}

/** The columns of Pods that an open region of that width has; null when no open region is that wide. */
export function podColumnsOf(width: number): number | null {
  if (width === openWidth(0)) return 0;
  const columns = (width - openWidth(1)) / POD_PITCH + 1;
  return Number.isInteger(columns) && columns >= 1 ? columns : null;
}

/** Left edges of what lies outside the regions: Tier-0, then what namespaces share, then the regions. */
export const TIER0_X = 0;
export const SHARED_X = WIDTHS['tier-0'] + GAP;
export const REGIONS_X = SHARED_X + WIDTHS.vip + GAP;

export function widthOf(card: Card, foldedRegion: boolean): number {
  return foldedRegion ? FOLD_WIDTH : WIDTHS[card.lane];
}

/** True when two rectangles share area. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
