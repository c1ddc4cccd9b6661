import { END_KINDS } from '@/components/reach/reach-params';
import type { ReachMark } from '@/components/url/map-params';
import type { ReachOutcome } from '@/lib/wire/firewall';
import type { Card } from '@/lib/view/view';

/** Cards that are asked about at once; others are left unmarked, and counted. */
export const MOST_CARDS = 300;
/** Ids in one request: a URL holds no more. */
const BATCH = 50;

/** They take connections and open none. */
const FRONTS = ['service', 'lb-virtual-server'];

/** Which cards can be marked, and how many are not. */
export interface Markable {
  /** The object of each card that is asked about. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Objects in folds, and cards beyond the limit. */
  readonly folded: number;
  readonly beyond: number;
}

/** The cards that may be marked: those of one object that can send or receive, but for the selection. */
export function markable(cards: Iterable<Card>, selected: string | undefined, side: ReachMark['side']): Markable {
  const kinds = side === 'from' ? END_KINDS : END_KINDS.filter((kind) => !FRONTS.includes(kind));
  const nodes = new Map<string, string>();
  let [folded, beyond] = [0, 0];
  for (const card of cards) {
    if (card.id === selected) continue;
    if (card.folded > 0) {
      if (card.lane === 'pod') folded += card.folded;
      continue;
    }
    const node = card.nodes.find((id) => kinds.includes(id.split(':')[2] ?? ''));
    if (node === undefined) continue;
    if (nodes.size < MOST_CARDS) nodes.set(card.id, node);
    else beyond++;
  }
  return { nodes, folded, beyond };
}

export function batches<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** How many cards have each outcome, in words; and exactly what is not marked. */
export function markWords(marks: Iterable<ReachOutcome>, { folded, beyond }: Markable): readonly string[] {
  const outcomes = [...marks];
  const through = outcomes.filter((outcome) => outcome === 'allowed').length;
  return [
    `${number(through)} of ${number(outcomes.length)} may`,
    ...(folded === 0 ? [] : [`${number(folded)} folded Pods are not marked`]),
    ...(beyond === 0 ? [] : [`${number(beyond)} cards more are not marked: show a part of the map`]),
  ];
}

const number = (value: number): string => value.toLocaleString('en');
