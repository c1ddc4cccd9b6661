/** Items that become effective at a later time, in order; nothing happens by itself, the owner drains it. */
export class DelayedQueue<Item> {
  #items: { due: number; item: Item }[] = [];
  #head = 0;

  get pending(): number {
    return this.#items.length - this.#head;
  }

  /** Queues an item. Items never overtake one another: a shorter delay waits for the earlier ones. */
  push(due: number, item: Item): void {
    const last = this.#items.at(-1);
    this.#items.push({ due: Math.max(due, this.pending > 0 && last !== undefined ? last.due : due), item });
  }

  /** Removes and yields what is due. */
  *drain(now: number): Generator<Item> {
    for (
      let entry = this.#items[this.#head];
      entry !== undefined && entry.due <= now;
      entry = this.#items[this.#head]
    ) {
      this.#head += 1;
      yield entry.item;
    }
    if (this.#head > 1024 || this.#head === this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Makes everything due at once. */
  hasten(): void {
    for (const entry of this.#items) entry.due = 0;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
