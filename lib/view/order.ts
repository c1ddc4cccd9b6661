import type { Unit } from './units';

/** By title, then by id: the order in which a view shows units. */
export function compareUnits(a: Pick<Unit, 'id' | 'title'>, b: Pick<Unit, 'id' | 'title'>): number {
  return compareText(a.title, b.title) || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
