import type { RequestGauge } from '@/lib/model';

const WINDOW_MS = 10_000;

/** Counts what Portolan asks of one source. */
export class RequestMeter {
  readonly #starts: number[] = [];
  #inFlight = 0;
  #total = 0;
  #throttled = 0;
  #failed = 0;

  started(now: number): void {
    this.#starts.push(now);
    this.#drop(now);
    this.#inFlight += 1;
    this.#total += 1;
  }

  /** `throttled`: the source said 429 or 503; `failed`: there was no usable answer. */
  finished(result: 'good' | 'throttled' | 'failed'): void {
    this.#inFlight -= 1;
    if (result === 'throttled') this.#throttled += 1;
    if (result === 'failed') this.#failed += 1;
  }

  read(now: number, limits: { readonly perSecond: number; readonly inFlight: number }): RequestGauge {
    this.#drop(now);
    return {
      perSecond: Math.round((this.#starts.length / (WINDOW_MS / 1000)) * 100) / 100,
      limitPerSecond: limits.perSecond,
      inFlight: this.#inFlight,
      limitInFlight: limits.inFlight,
      total: this.#total,
      throttled: this.#throttled,
      failed: this.#failed,
    };
  }

  #drop(now: number): void {
    const keep = this.#starts.findIndex((start) => start > now - WINDOW_MS);
    this.#starts.splice(0, keep === -1 ? this.#starts.length : keep);
  }
}
