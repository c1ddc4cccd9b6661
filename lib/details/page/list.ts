import type { Evidence, FactValue, GraphNode } from '../../model';
import { severity } from '../../view/severity';
import type { ListRow, NodeRef, ObjectList } from '../../wire';
import { toRef, toWireEvidence } from '../refs';

/** A value of a line, or another object. */
export type Cell = FactValue | { readonly node: NodeRef };

/** A line before it is shown: what it holds is worked out only for the lines that are. */
export interface Item {
  readonly key: string;
  readonly title: string;
  readonly node: GraphNode | null;
  readonly cells?: () => Readonly<Record<string, Cell>>;
  readonly evidence?: () => readonly Evidence[];
}

/** A list before it is cut to what is shown. */
export interface List {
  readonly id: string;
  readonly title: string;
  readonly says?: string | null;
  /** What the first column holds. */
  readonly subject: string;
  readonly columns: readonly Column[];
  readonly items: readonly Item[];
}

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly mono?: boolean;
  readonly number?: boolean;
}

/** Which lines of a list are wanted. */
export interface Window {
  /** Text that a line must hold, whatever its case; empty for all. */
  readonly find: string;
  readonly from: number;
  readonly count: number;
}

/** A line about an object. */
export function itemOf(node: GraphNode, more: Omit<Item, 'key' | 'title' | 'node'> = {}): Item {
  return { key: node.id, title: node.name, node, ...more };
}

/** An object as a value of a line; null for none. */
export const cellOf = (node: GraphNode | null | undefined): Cell =>
  node === null || node === undefined ? null : { node: toRef(node) };

/** The lines of the window, those in the worst state first, then by name. */
export function showList(list: List, { find, from, count }: Window): ObjectList {
  const wanted = find.trim().toLowerCase();
  const found = wanted === '' ? list.items : list.items.filter((item) => holds(item, wanted));
  const { id, title, says = null, subject } = list;
  return {
    id,
    title,
    says,
    subject,
    columns: list.columns.map(({ name, label, mono = false, number = false }) => ({ name, label, mono, number })),
    count: list.items.length,
    found: found.length,
    states: statesOf(list.items),
    rows: first(found, from + count, compareItems)
      .slice(from)
      .map(toRow),
  };
}

function toRow({ key, title, node, cells, evidence }: Item): ListRow {
  return {
    key,
    title,
    node: node === null ? null : toRef(node),
    reason: node?.reason ?? null,
    cells: onWire(cells?.() ?? {}),
    evidence: toWireEvidence(evidence?.() ?? []),
  };
}

/** Equal but for `readonly`, which zod does not infer. */
const onWire = (cells: Readonly<Record<string, Cell>>): ListRow['cells'] => cells as ListRow['cells'];

function holds(item: Item, wanted: string): boolean {
  const { title, node } = item;
  if (has(title, wanted) || has(node?.namespace, wanted) || has(node?.key, wanted) || has(node?.state, wanted))
    return true;
  return Object.values(item.cells?.() ?? {}).some((cell) => cellHolds(cell, wanted));
}

const has = (text: string | null | undefined, wanted: string): boolean => text?.toLowerCase().includes(wanted) === true;

function cellHolds(cell: Cell, wanted: string): boolean {
  if (cell === null) return false;
  if (typeof cell !== 'object') return has(String(cell), wanted);
  return 'node' in cell ? has(cell.node.name, wanted) : cell.some((one) => has(one, wanted));
}

function statesOf(items: readonly Item[]): ObjectList['states'] {
  const counts = new Map<GraphNode['state'], number>();
  for (const { node } of items) if (node !== null) counts.set(node.state, (counts.get(node.state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count })).sort((a, b) => severity(b.state) - severity(a.state));
}

const numeric = new Intl.Collator('en', { numeric: true }).compare;

function compareItems(a: Item, b: Item): number {
  const worse = severity(b.node?.state ?? 'healthy') - severity(a.node?.state ?? 'healthy');
  return worse || numeric(a.title, b.title) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** The first of many in order, without sorting all of them. */
export function first<T>(all: readonly T[], count: number, compare: (a: T, b: T) => number): readonly T[] {
  if (all.length <= count * 4) return [...all].sort(compare).slice(0, count);
  const best: T[] = all.slice(0, count).sort(compare);
  for (const one of all.slice(count)) {
    const last = best.at(-1);
    if (last === undefined || compare(one, last) >= 0) continue;
    let [low, high] = [0, best.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = best[middle];
      if (at !== undefined && compare(at, one) <= 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, one);
    best.pop();
  }
  return best;
}
