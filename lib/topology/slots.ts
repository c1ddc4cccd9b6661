/**
 * One key of one source: who answers to it, and who asked for it. Mostly one of each, so a lone entry is kept bare and a
 * collection is made for the second: at 200,000 objects the difference is tens of megabytes. Most keys are asked for by
 * nobody: they have no slot, and stand for the one that answers.
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
  private readonly slots = new Map<string, Slot<T> | T>();
  constructor(private readonly onEmpty: (() => void) | null = null) {}

  /** Who answers to the key. */
  answering(key: string): Bag<T> {
    const known = this.slots.get(key);
    return known === undefined ? null : known instanceof Slot ? known.answering : known;
  }

  /** Who asked for the key. */
  watchers(key: string): Bag<T> {
    const known = this.slots.get(key);
    return known instanceof Slot ? known.watchers : null;
  }

  /** The slot of a key, made when there is none, for those who ask for it. */
  at(key: string): Slot<T> {
    const known = this.slots.get(key);
    if (known instanceof Slot) return known;
    const slot = new Slot<T>(this, key);
    if (known !== undefined) slot.answering = known;
    this.slots.set(key, slot);
    return slot;
  }

  /** The item answers to the key from now on; gives those who asked for it. */
  answer(key: string, item: T): Bag<T> {
    const known = this.slots.get(key);
    if (known === undefined) {
      this.slots.set(key, item);
      return null;
    }
    if (known === item) return null;
    const slot = known instanceof Slot ? known : this.at(key);
    slot.answering = bagWith(slot.answering, item);
    return slot.watchers;
  }

  /** The item answers no more; gives those who asked for the key. */
  fallSilent(key: string, item: T): Bag<T> {
    const known = this.slots.get(key);
    if (known instanceof Slot) {
      known.answering = bagWithout(known.answering, item);
      this.prune(known);
      return known.watchers;
    }
    if (known === item) this.forget(key);
    return null;
  }

  prune(slot: Slot<T>): void {
    if (slot.answering === null && slot.watchers === null) this.forget(slot.key);
  }

  private forget(key: string): void {
    this.slots.delete(key);
    if (this.slots.size === 0) this.onEmpty?.();
  }
}

/** All slots of one source: by key, and by kind, namespace and name. */
export class SourceIndex<T extends object> {
  readonly keys = new SlotTable<T>();
  private readonly names = new Map<string, Map<string, SlotTable<T>>>();

  /** Who has the name. */
  named(kind: string, namespace: string | null, name: string): Bag<T> {
    const table = this.names.get(kind)?.get(namespace ?? '');
    return table === undefined ? null : table.answering(name);
  }

  /** The names of one kind in one namespace, for those who add to them: an empty table is no part of the index. */
  namesIn(kind: string, namespace: string | null): SlotTable<T> {
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
    return table;
  }
}
