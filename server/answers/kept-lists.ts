/** Which rows of a long answer are wanted. */
export interface Page {
  readonly from: number;
  readonly count: number;
}

/** An order stands so long, so that pages asked for one after the other fit together and changes cost nothing. */
const STANDS_MS = 2_000;
const MOST_KEPT = 8;

/** Answers in full to the questions asked of late, for those who take them page by page. */
export class KeptLists<Question, List> {
  readonly #make: (question: Question) => List;
  readonly #kept = new Map<string, { readonly at: number; readonly list: List }>();

  constructor(make: (question: Question) => List) {
    this.#make = make;
  }

  of(question: Question): List {
    const key = JSON.stringify(question);
    const known = this.#kept.get(key);
    if (known !== undefined && performance.now() - known.at < STANDS_MS) return known.list;
    this.#kept.delete(key);
    const list = this.#make(question);
    this.#kept.set(key, { at: performance.now(), list });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return list;
  }
}
