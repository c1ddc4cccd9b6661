import type { GraphQueries } from '@/lib/model';
import { listPods, type PodList, type PodQuestion, podRow } from '@/lib/pods';
import type { PodsResponse } from '@/lib/wire';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';

/** Pods as a table asks for them, page by page. */
export class PodTable {
  readonly #graph: GraphQueries;
  readonly #lists: KeptLists<PodQuestion, PodList>;

  constructor(graph: GraphQueries) {
    this.#graph = graph;
    this.#lists = new KeptLists((question) => listPods(graph, question));
  }

  async answer(
    question: PodQuestion,
    { from, count }: Page,
    partial: readonly string[],
    moment: () => Moment,
  ): Promise<PodsResponse> {
    const { ids, inScope, withPort } = await this.#lists.of(question);
    // One may have gone since the order was made.
    const nodes = ids.slice(from, from + count).flatMap((id) => this.#graph.node(id) ?? []);
    const rows = nodes.map((node) => podRow(this.#graph, node));
    return { ...moment(), rows, from, total: ids.length, inScope, withPort, partial: [...partial] };
  }
}
