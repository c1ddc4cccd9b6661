/**
 * One key of one source: who answers to it, and who asked for it. Mostly one of each, so a lone entry is kept bare and a
 * collection is made for the second: at 200,000 objects the difference is tens of megabytes.
 */
export class Slot<T extends object> {
  answering: Bag<T> = null;
  watchers: Bag<T> = null;
  constructor(
    readonly table: SlotTable<T>,
    readonly key: string,
  ) {}
}

export type Bag<T> = T | readonly T[] | Set<T> | null;

/** So many items are kept in a list, which is exact in size; a Set of two takes three times the room. */
const FEW = 12;

/** The bag with the item added. */
export function bagWith<T extends object>(bag: Bag<T>, item: T): Bag<T> {
  if (bag === null || bag === item) return item;
  if (bag instanceof Set) return bag.add(item);
  if (!isList(bag)) return [bag, item];
  if (bag.includes(item)) return bag;
  return bag.length < FEW ? bag.concat(item) : new Set(bag).add(item);
}

/** The bag with the item removed. */
export function bagWithout<T extends object>(bag: Bag<T>, item: T): Bag<T> {
  if (bag === item) return null;
  if (bag instanceof Set) {
    bag.delete(item);
    return bag.size === 0 ? null : bag;
  }
  if (!isList(bag) || !bag.includes(item)) return bag;
  const left = bag.filter((other) => other !== item);
  return left.length === 1 ? (left[0] ?? null) : left;
}

const NOTHING: readonly never[] = [];

/** The items of a bag. */
export function bagItems<T extends object>(bag: Bag<T>): Iterable<T> {
  if (bag === null) return NOTHING;
  return bag instanceof Set || isList(bag) ? bag : [bag];
}

const isList = <T>(bag: T | readonly T[] | Set<T> | null): bag is readonly T[] => Array.isArray(bag);

/** Slots by key; empty ones are taken out so that churn leaves nothing behind. */
export class SlotTable<T extends object> {
  readonly slots = new Map<string, Slot<T>>();
  constructor(private readonly onEmpty: (() => void) | null = null) {}

  at(key: string): Slot<T> {
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const slot = new Slot<T>(this, key);
    this.slots.set(key, slot);
    return slot;
  }

  prune(slot: Slot<T>): void {
    if (slot.answering !== null || slot.watchers !== null) return;
    this.slots.delete(slot.key);
    if (this.slots.size === 0) this.onEmpty?.();
  }
}

/** All slots of one source: by key, and by kind, namespace and name. */
export class SourceIndex<T extends object> {
  readonly keys = new SlotTable<T>();
  private readonly names = new Map<string, Map<string, SlotTable<T>>>();

  /** The slot of a name, without making one. */
  peekName(kind: string, namespace: string | null, name: string): Slot<T> | undefined {
    return this.names
      .get(kind)
      ?.get(namespace ?? '')
      ?.slots.get(name);
  }

  byName(kind: string, namespace: string | null, name: string): Slot<T> {
    let namespaces = this.names.get(kind);
    if (namespaces === undefined) {
      namespaces = new Map();
      this.names.set(kind, namespaces);
    }
    const inside = namespace ?? '';
    let table = namespaces.get(inside);
    if (table === undefined) {
      const held = namespaces;
      table = new SlotTable<T>(() => held.delete(inside));
      namespaces.set(inside, table);
    }
    return table.at(name);
  }
}
