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
  /** Until when it stands; null while it is being made. */
  until: number | null;
  readonly list: Promise<List>;
}

/** Answers in full to the questions asked of late, for those who take them page by page. Made in turns, once for all who wait. */
export class KeptLists<Question, List, About = void> {
  readonly #make: (question: Question, about: About) => Steps<List>;
  readonly #kept = new Map<string, Kept<List>>();

  constructor(make: (question: Question, about: About) => Steps<List>) {
    this.#make = make;
  }

  /** `about` is what the list is made from besides; it does not make another question of it. */
  of(question: Question, about: About): Promise<List> {
    const key = JSON.stringify(question);
    const known = this.#kept.get(key);
    if (known !== undefined && (known.until === null || performance.now() < known.until)) return known.list;
    this.#kept.delete(key);
    const kept: Kept<List> = { until: null, list: inTurns(this.#make(question, about)) };
    this.#kept.set(key, kept);
    kept.list.then(
      () => {
        kept.until = performance.now() + STANDS_MS;
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
