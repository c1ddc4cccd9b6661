import type { NodeState } from '@/lib/model/graph';
import type { Card } from '@/lib/view/view';

/** Counts cards by kind and by state. */
export function tally(cards: Iterable<Card>): {
  readonly kinds: Map<string, number>;
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
