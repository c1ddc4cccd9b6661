import type { Steps } from '@/lib/steps';
import { inTurns } from '../turns';

/** Which rows of a long answer are wanted. */
export interface Page {
  readonly from: number;
  readonly count: number;
}

/** An order stands so long, so that pages asked for one after the other fit together and changes cost nothing. */
const STANDS_MS = 2_000;
const MOST_KEPT = 8;

interface Kept<List> {
  /** When it was made; null while it is being made. */
  at: number | null;
  readonly list: Promise<List>;
}

/** Answers in full to the questions asked of late, for those who take them page by page. Made in turns, once for all who wait. */
export class KeptLists<Question, List> {
  readonly #make: (question: Question) => Steps<List>;
  readonly #kept = new Map<string, Kept<List>>();

  constructor(make: (question: Question) => Steps<List>) {
    this.#make = make;
  }

  of(question: Question): Promise<List> {
    const key = JSON.stringify(question);
    const known = this.#kept.get(key);
    if (known !== undefined && (known.at === null || performance.now() - known.at < STANDS_MS)) return known.list;
    this.#kept.delete(key);
    const kept: Kept<List> = { at: null, list: inTurns(this.#make(question)) };
    this.#kept.set(key, kept);
    kept.list.then(
      () => {
        kept.at = performance.now();
      },
      // Whoever waits hears of it; the next one who asks shall not.
      () => this.#kept.delete(key),
    );
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return kept.list;
  }
}
