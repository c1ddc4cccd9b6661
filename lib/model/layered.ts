/** From so many replaced values on, what lies beneath is made anew. */
const MOST = 256;

/**
 * A Map of which values are replaced a few at a time: each state costs what was replaced since they were last laid together,
 * and two states say what differs without visiting the rest. The order is that of the Map beneath.
 */
export class Layered<V> implements ReadonlyMap<string, V> {
  readonly #beneath: ReadonlyMap<string, V>;
  readonly #above: ReadonlyMap<string, V>;

  private constructor(beneath: ReadonlyMap<string, V>, above: ReadonlyMap<string, V>) {
    this.#beneath = beneath;
    this.#above = above;
  }

  /** The Map must not change afterwards. */
  static on<V>(beneath: ReadonlyMap<string, V>): Layered<V> {
    return new Layered(beneath, new Map());
  }

  /** The same with other values; keys that are not there are an error, as they would have no place in the order. */
  with(values: Iterable<readonly [string, V]>): Layered<V> {
    const above = new Map(this.#above);
    for (const [key, value] of values) {
      if (!this.#beneath.has(key)) throw new RangeError(`there is no ${key} to replace`);
      above.set(key, value);
    }
    const next = new Layered(this.#beneath, above);
    return above.size > MOST ? Layered.on(new Map(next)) : next;
  }

  /** What was replaced since the other, as it is now; null where that cannot be told without visiting all. */
  replacedSince(other: ReadonlyMap<string, V>): ReadonlyMap<string, V> | null {
    if (!(other instanceof Layered) || other.#beneath !== this.#beneath) return null;
    const replaced = new Map(this.#above);
    // What lies over the other alone has become again what it was beneath.
    for (const key of other.#above.keys()) {
      const value = this.get(key);
      if (value !== undefined) replaced.set(key, value);
    }
    return replaced;
  }

  get size(): number {
    return this.#beneath.size;
  }

  get(key: string): V | undefined {
    return this.#above.get(key) ?? this.#beneath.get(key);
  }

  has(key: string): boolean {
    return this.#beneath.has(key);
  }

  keys(): MapIterator<string> {
    return this.#beneath.keys();
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  entries(): MapIterator<[string, V]> {
    return this[Symbol.iterator]();
  }

  *[Symbol.iterator](): MapIterator<[string, V]> {
    for (const [key, value] of this.#beneath) yield [key, this.#above.get(key) ?? value];
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) visit(value, key, this);
  }
}
