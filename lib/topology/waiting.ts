import type { Entry } from './entry';

/**
 * Entries that wait for something, each once and in order. A mark on the entry tells that it waits, which costs a fraction of a
 * Set: a full read makes every object wait.
 */
export class Waiting {
  private entries: Entry[] = [];
  /** @param mark One bit of {@link Entry.marks}, used for nothing else. */
  constructor(private readonly mark: number) {}

  get size(): number {
    return this.entries.length;
  }

  add(entry: Entry): void {
    if ((entry.marks & this.mark) !== 0) return;
    entry.marks |= this.mark;
    this.entries.push(entry);
  }

  has(entry: Entry): boolean {
    return (entry.marks & this.mark) !== 0;
  }

  /** Visits those that wait now and are still there; what is added on the way is left for the next visit. */
  visit(each: (entry: Entry) => void): void {
    const { entries } = this;
    const now = entries.length;
    for (let at = 0; at < now; at++) {
      const entry = entries[at];
      if (entry?.alive === true) each(entry);
    }
  }

  /** Visits those that wait, and those added on the way, until it is enough; whoever was visited waits no more. */
  drain(each: (entry: Entry) => void, enough: () => boolean): void {
    const { entries } = this;
    let visited = 0;
    while (visited < entries.length && (visited === 0 || !enough())) {
      const entry = entries[visited++];
      if (entry === undefined) continue;
      entry.marks &= ~this.mark;
      if (entry.alive) each(entry);
    }
    this.entries = visited === entries.length ? [] : entries.slice(visited);
  }

  clear(): void {
    for (const entry of this.entries) entry.marks &= ~this.mark;
    this.entries = [];
  }
}
