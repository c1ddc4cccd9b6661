import type { Unit } from './units';
import type { Space } from './space';

/** By title, then by id: the order in which a view shows units. */
export function compareUnits(a: Pick<Unit, 'id' | 'title'>, b: Pick<Unit, 'id' | 'title'>): number {
  return compareText(a.title, b.title) || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Namespaces of people before those of the system, those that only NSX still knows last. */
export function compareSpaces(a: Space, b: Space): number {
  return (
    Number(a.system) - Number(b.system) ||
    Number(a.node === null) - Number(b.node === null) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.cluster, b.cluster)
  );
}
