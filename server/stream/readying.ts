import type { GraphQueries } from '@/lib/model';
import { readyViews } from '@/lib/view';

/** Work of one go, and the rest after it: as long as somebody watches, what they watch comes first. */
const SLICE_MS = 8;
const REST_MS = 25;
/** While nobody watches: only what has come in meanwhile is dealt with between. */
const SHORT_REST_MS = 1;
/**
 * While much more is about to change, what is readied is mostly readied for nothing: then so many rests in a row are prolonged,
 * and only the moments in which the sources are waited for are made use of.
 */
const PROLONGED = 10;

/** Does what views are made of ahead of time, in short slices, so that the first one after a start need not wait for it. */
export class Readying {
  readonly #graph: GraphQueries;
  readonly #busy: () => boolean;
  readonly #watched: () => boolean;
  #timer: NodeJS.Timeout | null = null;
  #prolonged = 0;
  #ready = true;

  /**
   * @param busy Whether many changes are on their way into the graph.
   * @param watched Whether anybody waits for views or watches them.
   */
  constructor(graph: GraphQueries, busy: () => boolean, watched: () => boolean) {
    this.#graph = graph;
    this.#busy = busy;
    this.#watched = watched;
  }

  /** Whether the next view finds everything in its place. */
  get ready(): boolean {
    return this.#ready;
  }

  /** The graph has changed. */
  request(): void {
    this.#ready = false;
    if (this.#timer === null) this.#sleep();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #slice(): void {
    const end = performance.now() + SLICE_MS;
    this.#ready = readyViews(this.#graph, () => performance.now() < end);
    this.#timer = null;
    if (!this.#ready) this.#sleep();
  }

  #sleep(): void {
    const isShort = !this.#busy() && !this.#watched();
    this.#timer = setTimeout(() => this.#wake(), isShort ? SHORT_REST_MS : REST_MS);
  }

  #wake(): void {
    if (this.#busy() && this.#prolonged < PROLONGED) {
      this.#prolonged++;
      this.#sleep();
    } else {
      this.#prolonged = 0;
      this.#slice();
    }
  }
}
