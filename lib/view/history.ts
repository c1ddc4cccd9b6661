/** So many are known at least. */
const KEPT = 4_096;

/** What happened lately, in order; what is long ago is forgotten. */
export class History<T> {
  readonly #items: T[] = [];
  /** How many were forgotten. */
  #gone = 0;

  /** How many there were ever. */
  get length(): number {
    return this.#gone + this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length < 2 * KEPT) return;
    this.#gone += this.#items.length - KEPT;
    this.#items.splice(0, this.#items.length - KEPT);
  }

  /** All after the first `length`; null where some of them are forgotten. */
  since(length: number): readonly T[] | null {
    return length < this.#gone ? null : this.#items.slice(length - this.#gone);
  }
}
