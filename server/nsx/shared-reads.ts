/** Lets everybody who asks the same within a short time share one answer. Bounded; forgets by itself. */
export class SharedReads {
  readonly #ms: number;
  readonly #answers = new Map<string, { readonly answer: Promise<unknown>; readonly until: number }>();

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** The answer to `key`, read by `read` unless a fresh one is at hand or under way. Dear ones may stand longer than usual. */
  get<T>(key: string, read: () => Promise<T>, standsMs: (answer: T) => number = () => 0): Promise<T> {
    const now = Date.now();
    const kept = this.#answers.get(key);
    // One key is always read by the same function, so that its answer has the type asked for.
    if (kept !== undefined && kept.until > now) return kept.answer as Promise<T>;
    for (const [other, { until }] of this.#answers) if (until <= now) this.#answers.delete(other);
    const answer = read();
    this.#answers.set(key, { answer, until: Number.POSITIVE_INFINITY });
    const settle = (given: T): void => {
      this.#answers.set(key, { answer, until: Date.now() + Math.max(this.#ms, standsMs(given)) });
    };
    answer.then(settle, () => this.#answers.delete(key));
    return answer;
  }
}
