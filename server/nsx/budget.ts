/** Most requests a second, and most at once. */
export interface Limits {
  readonly perSecond: number;
  readonly concurrent: number;
}

interface Waiter {
  readonly start: (granted: boolean) => void;
  readonly urgent: boolean;
}

const FLOOR = 1;
/** A quarter of the rate may go out at once; the rest is spread, so that no second sees more than the limit. */
const BURST_SHARE = 0.25;
/** Part of the configured rate that each good answer gives back after a throttling. */
const RESTORE_SHARE = 0.02;

/**
 * The request budget of one NSX Manager: a token bucket and a limit of requests at once, shared by everything Portolan asks
 * of it. Throttling halves both, success restores them. Urgent requests (somebody is looking) go before the others.
 */
export class RequestBudget {
  readonly #configured: Limits;
  readonly #now: () => number;
  #perSecond: number;
  #concurrent: number;
  #tokens: number;
  #filledAt: number;
  #inFlight = 0;
  #notBefore = 0;
  #waiting: Waiter[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(configured: Limits, now: () => number = Date.now) {
    this.#configured = configured;
    this.#now = now;
    this.#perSecond = configured.perSecond;
    this.#concurrent = configured.concurrent;
    this.#tokens = this.#capacity();
    this.#filledAt = now();
  }

  /** The limits as they stand after throttling and recovery. */
  get limits(): Limits {
    return { perSecond: Math.round(this.#perSecond * 10) / 10, concurrent: Math.max(1, Math.floor(this.#concurrent)) };
  }

  /** Waits for a turn; false when the signal aborts first. Every true must be followed by one {@link release}. */
  acquire(urgent: boolean, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        if (this.#waiting.length === 0) this.#sleep();
        resolve(false);
      };
      const waiter: Waiter = {
        urgent,
        start: (granted) => {
          signal.removeEventListener('abort', abort);
          resolve(granted);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.push(waiter);
      this.#serve();
    });
  }

  /** Gives the turn back. */
  release(): void {
    this.#inFlight -= 1;
    this.#serve();
  }

  /** NSX said that it is too much: halve, and be silent for a moment (`waitMs` when NSX named one). */
  throttled(waitMs: number | null): void {
    this.#perSecond = Math.max(FLOOR, this.#perSecond / 2);
    this.#concurrent = Math.max(1, this.#concurrent / 2);
    this.#tokens = Math.min(this.#tokens, 0);
    this.#notBefore = this.#now() + (waitMs ?? 500 + 500 * Math.random());
  }

  succeeded(): void {
    const { perSecond, concurrent } = this.#configured;
    this.#refill();
    this.#perSecond = Math.min(perSecond, this.#perSecond + perSecond * RESTORE_SHARE);
    this.#concurrent = Math.min(concurrent, this.#concurrent + concurrent * RESTORE_SHARE);
  }

  /** Sends everybody who waits away. */
  close(): void {
    this.#sleep();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const waiter of waiting) waiter.start(false);
  }

  #capacity(): number {
    return Math.max(1, Math.floor(this.#perSecond * BURST_SHARE));
  }

  /** Tokens a second: with the burst taken off, any second stays within the limit. */
  #rate(): number {
    return Math.max(FLOOR / 2, this.#perSecond - this.#capacity());
  }

  #refill(): void {
    const now = this.#now();
    this.#tokens = Math.min(this.#capacity(), this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate());
    this.#filledAt = now;
  }

  #serve(): void {
    this.#refill();
    while (this.#waiting.length > 0 && this.#inFlight < Math.floor(Math.max(1, this.#concurrent))) {
      const wait = Math.max(
        this.#notBefore - this.#now(),
        this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.#rate()) * 1000,
      );
      if (wait > 0) {
        this.#wakeIn(wait);
        return;
      }
      this.#tokens -= 1;
      this.#inFlight += 1;
      this.#next()?.start(true);
    }
  }

  #next(): Waiter | undefined {
    const urgent = this.#waiting.findIndex((waiter) => waiter.urgent);
    return this.#waiting.splice(Math.max(urgent, 0), 1)[0];
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#serve();
    }, Math.ceil(ms));
  }
}
