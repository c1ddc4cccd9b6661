import { ApiStatusError } from '../store/status-error';

/** Work of one controller: keys to bring to their desired state, each at most once at a time. */
export interface WorkQueue {
  /** Asks for a key to be handled after `delayMs` (default: the controller's pause); an earlier request wins. */
  add(key: string, delayMs?: number): void;
}

interface Item {
  readonly queue: Queue;
  readonly key: string;
}

/** Longest stretch of work before other tasks of the process get their turn. */
const sliceMs = 10;
const longestRetryMs = 15_000;

/** One loop for all controllers: small slices of work, timers for what is due later, retries with back-off. */
export class WorkLoop {
  private ready: Item[] = [];
  private next = 0;
  private immediate: NodeJS.Immediate | undefined;
  private readonly queues: Queue[] = [];

  constructor(
    private readonly pauseMs: number,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.stop(), { once: true });
  }

  /** A queue whose handler brings one key to its desired state; what it throws is retried. */
  queue(name: string, handle: (key: string) => void, pauseMs = this.pauseMs): WorkQueue {
    const queue = new Queue(name, handle, pauseMs, this.signal, (item) => this.enqueue(item));
    this.queues.push(queue);
    return queue;
  }

  private enqueue(item: Item): void {
    if (this.signal.aborted) return;
    this.ready.push(item);
    this.immediate ??= setImmediate(() => this.drain());
  }

  private drain(): void {
    this.immediate = undefined;
    const end = performance.now() + sliceMs;
    while (this.next < this.ready.length && !this.signal.aborted) {
      const item = this.ready[this.next];
      this.next += 1;
      item?.queue.run(item.key);
      if (performance.now() >= end) break;
    }
    if (this.signal.aborted) return;
    if (this.next >= this.ready.length) {
      this.ready = [];
      this.next = 0;
    } else {
      this.immediate ??= setImmediate(() => this.drain());
    }
  }

  private stop(): void {
    if (this.immediate) clearImmediate(this.immediate);
    this.ready = [];
    for (const queue of this.queues) queue.stop();
  }
}

class Queue implements WorkQueue {
  /** Keys waiting for their time, with the timer that ends the wait. */
  private readonly waiting = new Map<string, { due: number; timer: NodeJS.Timeout }>();
  private readonly ready = new Set<string>();
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly name: string,
    private readonly handle: (key: string) => void,
    private readonly pauseMs: number,
    private readonly signal: AbortSignal,
    private readonly enqueue: (item: Item) => void,
  ) {}

  add(key: string, delayMs = this.pauseMs): void {
    if (this.signal.aborted || this.ready.has(key)) return;
    const due = performance.now() + delayMs;
    const earlier = this.waiting.get(key);
    if (earlier) {
      if (earlier.due <= due) return;
      clearTimeout(earlier.timer);
    }
    if (delayMs <= 0) {
      this.makeReady(key);
      return;
    }
    this.waiting.set(key, { due, timer: setTimeout(() => this.makeReady(key), delayMs) });
  }

  run(key: string): void {
    this.ready.delete(key);
    try {
      this.handle(key);
      this.failures.delete(key);
    } catch (error) {
      this.retry(key, error);
    }
  }

  stop(): void {
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
    this.ready.clear();
  }

  private makeReady(key: string): void {
    this.waiting.delete(key);
    this.ready.add(key);
    this.enqueue({ queue: this, key });
  }

  private retry(key: string, error: unknown): void {
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    // Refusals by the API are part of a controller's life; anything else is a defect that must be seen.
    if (!(error instanceof ApiStatusError) && failures === 1) console.error(`controller ${this.name}: ${key}:`, error);
    const backOff = Math.min(longestRetryMs, Math.max(this.pauseMs, 5) * 2 ** Math.min(failures, 20));
    this.add(key, backOff * (0.5 + Math.random() / 2));
  }
}
