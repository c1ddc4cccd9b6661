import { backoffMs } from '../backoff';

/** How a reconciliation ended: settled, or to be looked at again because NSX is still working on it. */
export type Outcome = 'settled' | 'waiting';

interface Entry {
  state: 'queued' | 'delayed' | 'running' | 'dirty';
  failures: number;
  waits: number;
  timer: NodeJS.Timeout | undefined;
}

/** What the queue calls. */
export interface QueueHandlers {
  reconcile(key: string): Promise<Outcome>;
  failed(key: string, error: unknown): void;
}

/** A queue of keys: each runs at most once at a time, again when it was added meanwhile, and later and later when it fails. */
export class WorkQueue {
  readonly #handlers: QueueHandlers;
  readonly #workers: number;
  readonly #entries = new Map<string, Entry>();
  #ready: string[] = [];
  #running = 0;
  #stopped = false;
  #paused = false;
  #idle: (() => void)[] = [];

  constructor(workers: number, handlers: QueueHandlers) {
    this.#workers = workers;
    this.#handlers = handlers;
  }

  /** Asks for a reconciliation of `key` as soon as possible. */
  add(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { state: 'queued', failures: 0, waits: 0, timer: undefined });
    else if (entry.state === 'running') entry.state = 'dirty';
    else if (entry.state === 'delayed') {
      clearTimeout(entry.timer);
      // Something happened to it, so what it waited for may be there: be quick again.
      entry.waits = 0;
      entry.state = 'queued';
    } else return;
    if (this.#entries.get(key)?.state === 'queued') this.#ready.push(key);
    this.#pump();
  }

  #wake(key: string, entry: Entry): void {
    if (entry.state !== 'delayed') return;
    entry.state = 'queued';
    this.#ready.push(key);
    this.#pump();
  }

  /** Holds new reconciliations back, or lets them go on. */
  hold(paused: boolean): void {
    this.#paused = paused;
    this.#pump();
  }

  /** Keys queued, running, or waiting for another try. */
  get pending(): number {
    return this.#entries.size;
  }

  /** Keys that failed and wait for another try. */
  get failing(): readonly string[] {
    return [...this.#entries].filter(([, entry]) => entry.failures > 0).map(([key]) => key);
  }

  /** Stops taking work; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const entry of this.#entries.values()) clearTimeout(entry.timer);
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #pump(): void {
    while (!this.#stopped && !this.#paused && this.#running < this.#workers) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      const entry = this.#entries.get(key);
      if (entry?.state !== 'queued') continue;
      entry.state = 'running';
      this.#running += 1;
      void this.#work(key, entry);
    }
  }

  async #work(key: string, entry: Entry): Promise<void> {
    let delay: number | undefined;
    try {
      if ((await this.#handlers.reconcile(key)) === 'waiting') {
        delay = Math.min(2500, 120 * 1.4 ** entry.waits);
        entry.waits += 1;
      } else {
        entry.failures = 0;
        entry.waits = 0;
      }
    } catch (error) {
      delay = backoffMs(entry.failures, 300, 30_000);
      entry.failures += 1;
      if (!this.#stopped) this.#handlers.failed(key, error);
    }
    this.#running -= 1;
    this.#next(key, entry, delay);
    if (this.#running === 0) for (const done of this.#idle.splice(0)) done();
    this.#pump();
  }

  #next(key: string, entry: Entry, delay: number | undefined): void {
    if (this.#stopped) return;
    if (entry.state === 'dirty') {
      entry.state = 'queued';
      this.#ready.push(key);
    } else if (delay === undefined) this.#entries.delete(key);
    else {
      entry.state = 'delayed';
      entry.timer = setTimeout(() => this.#wake(key, entry), delay);
    }
  }
}
