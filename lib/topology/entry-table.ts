import type { Entry } from './entry';

/** Room at first; a power of two, like every later size. */
const INITIAL = 64;
/** Filled further than this, a search would visit too many. */
const FULL = 0.7;

/** An entry; null where one was, undefined where none ever was. */
type Place = Entry | null | undefined;

/**
 * All entries by id: what a Map does, with fewer places in memory visited for one that nobody has touched for long. The hashes
 * of ids stand together and apart from the entries, so that mostly one of each is read, and at once; a Map reads several, one
 * after the other.
 */
export class EntryTable {
  private hashes = new Int32Array(INITIAL);
  private places = emptyPlaces(INITIAL);
  private alive = 0;
  /** Places that are not free: a search goes past those where an entry was. */
  private taken = 0;

  get(id: string): Entry | undefined {
    return this.places[this.find(id, hashOf(id))] ?? undefined;
  }

  /** Adds an entry whose id is not there yet. */
  add(entry: Entry): void {
    if (this.taken >= this.places.length * FULL) this.rebuild();
    this.alive++;
    this.put(entry, hashOf(entry.node.id));
  }

  delete(id: string): void {
    const at = this.find(id, hashOf(id));
    if (this.places[at] === undefined) return;
    this.places[at] = null;
    this.alive--;
  }

  /**
   * All that are there from the first to the last step, each once, in no order; entries may come and go between steps, since
   * none ever moves to another place of one list.
   */
  *values(): Iterable<Entry> {
    for (const entry of this.places) if (entry?.alive === true) yield entry;
  }

  /** Where the id is, or the free place at which the search for it ends. */
  private find(id: string, hash: number): number {
    const { places, hashes } = this;
    const mask = places.length - 1;
    let at = hash & mask;
    for (let entry = places[at]; entry !== undefined; entry = places[at]) {
      if (hashes[at] === hash && entry?.node.id === id) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  private put(entry: Entry, hash: number): void {
    const { places, hashes } = this;
    const mask = places.length - 1;
    let at = hash & mask;
    while (places[at] !== undefined) at = (at + 1) & mask;
    places[at] = entry;
    hashes[at] = hash;
    this.taken++;
  }

  /** New lists, twice as large unless most of what is full are places where an entry was. */
  private rebuild(): void {
    const { places, hashes } = this;
    const size = this.alive >= (places.length * FULL) / 2 ? places.length * 2 : places.length;
    this.places = emptyPlaces(size);
    this.hashes = new Int32Array(size);
    this.taken = 0;
    for (const [at, entry] of places.entries()) if (entry) this.put(entry, hashes[at] ?? 0);
  }
}

const emptyPlaces = (size: number): Place[] => new Array<Place>(size).fill(undefined);

/** FNV-1a over all characters, then mixed, since the lowest bits choose the place. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
