import type { GraphQueries } from '@/lib/model';
import { readyViews } from '@/lib/view';

/** Work of one go, and the rest after it: the first view may be late rather than everything else. */
const SLICE_MS = 8;
const REST_MS = 25;

/** Does what views are made of ahead of time, in short slices, so that the first one after a start need not wait for it. */
export class Readying {
  readonly #graph: GraphQueries;
  #timer: NodeJS.Timeout | null = null;
  #ready = true;

  constructor(graph: GraphQueries) {
    this.#graph = graph;
  }

  /** Whether the next view finds everything in its place. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The graph has changed. */
  request(): void {
    this.#ready = false;
    this.#timer ??= setTimeout(() => this.#slice(), REST_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #slice(): void {
    const end = performance.now() + SLICE_MS;
    this.#ready = readyViews(this.#graph, () => performance.now() < end);
    this.#timer = this.#ready ? null : setTimeout(() => this.#slice(), REST_MS);
  }
}
