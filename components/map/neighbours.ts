import type { Link } from '@/lib/view/view';
import type { Rect } from './geometry';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * The card an arrow key leads to: left and right follow links (nearest in height first) and fall back to what lies there;
 * up and down go to the nearest card above or below, preferring the same column. Null at the rim.
 */
export function neighbour(
  at: string,
  arrow: Arrow,
  cards: ReadonlyMap<string, Rect>,
  links: Iterable<Link>,
): string | null {
  const here = cards.get(at);
  if (here === undefined) return null;
  const ahead = (rect: Rect) => isAhead(here, rect, arrow);
  if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') {
    const linked: string[] = [];
    for (const link of links)
      if (link.from === at || link.to === at) linked.push(link.from === at ? link.to : link.from);
    const found = nearest(
      here,
      linked.flatMap((id) => entry(id, cards)),
      ahead,
      1,
    );
    if (found !== null) return found;
  }
  const sideways = arrow === 'ArrowUp' || arrow === 'ArrowDown' ? 8 : 4;
  return nearest(
    here,
    [...cards].filter(([id]) => id !== at),
    ahead,
    sideways,
  );

  /** Distance along the arrow counts once, across it `across` times. */
  function nearest(
    from: Rect,
    rects: readonly (readonly [string, Rect])[],
    wanted: (rect: Rect) => boolean,
    across: number,
  ) {
    const vertical = arrow === 'ArrowUp' || arrow === 'ArrowDown';
    let best: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [id, rect] of rects) {
      if (!wanted(rect)) continue;
      const dx = Math.abs(middle(rect).x - middle(from).x);
      const dy = Math.abs(middle(rect).y - middle(from).y);
      const cost = vertical ? dy + across * dx : dx + across * dy;
      if (cost < least) [best, least] = [id, cost];
    }
    return best;
  }
}

function entry(id: string, cards: ReadonlyMap<string, Rect>): readonly (readonly [string, Rect])[] {
  const rect = cards.get(id);
  return rect === undefined ? [] : [[id, rect]];
}

function isAhead(from: Rect, to: Rect, arrow: Arrow): boolean {
  const dx = middle(to).x - middle(from).x;
  const dy = middle(to).y - middle(from).y;
  return arrow === 'ArrowLeft' ? dx < -1 : arrow === 'ArrowRight' ? dx > 1 : arrow === 'ArrowUp' ? dy < -1 : dy > 1;
}

function middle(rect: Rect): { readonly x: number; readonly y: number } {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}
