const EMPTY = -1;
const GONE = -2;
const START = 1024;

/**
 * From id to slot number without keeping the ids: the owner of the slots says which id one holds. A Map of 330,000 ids costs
 * four times as much.
 */
export class IdTable {
  #cells = new Int32Array(START).fill(EMPTY);
  #used = 0;

  constructor(private readonly idAt: (slot: number) => string | undefined) {}

  get bytes(): number {
    return this.#cells.byteLength;
  }

  /** The slot of an id, or -1. */
  find(id: string): number {
    const cell = this.#cellOf(id);
    return cell === EMPTY ? EMPTY : (this.#cells[cell] ?? EMPTY);
  }

  /** The id must not be in the table, and the owner must already tell it for the slot. */
  add(id: string, slot: number): void {
    if ((this.#used + 1) * 4 > this.#cells.length * 3) this.#rebuild();
    this.#put(id, slot);
  }

  remove(id: string): void {
    const cell = this.#cellOf(id);
    if (cell !== EMPTY) this.#cells[cell] = GONE;
  }

  #cellOf(id: string): number {
    const mask = this.#cells.length - 1;
    for (let cell = hashOf(id) & mask; ; cell = (cell + 1) & mask) {
      const slot = this.#cells[cell] ?? EMPTY;
      if (slot === EMPTY) return EMPTY;
      if (slot !== GONE && this.idAt(slot) === id) return cell;
    }
  }

  #put(id: string, slot: number): void {
    const mask = this.#cells.length - 1;
    let cell = hashOf(id) & mask;
    while ((this.#cells[cell] ?? EMPTY) !== EMPTY) cell = (cell + 1) & mask;
    this.#cells[cell] = slot;
    this.#used++;
  }

  /** Twice the size when it is truly full; the same without the gone ones when it is not. */
  #rebuild(): void {
    const live = this.#cells.filter((slot) => slot >= 0);
    const full = live.length * 2 > this.#cells.length;
    this.#cells = new Int32Array(full ? this.#cells.length * 2 : this.#cells.length).fill(EMPTY);
    this.#used = 0;
    for (const slot of live) {
      const id = this.idAt(slot);
      if (id !== undefined) this.#put(id, slot);
    }
  }
}

function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
