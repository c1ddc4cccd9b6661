import type { GraphNode, GraphQueries } from '../../model';
import type { Meter } from '../../wire';
import { toRef } from '../refs';
import type { List } from './list';

/** What a page shows of a kind beside what every page shows. */
export interface Part {
  readonly lists: readonly List[];
  readonly meters?: readonly Meter[];
  /** What is wrong that no single object shows. */
  readonly remarks?: readonly string[];
}

/** Works out the part of one object. */
export type PartOf = (graph: GraphQueries, node: GraphNode) => Part;

/** A meter, or none when the total is not known. */
export function meter(
  label: string,
  used: number,
  total: number | null,
  more: { readonly words: string; readonly node?: GraphNode },
): readonly Meter[] {
  if (total === null || total <= 0) return [];
  return [{ label, used, total, words: more.words, node: more.node === undefined ? null : toRef(more.node) }];
}
