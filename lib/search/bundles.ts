/** Numbers for sets of things that come again and again: the same for the same set, free again once nobody holds it. */
export class Bundles<T extends { readonly number: number }> {
  readonly #bundles: (Bundle<T> | undefined)[] = [undefined];
  readonly #known = new Map<string, number>();
  readonly #free: number[] = [];

  /** How many numbers there are, with those that are free, and with 0 for the empty set. */
  get size(): number {
    return this.#bundles.length;
  }

  /** Whether another set would have no number that fits into 16 bits. */
  get full(): boolean {
    return this.#free.length === 0 && this.size > LAST;
  }

  at(number: number): readonly T[] {
    return this.#bundles[number]?.parts ?? [];
  }

  /** What `made` gave when the set got the number; 0 while nothing has it. */
  madeAt(number: number): number {
    return this.#bundles[number]?.madeAt ?? 0;
  }

  /** One more holds the set; `made` is called when nobody did, and tells when that is. Null when there is no number left. */
  hold(parts: readonly T[], made: () => number): number | null {
    if (parts.length === 0) return 0;
    const key = parts.map(({ number }) => number).join();
    let number = this.#known.get(key);
    if (number === undefined) {
      if (this.full) return null;
      number = this.#free.pop() ?? this.#bundles.push(undefined) - 1;
      this.#bundles[number] = { key, parts, holders: 0, madeAt: made() };
      this.#known.set(key, number);
    }
    const bundle = this.#bundles[number];
    if (bundle !== undefined) bundle.holders++;
    return number;
  }

  /** One less holds it; the parts that were in it when that was the last one. */
  release(number: number): readonly T[] {
    const bundle = this.#bundles[number];
    if (bundle === undefined || --bundle.holders > 0) return [];
    this.#bundles[number] = undefined;
    this.#known.delete(bundle.key);
    this.#free.push(number);
    return bundle.parts;
  }
}

interface Bundle<T> {
  readonly key: string;
  readonly parts: readonly T[];
  readonly madeAt: number;
  holders: number;
}

const LAST = 0xffff;
