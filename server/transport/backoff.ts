/** Bounds of a back-off in milliseconds. */
export interface BackoffRange {
  readonly baseMs: number;
  readonly capMs: number;
}

/** Exponential waiting times with jitter; traffic resets it. */
export class Backoff {
  readonly #range: BackoffRange;
  readonly #random: () => number;
  #attempt = 0;

  constructor(range: BackoffRange, random: () => number = Math.random) {
    this.#range = range;
    this.#random = random;
  }

  /** The next wait: between half and the whole of base × 2^attempt, at most the cap. */
  next(): number {
    const full = Math.min(this.#range.capMs, this.#range.baseMs * 2 ** Math.min(this.#attempt, 30));
    this.#attempt += 1;
    return full / 2 + (full / 2) * this.#random();
  }

  /** Called when the other side works again. */
  reset(): void {
    this.#attempt = 0;
  }

  /** How many waits have been handed out since the last reset. */
  get attempts(): number {
    return this.#attempt;
  }
}
