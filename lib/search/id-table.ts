const EMPTY = -1;
const GONE = -2;
const START = 1024;
/** Cells that are taken over with each id that comes, while a larger table is being filled: far more than come before it is full. */
const AT_ONCE = 16;

/**
 * From id to slot number without keeping the ids: the owner of the slots says which id one holds. A Map of 330,000 ids costs
 * four times as much. It grows a few cells at a time, since each id must be looked at again.
 */
export class IdTable {
  #cells = newCells(START);
  #used = 0;
  #live = 0;
  /** The cells before, of which those from `#from` on are still to be taken over. */
  #before: Int32Array | null = null;
  #from = 0;

  constructor(private readonly idAt: (slot: number) => string | undefined) {}

  get bytes(): number {
    return this.#cells.byteLength + (this.#before?.byteLength ?? 0);
  }

  /** The slot of an id, or -1. */
  find(id: string): number {
    const hash = hashOf(id);
    const slot = this.#slotIn(this.#cells, id, hash);
    return slot >= 0 || this.#before === null ? slot : this.#slotIn(this.#before, id, hash);
  }

  /** The id must not be in the table, and the owner must already tell it for the slot. */
  add(id: string, slot: number): void {
    this.#takeOver(AT_ONCE);
    if ((this.#used + 1) * 4 > this.#cells.length * 3) this.#beginLarger();
    this.#put(hashOf(id), slot);
    this.#live++;
  }

  remove(id: string): void {
    const hash = hashOf(id);
    if (this.#removeFrom(this.#cells, id, hash) || (this.#before !== null && this.#removeFrom(this.#before, id, hash)))
      this.#live--;
  }

  #slotIn(cells: Int32Array, id: string, hash: number): number {
    return cells[this.#cellIn(cells, id, hash)] ?? EMPTY;
  }

  #removeFrom(cells: Int32Array, id: string, hash: number): boolean {
    const cell = this.#cellIn(cells, id, hash);
    if (cells[cell] === EMPTY) return false;
    cells[cell] = GONE;
    return true;
  }

  /** Where the id is, or the empty cell at which the search for it ends. */
  #cellIn(cells: Int32Array, id: string, hash: number): number {
    const mask = cells.length - 1;
    for (let cell = hash & mask; ; cell = (cell + 1) & mask) {
      const slot = cells[cell] ?? EMPTY;
      if (slot === EMPTY || (slot !== GONE && this.idAt(slot) === id)) return cell;
    }
  }

  #put(hash: number, slot: number): void {
    const mask = this.#cells.length - 1;
    let cell = hash & mask;
    while ((this.#cells[cell] ?? EMPTY) !== EMPTY) cell = (cell + 1) & mask;
    this.#cells[cell] = slot;
    this.#used++;
  }

  /** Twice the size when it is truly full; the same without the gone ones when it is not. */
  #beginLarger(): void {
    this.#takeOver(Number.POSITIVE_INFINITY);
    const full = this.#live * 2 > this.#cells.length;
    this.#before = this.#cells;
    this.#from = 0;
    this.#cells = newCells(full ? this.#before.length * 2 : this.#before.length);
    this.#used = 0;
  }

  #takeOver(count: number): void {
    const { length } = this.#before ?? [];
    for (const end = Math.min(length, this.#from + count); this.#before !== null && this.#from < end; this.#from++) {
      const slot = this.#before[this.#from] ?? EMPTY;
      if (slot < 0) continue;
      this.#before[this.#from] = GONE;
      const id = this.idAt(slot);
      if (id !== undefined) this.#put(hashOf(id), slot);
    }
    if (this.#from >= length) this.#before = null;
  }
}

const newCells = (length: number): Int32Array => new Int32Array(length).fill(EMPTY);

function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
