import { type Card, LANES, type Link } from '@/lib/view/view';

/** The cards and links that belong to a selection. */
export interface RaisedPath {
  readonly cards: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  /** Links at the selected card itself: they tell their evidence. */
  readonly labelled: ReadonlySet<string>;
}

type Cards = ReadonlyMap<string, Pick<Card, 'lane'>>;

/**
 * What a selection raises: everything before it along the NSX path (up to the Tier-0) and everything behind it. Turning
 * back is not followed, or one Pod would raise every Pod of its segment.
 */
export function pathOf(selected: readonly string[], cards: Cards, links: ReadonlyMap<string, Link>): RaisedPath {
  const touching = linksByCard(links);
  const known = selected.filter((id) => cards.has(id));
  const walks = [-1, 1].map((direction) => walk(known, direction, cards, touching));
  return {
    cards: new Set([...known, ...walks.flatMap((found) => [...found.cards])]),
    links: new Set(walks.flatMap((found) => [...found.links])),
    labelled: new Set(known.flatMap((id) => (touching.get(id) ?? []).map((link) => link.id))),
  };
}

function linksByCard(links: ReadonlyMap<string, Link>): ReadonlyMap<string, readonly Link[]> {
  const touching = new Map<string, Link[]>();
  const add = (end: string, link: Link) => {
    const held = touching.get(end);
    if (held === undefined) touching.set(end, [link]);
    else held.push(link);
  };
  for (const link of links.values()) {
    add(link.from, link);
    add(link.to, link);
  }
  return touching;
}

/** Everything reached from the start by steps in one direction along the lanes. */
function walk(
  start: readonly string[],
  direction: number,
  cards: Cards,
  touching: ReadonlyMap<string, readonly Link[]>,
) {
  const lane = (id: string) => LANES.indexOf(cards.get(id)?.lane ?? 'tier-0');
  const reached = new Set(start);
  const crossed = new Set<string>();
  // A set is walked in the order of insertion, additions included: it is the queue and the memory in one.
  for (const at of reached) {
    for (const link of touching.get(at) ?? []) {
      const other = link.from === at ? link.to : link.from;
      if (!cards.has(other) || Math.sign(lane(other) - lane(at)) !== direction) continue;
      crossed.add(link.id);
      reached.add(other);
    }
  }
  return { cards: reached, links: crossed };
}
