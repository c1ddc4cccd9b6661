/**
 * Lets the loops of one source that wait because nobody answers go on as soon as one of them gets an answer, instead of
 * each sitting out its own back-off.
 */
export class Recovery {
  readonly #waiting = new Set<() => void>();

  /** Called on every good answer. */
  answered(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Waits `ms`, or less when the source answers somebody (`wakeable`) or the signal aborts. */
  async wait(ms: number, wakeable: boolean, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
      if (wakeable) this.#waiting.add(done);
    });
  }
}
