import { pause } from '../backoff';

/** How fast NCP may ask NSX; NSX itself allows 100 a second and 40 at once per user. */
export interface Budget {
  readonly perSecond: number;
  readonly concurrent: number;
}

/** A token bucket with a limit on calls in flight; NSX's refusals halve the rate, successes restore it. */
export class Limiter {
  readonly #budget: Budget;
  #rate: number;
  #tokens: number;
  #lastRefusal = Number.NEGATIVE_INFINITY;
  #refilled = performance.now();
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#rate = budget.perSecond;
    this.#tokens = budget.concurrent;
  }

  /** Runs `call` when the budget allows. */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      await this.#takeToken(signal);
      signal.throwIfAborted();
      return await call();
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  /** NSX said 429 or 503. */
  refused(): void {
    this.#tokens = Math.min(this.#tokens, 0);
    const now = performance.now();
    // Calls in flight together are refused together; they count once.
    if (now - this.#lastRefusal < 500) return;
    this.#lastRefusal = now;
    this.#rate = Math.max(1, this.#rate / 2);
  }

  /** NSX answered. */
  accepted(): void {
    this.#rate = Math.min(this.#budget.perSecond, this.#rate + 0.5);
  }

  async #enter(): Promise<void> {
    while (this.#running >= this.#budget.concurrent) {
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.#running += 1;
  }

  async #takeToken(signal: AbortSignal): Promise<void> {
    for (;;) {
      const now = performance.now();
      // What is saved up in a pause stays small, or a burst on top of the rate would pass NSX's limit.
      const most = Math.max(1, Math.min(this.#rate, this.#budget.concurrent));
      this.#tokens = Math.min(most, this.#tokens + ((now - this.#refilled) / 1000) * this.#rate);
      this.#refilled = now;
      if (this.#tokens >= 1) {
        this.#tokens -= 1;
        return;
      }
      await pause(((1 - this.#tokens) / this.#rate) * 1000 + 1, signal);
      signal.throwIfAborted();
    }
  }
}
