/** Greater than any number that stands for a name, and small enough that two of them fit an exact number. */
const WIDE = 2 ** 26;

/**
 * Things put by three names each, every name a number. Texts of the names would be joined and hashed for each look: with
 * tens of thousands of things that took longer than all the rest.
 */
export class Shelves<T> {
  /** Numbers of pairs of first and second names. */
  readonly #pairs = new Map<number, number>();
  readonly #shelves = new Map<number, T[]>();

  put(thing: T, names: Names): void {
    for (const first of names[0])
      for (const second of names[1]) {
        const pair = this.#numberOf(first * WIDE + second);
        for (const third of names[2]) {
          const shelf = this.#shelves.get(pair * WIDE + third);
          if (shelf === undefined) this.#shelves.set(pair * WIDE + third, [thing]);
          else shelf.push(thing);
        }
      }
  }

  /** The shelves of all combinations of these names, in the order in which things were put there. */
  *at(names: Names): Iterable<readonly T[]> {
    for (const first of names[0])
      for (const second of names[1]) {
        const pair = this.#pairs.get(first * WIDE + second);
        for (const third of pair === undefined ? NOTHING : names[2]) {
          const shelf = this.#shelves.get((pair ?? 0) * WIDE + third);
          if (shelf !== undefined) yield shelf;
        }
      }
  }

  #numberOf(pair: number): number {
    let number = this.#pairs.get(pair);
    if (number === undefined) {
      number = this.#pairs.size;
      this.#pairs.set(pair, number);
    }
    return number;
  }
}

/** First, second and third names. */
export type Names = readonly [readonly number[], readonly number[], readonly number[]];

const NOTHING: readonly number[] = [];
