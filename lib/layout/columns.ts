import type { Card, Lane } from '../view/view';

/** Where newcomers of a column may go: from row `start` on, then above it, never at `limit` or beyond. */
export interface FreeRows {
  readonly start?: number;
  readonly limit?: number;
}

/**
 * Rows of the cards of one column: those that had a row keep it, new ones take the first free row. A card for which there is
 * none is absent.
 */
export function assignRows(
  cards: readonly Card[],
  previousRow: (card: Card) => number | null,
  { start = 0, limit = Number.POSITIVE_INFINITY }: FreeRows = {},
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  const taken = new Set<number>();
  for (const card of cards) {
    const row = previousRow(card);
    if (row === null || row < 0 || taken.has(row)) continue;
    rows.set(card.id, row);
    taken.add(row);
  }
  let next = start;
  let above = 0;
  for (const card of cards) {
    if (rows.has(card.id)) continue;
    while (taken.has(next)) next++;
    if (next < limit) {
      rows.set(card.id, next);
      taken.add(next);
      continue;
    }
    while (taken.has(above)) above++;
    if (above >= Math.min(start, limit)) continue;
    rows.set(card.id, above);
    taken.add(above);
  }
  return rows;
}

/** The cards of these lanes in the order in which they are given rows; independent of the order they are listed in. */
export function inLanes(cards: readonly Card[], ...lanes: readonly Lane[]): readonly Card[] {
  return cards
    .filter((card) => lanes.includes(card.lane))
    .sort(
      (a, b) => lanes.indexOf(a.lane) - lanes.indexOf(b.lane) || compare(sortKey(a), sortKey(b)) || compare(a.id, b.id),
    );
}

/** Pods, and groups that a namespace owns, share the columns at its right. */
export function isPodLane(card: Card): boolean {
  return card.lane === 'pod' || card.lane === 'group';
}

/** A fold stands behind the cards of its workload: `fold|<region>|hello-world` after `hello-world-...`. */
function sortKey(card: Card): string {
  return card.folded === 0 ? card.title : `${card.id.slice(card.id.lastIndexOf('|') + 1)}~`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
