import type { GraphQueries } from '@/lib/model';
import { listPods, type PodList, type PodQuestion, type PodRow, podRow } from '@/lib/pods';
import type { PodsResponse } from '@/lib/wire';
import type { Moment } from './moment';

/** An order stands so long, so that pages asked for one after the other fit together and changes cost nothing. */
const STANDS_MS = 2_000;
const MOST_KEPT = 8;

/** Pods as a table asks for them, page by page. */
export class PodTable {
  readonly #graph: GraphQueries;
  readonly #kept = new Map<string, { readonly at: number; readonly list: PodList }>();

  constructor(graph: GraphQueries) {
    this.#graph = graph;
  }

  answer(
    question: PodQuestion,
    { from, count }: { readonly from: number; readonly count: number },
    partial: readonly string[],
    moment: Moment,
  ): PodsResponse {
    const { ids, inScope, withPort } = this.#list(question);
    return {
      ...moment,
      rows: [...this.#rows(ids.slice(from, from + count))],
      from,
      total: ids.length,
      inScope,
      withPort,
      partial: [...partial],
    };
  }

  *#rows(ids: PodList['ids']): Iterable<PodRow> {
    for (const id of ids) {
      const node = this.#graph.node(id);
      // It may have gone since the order was made.
      if (node !== undefined) yield podRow(this.#graph, node);
    }
  }

  #list(question: PodQuestion): PodList {
    const key = JSON.stringify(question);
    const now = performance.now();
    const known = this.#kept.get(key);
    if (known !== undefined && now - known.at < STANDS_MS) return known.list;
    this.#kept.delete(key);
    const list = listPods(this.#graph, question);
    this.#kept.set(key, { at: performance.now(), list });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return list;
  }
}
