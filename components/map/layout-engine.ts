import { type Layout, layoutView, type Shape } from '@/lib/layout';

/** One layout to make; `previous` is null where nothing is drawn yet or a tidy layout is asked for. */
export interface LayoutJob {
  readonly shape: Shape;
  readonly previous: Layout | null;
  readonly change: 'live' | 'asked';
}

export interface LayoutRequest {
  readonly number: number;
  readonly job: LayoutJob;
}

export interface LayoutAnswer {
  readonly number: number;
  readonly layout: Layout;
}

/** What the engine needs of a worker. */
export type LayoutWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

interface Pending {
  readonly job: LayoutJob;
  readonly resolve: (layout: Layout) => void;
}

/**
 * Makes layouts in a worker. Where workers cannot be had, or this one breaks, it makes them itself: the same function with the
 * same result, so that nobody sees a difference but in smoothness.
 */
export class LayoutEngine {
  #worker: LayoutWorker | null;
  #number = 0;
  readonly #pending = new Map<number, Pending>();

  constructor(open: () => LayoutWorker = openWorker) {
    this.#worker = tryOpen(open);
    this.#worker?.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => {
      this.#pending.get(data.number)?.resolve(data.layout);
      this.#pending.delete(data.number);
    });
    for (const trouble of ['error', 'messageerror'] as const)
      this.#worker?.addEventListener(trouble, () => this.#goOnAlone());
  }

  /** The layout of a job. */
  make(job: LayoutJob): Promise<Layout> {
    if (this.#worker === null) return Promise.resolve(layoutHere(job));
    const number = ++this.#number;
    return new Promise((resolve) => {
      this.#pending.set(number, { job, resolve });
      this.#worker?.postMessage({ number, job } satisfies LayoutRequest);
    });
  }

  close(): void {
    this.#goOnAlone();
  }

  #goOnAlone(): void {
    this.#worker?.terminate();
    this.#worker = null;
    const left = [...this.#pending.values()];
    this.#pending.clear();
    for (const { job, resolve } of left) resolve(layoutHere(job));
  }
}

function openWorker(): LayoutWorker {
  return new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'portolan layout' });
}

/** Null where the browser knows no workers or the page may not start one. */
function tryOpen(open: () => LayoutWorker): LayoutWorker | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function layoutHere({ shape, previous, change }: LayoutJob): Layout {
  return layoutView(shape, previous ?? undefined, change);
}
