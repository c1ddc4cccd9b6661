import { kindNamed } from '@/lib/kinds';
import { toRef } from '@/lib/details/refs';
import type { GraphQueries } from '@/lib/model';
import { type Hit, type Match, Search, SearchIndex, type SearchOptions } from '@/lib/search';
import type { FoundIn, SearchHit, SearchResponse } from '@/lib/wire';
import type { Moment } from './moment';
import { nextTurn } from '../turns';

/**
 * One search may take so much CPU time; then it says that there may be more. Who asks for one thing is owed an answer. A busy
 * machine makes an answer late, not poorer.
 */
const BROAD_MS = 200;
const SPECIFIC_MS = 400;
/** So much of it at once: between two steps everything else gets its turn. */
const STEP_MS = 15;
const CATCH_UP_MS = 10;
/** Between answers the index follows the graph in slices, so that nothing else waits for it. */
const SLICE_MS = 4;
const PAUSE_MS = 20;
/** As much of a long text as a row shows around what was found. */
const SHOWN = 160;

/** Searches one graph, with an index that follows it. */
export class Searcher {
  readonly #index: SearchIndex;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(graph: GraphQueries) {
    this.#index = new SearchIndex(graph);
  }

  /** The graph moved on: take it in, bit by bit. */
  graphChanged(): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const isOver = deadline(SLICE_MS);
      if (!this.#index.catchUp(isOver) || !this.#index.renew(isOver)) this.graphChanged();
    }, PAUSE_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Ends early, with what is found by then, once nobody waits for it any more. */
  async answer(
    options: SearchOptions,
    partial: readonly string[],
    { moment, signal }: { readonly moment: () => Moment; readonly signal: AbortSignal },
  ): Promise<SearchResponse> {
    this.#index.catchUp(deadline(CATCH_UP_MS));
    const search = new Search(this.#index, options);
    let left = search.isSpecific ? SPECIFIC_MS : BROAD_MS;
    for (let step = cpuMs(Math.min(STEP_MS, left)); !search.step(step.isOver); step = cpuMs(Math.min(STEP_MS, left))) {
      left -= step.spent();
      if (left <= 0 || signal.aborted || this.#stopped) break;
      await nextTurn();
    }
    const { kinds, total, complete } = search.found;
    return {
      ...moment(),
      kinds: kinds.map((one) => ({ ...one, hits: one.hits.map(toWire) })),
      total,
      complete,
      searched: this.#index.size,
      waiting: this.#index.waiting,
      partial: [...partial],
    };
  }
}

function deadline(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() > end;
}

/** CPU time from now on: whether so much of it is over, and how much was spent. */
function cpuMs(ms: number): { readonly isOver: () => boolean; readonly spent: () => number } {
  const began = process.cpuUsage();
  const spent = (): number => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
  return { isOver: () => spent() > ms, spent };
}

function toWire({ node, matches }: Hit): SearchHit {
  const line = kindNamed(node.kind)?.presentation.line?.(node) ?? '';
  return { node: toRef(node), line: line.slice(0, SHOWN), matches: matches.map(around) };
}

/** A long text is cut around what was found in it. */
function around({ label, text, at, length }: Match): FoundIn {
  if (text.length <= SHOWN) return { label, text, at, length };
  const from = at === null ? 0 : Math.max(0, Math.min(at - 40, text.length - SHOWN));
  const shown = text.slice(from, from + SHOWN);
  const [head, tail] = [from > 0 ? '…' : '', from + SHOWN < text.length ? '…' : ''];
  const place = at === null ? null : at - from + head.length;
  return { label, text: `${head}${shown}${tail}`, at: place, length: Math.min(length, SHOWN) };
}
