/**
 * An AbortController that follows a signal until it is released. AbortSignal.any would do the same, but on Node 20 every use
 * of it leaves something behind on a signal that lives as long as the process.
 */
export class LinkedAbort {
  readonly #controller = new AbortController();
  readonly #parent: AbortSignal;
  readonly #timer: NodeJS.Timeout | null;
  readonly #follow = (): void => this.#controller.abort();
  #late = false;

  /** With `ms` it also aborts by itself after that time. */
  constructor(parent: AbortSignal, ms: number | null = null) {
    this.#parent = parent;
    if (parent.aborted) this.#controller.abort();
    else parent.addEventListener('abort', this.#follow, { once: true });
    this.#timer = ms === null ? null : setTimeout(() => this.#expire(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it was the time that ended it. */
  get late(): boolean {
    return this.#late;
  }

  abort(): void {
    this.#controller.abort();
  }

  /** Lets go of the parent and the timer. Call it once, when the work is over. */
  release(): void {
    this.#parent.removeEventListener('abort', this.#follow);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #expire(): void {
    this.#late = true;
    this.#controller.abort();
  }
}
