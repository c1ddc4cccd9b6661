import { KINDS, kindNamed } from '../../kinds';
import type { GraphNode } from '../../model';

const PLACES = new Map<string, number>(KINDS.map(({ name }, index) => [name, index]));
/** More than there are kinds. */
const DETAIL = 1_000;

/** Kinds in the order in which people ask for them: those drawn on the map first, then as they are declared. */
export function kindRank(kind: string): number {
  const place = PLACES.get(kind) ?? DETAIL;
  return kindNamed(kind)?.presentation.lane == null ? place + DETAIL : place;
}

/** What one object of a kind is called, as a value of a line: `Segment port`. */
export function kindCell({ kind, type }: GraphNode): string {
  const word = kindNamed(kind)?.presentation.singular ?? type;
  return word.charAt(0).toUpperCase() + word.slice(1);
}
