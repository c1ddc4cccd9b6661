import type { RequestGauge, SourceId } from '@/lib/model';
import { fail, type Outcome } from '../transport/failure';
import { RequestMeter } from '../transport/meter';
import type { RequestBudget } from './budget';
import type { Answer, Exchange, Sent } from './exchange';

/** A request, and whether somebody waits for it. */
export interface Sending extends Omit<Sent, 'ms'> {
  readonly urgent: boolean;
  /** Less than the usual time to answer. */
  readonly ms?: number;
}

/** Somebody is looking: better a quick "not now" than a late answer. */
const URGENT_MS = 8_000;

/** The one gate through which every request to NSX goes: takes its turn in the budget, and counts. */
export class Sender {
  readonly #exchange: Exchange;
  readonly #budget: RequestBudget;
  readonly #answerMs: number;
  readonly #sharedWith: readonly SourceId[];
  readonly #meter = new RequestMeter();

  constructor(
    exchange: Exchange,
    budget: RequestBudget,
    options: { readonly answerMs: number; readonly sharedWith: readonly SourceId[] },
  ) {
    this.#exchange = exchange;
    this.#budget = budget;
    this.#answerMs = options.answerMs;
    this.#sharedWith = options.sharedWith;
  }

  gauge(): RequestGauge {
    const { perSecond, concurrent } = this.#budget.limits;
    const gauge = this.#meter.read(Date.now(), { perSecond, inFlight: concurrent });
    return this.#sharedWith.length === 0 ? gauge : { ...gauge, sharedWith: this.#sharedWith };
  }

  async send({ urgent, ms, ...request }: Sending, signal: AbortSignal): Promise<Outcome<Answer>> {
    if (!(await this.#budget.acquire(urgent, signal))) return fail('aborted', 'stopped');
    this.#meter.started(Date.now());
    const patience = Math.min(ms ?? this.#answerMs, urgent ? URGENT_MS : this.#answerMs, this.#answerMs);
    const outcome = await this.#exchange.send({ ...request, ms: patience }, signal);
    const throttled = !outcome.ok && outcome.failure.kind === 'throttled';
    if (throttled) this.#budget.throttled(outcome.failure.retryAfterMs);
    else if (outcome.ok) this.#budget.succeeded();
    this.#meter.finished(throttled ? 'throttled' : outcome.ok ? 'good' : 'failed');
    this.#budget.release();
    return outcome;
  }
}
