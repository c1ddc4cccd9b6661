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
  const lane = (id: string) => {
    const card = cards.get(id);
    return card === undefined ? -1 : LANES.indexOf(card.lane);
  };
  const touching = new Map<string, Link[]>();
  for (const link of links.values()) {
    for (const end of [link.from, link.to]) touching.set(end, [...(touching.get(end) ?? []), link]);
  }
  const raised = new Set(selected.filter((id) => cards.has(id)));
  const raisedLinks = new Set<string>();
  for (const direction of [-1, 1]) {
    const seen = new Set(raised);
    const queue = [...selected];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      for (const link of touching.get(at) ?? []) {
        const other = link.from === at ? link.to : link.from;
        if (!cards.has(other) || Math.sign(lane(other) - lane(at)) !== direction) continue;
        raisedLinks.add(link.id);
        raised.add(other);
        if (!seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
      }
    }
  }
  const labelled = new Set(selected.flatMap((id) => (touching.get(id) ?? []).map((link) => link.id)));
  return { cards: raised, links: raisedLinks, labelled };
}
