import type { Ipv4Range } from './ipv4';

/** A change of the ledger, kept so that addresses survive a restart. */
export type LedgerRecord =
  | {
      readonly kind: 'block';
      readonly block: string;
      readonly owner: string;
      readonly first: number;
      readonly last: number;
    }
  | { readonly kind: 'address'; readonly pool: string; readonly owner: string; readonly address: number }
  | { readonly kind: 'mac'; readonly owner: string; readonly number: number }
  | { readonly kind: 'release'; readonly owner: string };

interface PoolBook {
  readonly byOwner: Map<string, number>;
  readonly taken: Set<number>;
  /** Released addresses and the time they may be used again. */
  readonly resting: Map<number, number>;
}

/** Who holds which part of a block and which address of a pool. Reading it changes nothing. */
export class AddressLedger {
  readonly #blocks = new Map<string, Map<string, Ipv4Range>>();
  readonly #ranges = new Map<string, { block: string; range: Ipv4Range }>();
  readonly #pools = new Map<string, PoolBook>();
  readonly #addresses = new Map<string, { pool: string; address: number }>();
  readonly #macs = new Map<string, number>();
  #lastMac = 0;
  #record: (record: LedgerRecord) => void = () => undefined;

  /** Where to report changes from now on. */
  onRecord(listener: (record: LedgerRecord) => void): void {
    this.#record = listener;
  }

  /** The part of a block an owner holds. */
  rangeOf(owner: string): Ipv4Range | undefined {
    return this.#ranges.get(owner)?.range;
  }

  /** The pool address an owner holds. */
  addressOf(owner: string): number | undefined {
    return this.#addresses.get(owner)?.address;
  }

  macOf(owner: string): string | undefined {
    const number = this.#macs.get(owner);
    if (number === undefined) return undefined;
    const hex = (value: number) => (value & 255).toString(16).padStart(2, '0');
    return `04:50:56:${hex(number >> 16)}:${hex(number >> 8)}:${hex(number)}`;
  }

  /** Ranges of a block that are in use, in address order. */
  usedRanges(block: string): Ipv4Range[] {
    return [...(this.#blocks.get(block)?.values() ?? [])].sort((left, right) => left.first - right.first);
  }

  /** Addresses in use in a pool, those resting after a release included. */
  poolUse(pool: string): { readonly held: number; readonly resting: number } {
    const book = this.#pools.get(pool);
    return { held: book?.byOwner.size ?? 0, resting: book?.resting.size ?? 0 };
  }

  /** Gives the owner the first free aligned part of `size` addresses; false when the block is full. */
  takeRange(block: string, within: Ipv4Range, owner: string, size: number, wanted?: number): boolean {
    const used = this.usedRanges(block);
    const free = (first: number) =>
      first >= within.first &&
      first + size - 1 <= within.last &&
      !used.some((range) => range.first < first + size && first <= range.last);
    let first = wanted ?? Math.ceil(within.first / size) * size;
    if (wanted === undefined) {
      for (const range of used) {
        if (first + size - 1 < range.first) break;
        if (first <= range.last) first = Math.ceil((range.last + 1) / size) * size;
      }
    }
    if (!free(first)) return false;
    this.#commit({ kind: 'block', block, owner, first, last: first + size - 1 });
    return true;
  }

  /** Gives the owner the wanted or the lowest free address of the ranges; false when there is none. */
  takeAddress(pool: string, ranges: readonly Ipv4Range[], owner: string, wanted?: number): boolean {
    const book = this.#pools.get(pool);
    const free = (address: number) => book === undefined || !(book.taken.has(address) || book.resting.has(address));
    if (wanted !== undefined) {
      if (!free(wanted) || !ranges.some((range) => wanted >= range.first && wanted <= range.last)) return false;
      this.#commit({ kind: 'address', pool, owner, address: wanted });
      return true;
    }
    for (const range of ranges) {
      for (let address = range.first; address <= range.last; address += 1) {
        if (!free(address)) continue;
        this.#commit({ kind: 'address', pool, owner, address });
        return true;
      }
    }
    return false;
  }

  takeMac(owner: string): void {
    if (!this.#macs.has(owner)) this.#commit({ kind: 'mac', owner, number: this.#lastMac + 1 });
  }

  /** Lets go of everything an owner holds; its address rests until `reusableAt`. True when something was freed. */
  release(owner: string, reusableAt: number): boolean {
    const held = this.#addresses.get(owner);
    const had = held !== undefined || this.#ranges.has(owner);
    if (!had && !this.#macs.has(owner)) return false;
    if (held !== undefined) this.#pools.get(held.pool)?.resting.set(held.address, reusableAt);
    this.#commit({ kind: 'release', owner });
    return had;
  }

  /** Ends the rest of released addresses; true when some became free. */
  wake(now: number): boolean {
    let woke = false;
    for (const book of this.#pools.values()) {
      for (const [address, until] of book.resting) {
        if (until > now) continue;
        book.resting.delete(address);
        woke = true;
      }
    }
    return woke;
  }

  #commit(record: LedgerRecord): void {
    this.replay(record);
    this.#record(record);
  }

  /** Applies a record without reporting it. */
  replay(record: LedgerRecord): void {
    if (record.kind === 'block') this.#replayBlock(record);
    else if (record.kind === 'address') this.#replayAddress(record);
    else if (record.kind === 'mac') {
      this.#macs.set(record.owner, record.number);
      this.#lastMac = Math.max(this.#lastMac, record.number);
    } else this.#replayRelease(record.owner);
  }

  clear(): void {
    for (const map of [this.#blocks, this.#ranges, this.#pools, this.#addresses, this.#macs]) map.clear();
  }

  /** The records that rebuild the present state. */
  *snapshot(): Generator<LedgerRecord> {
    for (const [owner, { block, range }] of this.#ranges)
      yield { kind: 'block', block, owner, first: range.first, last: range.last };
    for (const [owner, { pool, address }] of this.#addresses) yield { kind: 'address', pool, owner, address };
    for (const [owner, number] of this.#macs) yield { kind: 'mac', owner, number };
  }

  #replayBlock({ block, owner, first, last }: LedgerRecord & { kind: 'block' }): void {
    const book = this.#blocks.get(block) ?? new Map<string, Ipv4Range>();
    book.set(owner, { first, last });
    this.#blocks.set(block, book);
    this.#ranges.set(owner, { block, range: { first, last } });
  }

  #replayAddress({ pool, owner, address }: LedgerRecord & { kind: 'address' }): void {
    const book = this.#pools.get(pool) ?? { byOwner: new Map(), taken: new Set(), resting: new Map() };
    book.byOwner.set(owner, address);
    book.taken.add(address);
    this.#pools.set(pool, book);
    this.#addresses.set(owner, { pool, address });
  }

  #replayRelease(owner: string): void {
    const part = this.#ranges.get(owner);
    if (part !== undefined) this.#blocks.get(part.block)?.delete(owner);
    this.#ranges.delete(owner);
    const held = this.#addresses.get(owner);
    if (held !== undefined) {
      const book = this.#pools.get(held.pool);
      book?.byOwner.delete(owner);
      book?.taken.delete(held.address);
    }
    this.#addresses.delete(owner);
    this.#macs.delete(owner);
  }
}
