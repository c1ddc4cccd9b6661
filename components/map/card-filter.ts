import type { NodeState } from '@/lib/model/graph';
import type { Card } from '@/lib/view/view';
import type { MapParams } from '@/components/url/map-params';

/** The part of the page's state that filters cards. */
export type CardFilter = Pick<MapParams, 'text' | 'states' | 'kinds'>;

/** True when the filter takes nothing away. */
export function isOpenFilter(filter: CardFilter): boolean {
  return filter.text.trim() === '' && filter.states.length === 0 && filter.kinds.length === 0;
}

/** Whether a card passes: every word of the text, and any of the states, and any of the kinds. A leading `-` excludes a word. */
export function passes(card: Card, filter: CardFilter): boolean {
  if (filter.states.length > 0 && !filter.states.includes(card.state)) return false;
  if (filter.kinds.length > 0 && !filter.kinds.includes(card.kind)) return false;
  const hay = `${card.title}\n${card.line}\n${card.kind}\n${card.region ?? ''}\n${card.reason ?? ''}`.toLowerCase();
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  return words.every((word) => (word.startsWith('-') ? !hay.includes(word.slice(1)) : hay.includes(word)));
}

/** Counts cards by kind and by state, for the filter's choices. */
export function tally(cards: Iterable<Card>): {
  readonly kinds: ReadonlyMap<string, number>;
  readonly states: ReadonlyMap<NodeState, number>;
} {
  const kinds = new Map<string, number>();
  const states = new Map<NodeState, number>();
  for (const card of cards) {
    kinds.set(card.kind, (kinds.get(card.kind) ?? 0) + 1);
    states.set(card.state, (states.get(card.state) ?? 0) + 1);
  }
  return { kinds, states };
}
