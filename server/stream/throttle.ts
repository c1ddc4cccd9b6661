/** Runs a piece of work at most once in `ms`: at once after a quiet time, else as soon as the time has passed. */
export class Throttle {
  readonly #ms: number;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | null = null;
  #last = Number.NEGATIVE_INFINITY;

  constructor(ms: number, work: () => void) {
    this.#ms = ms;
    this.#work = work;
  }

  request(): void {
    if (this.#timer !== null) return;
    const wait = Math.max(0, this.#last + this.#ms - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#last = performance.now();
      this.#work();
    }, wait);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
