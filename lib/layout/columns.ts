import type { Card, Lane } from '../view/view';

/** Rows of the cards of one column: those that had a row keep it, new ones take the first free row from `start` on. */
export function assignRows(
  cards: readonly Card[],
  previousRow: (card: Card) => number | null,
  start = 0,
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
  for (const card of cards) {
    if (rows.has(card.id)) continue;
    while (taken.has(next)) next++;
    rows.set(card.id, next);
    taken.add(next);
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

/** A fold stands behind the cards of its workload: `fold|<region>|hello-world` after `hello-world-...`. */
function sortKey(card: Card): string {
  return card.folded === 0 ? card.title : `${card.id.slice(card.id.lastIndexOf('|') + 1)}~`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
