import type { NsxKind } from '@/lib/kinds/define';
import type { Inventory } from './inventory';
import { listsBehind } from './kind-pass';
import type { KindProgress } from './kind-state';
import type { NsxTuning } from './tuning';

/** Passes that did not fit together are repeated soon, but only so often. */
const PATIENCE = 3;
/** How much rarer lists are tried that the server does not have. */
const ABSENT = 6;
/** Lists that one pass over a kind may take before its tree is read instead. */
export const MOST_LISTS = 50;

/** When each kind is read as a whole: as often as its share of the requests allows, and how old that lets the picture be. */
export class Schedule {
  readonly #progress: readonly KindProgress[];
  readonly #inventory: Inventory;
  readonly #tuning: NsxTuning;

  constructor(progress: readonly KindProgress[], inventory: Inventory, tuning: NsxTuning) {
    this.#progress = progress;
    this.#inventory = inventory;
    this.#tuning = tuning;
  }

  /** Time between two full passes of a kind by search: the larger the inventory, the rarer. `rotating`: they are all there is. */
  passInterval(rotating: boolean): number {
    const { fullPassMs, fullPassPerSecond, repeatMs } = this.#tuning;
    const requests = this.#sum(({ kind }) => (kind.read.listOnly ? 0 : this.#pages(kind)));
    const spread = (requests / (rotating ? 3 * fullPassPerSecond : fullPassPerSecond)) * 1000;
    return rotating ? Math.max(repeatMs, spread) : Math.max(fullPassMs, spread, this.#turns());
  }

  /** Time between two passes of a kind that search never brings: nothing else tells of its changes. */
  #listInterval(): number {
    const { fullPassPerSecond, repeatMs } = this.#tuning;
    const lasting = this.#sum((progress) => {
      const cost = progress.kind.read.listOnly ? this.listCost(progress.kind) : 0;
      return isAbsent(progress) ? cost / ABSENT : cost;
    });
    return Math.max(repeatMs, (lasting / (0.8 * fullPassPerSecond)) * 1000);
  }

  /** The same while search is broken for a kind: that leaves room, as the looks that it would take are rare then. */
  #brokenInterval(): number {
    const { fullPassPerSecond, repeatMs } = this.#tuning;
    const broken = this.#sum((progress) => (isSearchBroken(progress) ? this.listCost(progress.kind) : 0));
    return Math.max(repeatMs, (broken / (3 * fullPassPerSecond)) * 1000);
  }

  /** Until the next pass over a kind: sooner when the last one failed or did not fit together, but ever slower. */
  pauseOf(progress: KindProgress, rotating: boolean): number {
    const { repeatMs } = this.#tuning;
    const { failure, failures, incomplete } = progress;
    const usual = this.#usual(progress, rotating);
    if (isAbsent(progress)) return usual * ABSENT;
    // What is not there, or not allowed, stays so for a while.
    if (failure?.kind === 'not-found' || failure?.kind === 'forbidden') return usual;
    if (failures > 0) return Math.min(usual, repeatMs * 2 ** Math.min(failures - 1, 10));
    return incomplete > 0 && incomplete <= PATIENCE ? Math.min(usual, repeatMs) : usual;
  }

  /**
   * How old the picture of a kind can be at most: the time between two reads that miss nothing, and the time that one takes.
   * While reads miss something, it grows older.
   */
  boundOf(progress: KindProgress, options: { readonly rotating: boolean; readonly swept: boolean }): number {
    const { sweepMs, answerMs } = this.#tuning;
    const usual = this.#usual(progress, options.rotating);
    const interval = options.swept && progress.searchOffUntil <= Date.now() ? Math.min(usual, 2 * sweepMs) : usual;
    const age = progress.lastCompleteAt === null ? 0 : Date.now() - progress.lastCompleteAt;
    return Math.max(interval + answerMs, Math.min(age, Number.MAX_SAFE_INTEGER));
  }

  /** Spreads the passes after all kinds were read at once, so that they do not all come due together again. */
  spread(rotating: boolean): void {
    const now = Date.now();
    for (const [index, progress] of this.#progress.entries()) {
      if (this.pauseOf(progress, rotating) < this.#usual(progress, rotating)) continue;
      progress.dueAt = now + (this.#usual(progress, rotating) * (index + 1)) / this.#progress.length;
    }
  }

  mostOverdue(): KindProgress | null {
    const now = Date.now();
    const due = this.#progress.filter((progress) => progress.dueAt <= now);
    return due.reduce<KindProgress | null>((a, b) => (a === null || b.dueAt < a.dueAt ? b : a), null);
  }

  /** Requests that a pass over the lists of a kind takes. */
  listCost(kind: NsxKind): number {
    const lists = kind.read.lists.reduce((sum, list) => sum + listsBehind(list, this.#inventory), 0);
    const most = kind.read.alone === true ? lists : Math.min(lists, MOST_LISTS);
    return Math.max(1, most, Math.ceil(this.#inventory.count(kind) / this.#tuning.pageSize));
  }

  #usual(progress: KindProgress, rotating: boolean): number {
    if (progress.kind.read.listOnly) return this.#listInterval();
    const pass = this.passInterval(rotating);
    return isSearchBroken(progress) ? Math.min(pass, this.#brokenInterval()) : pass;
  }

  #pages(kind: NsxKind): number {
    return Math.max(1, Math.ceil(this.#inventory.searchable(kind) / this.#tuning.pageSize));
  }

  /** One kind is read a round: with many small ones, the rounds set the pace. */
  #turns(): number {
    return this.#progress.length * this.#tuning.changesMs * 1.5;
  }

  #sum(cost: (progress: KindProgress) => number): number {
    return this.#progress.reduce((sum, progress) => sum + cost(progress), 0);
  }
}

/** The server has no such lists, and never had. */
const isAbsent = ({ kind, failure, lastPassAt }: KindProgress): boolean =>
  kind.read.listOnly && failure?.kind === 'not-found' && lastPassAt === null;

/** Until a search has succeeded again, whether it is left alone for now or about to be tried. */
const isSearchBroken = ({ searchProblem }: KindProgress): boolean => searchProblem !== null;
