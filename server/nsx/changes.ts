import type { NsxKind } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import { fail, type Failure, type Outcome, succeed } from '../transport/failure';
import { Repetition } from './kind-state';
import type { PassContext } from './kind-pass';
import { type NsxObject, type Pages, searchPages } from './paging';
import { anyOf, byClusterTag, byTypes } from './query';

const LOOK_PAGE = 50;
/** The index may learn of changes out of order: while news are younger than this, what is hardly older is read again too. */
const MARGIN_MS = 10_000;
/** Looks in a row that came out of order before the order is given up: a moving index or an unseen removal mixes up one. */
const PATIENCE = 3;
/** After that long at most the newest-first search is tried again; the first times are shorter. */
const RETRY_MS = 60_000;
const SHORTER = 5;

/** What a look for changes found out. */
export interface Look {
  /** NSX counts another number of objects than we know: something came or went unseen. */
  readonly miscount: boolean;
}

/** What a sweep found out. */
export interface Sweep {
  readonly differing: readonly NsxKind[];
  readonly whole: boolean;
}

/** Realization states that are worth a look; the settled one is not among them. */
const TROUBLED = ['ERROR', 'IN_PROGRESS', 'UNKNOWN', 'UNINITIALIZED'];

/** How changes are found: newest first by modification time, once that is proven to work here, else by full passes in turn. */
export type ChangesMode = 'unproven' | 'proven' | 'rotating';

/**
 * Finds what changed since the last look with one search over all kinds, sorted newest first: its head holds the changed
 * objects, its count tells of removals. Trusted only after the order and the count have been checked against a full pass.
 */
export class ChangeFinder {
  readonly #context: PassContext;
  readonly #pageSize: number;
  readonly #expected: (kind: NsxKind) => number;
  readonly #sweeps = new Repetition();
  #statusSearched = true;
  #mode: ChangesMode = 'unproven';
  #why: string | null = null;
  /** Difference between NSX's count and ours that a sweep could not explain. */
  #unexplained = 0;
  /** What the last look counted. */
  #lastCount = 0;
  #newsAt = Number.NEGATIVE_INFINITY;
  #disorders = 0;
  #rotations = 0;
  #retryAt = 0;

  /** `expected`: how many hits NSX should count of a kind. */
  constructor(context: PassContext, expected: (kind: NsxKind) => number) {
    this.#context = context;
    this.#expected = expected;
    this.#pageSize = context.pageSize;
  }

  get mode(): ChangesMode {
    if (this.#mode === 'rotating' && Date.now() > this.#retryAt) this.#mode = 'unproven';
    return this.#mode;
  }

  /** Why changes are found the slow way; null while they are not. */
  get why(): string | null {
    return this.#why;
  }

  /** Forgets what was proven: the server may be another one by now. */
  reset(): void {
    this.#mode = 'unproven';
    this.#why = null;
    this.#unexplained = 0;
    this.#disorders = 0;
    this.#rotations = 0;
    this.#statusSearched = true;
  }

  /** Gives up on looking for changes: everything is read in turn, until the search is tried again. */
  rotate(why: string): void {
    this.#mode = 'rotating';
    this.#why = why;
    this.#rotations += 1;
    this.#retryAt = Date.now() + RETRY_MS * Math.min(1, 2 ** (this.#rotations - SHORTER));
  }

  /** Looks for changes of `kinds`, all of which must have been read once. */
  async look(kinds: readonly NsxKind[]): Promise<Outcome<Look>> {
    const query = combinedQuery(kinds, this.#context.tagValues);
    if (query === null) return succeed({ miscount: false });
    const since = this.#context.inventory.latest - MARGIN_MS;
    const before = this.#context.inventory.latest;
    let newest: number | null = null;
    let last = Number.POSITIVE_INFINITY;
    let ordered = true;
    const pages = await searchPages(this.#context.client, {
      query: { query, sort_by: '_last_modified_time', sort_ascending: false },
      pageSize: LOOK_PAGE,
      ask: { signal: this.#context.signal },
      visit: (objects) => {
        // What changes while we read moves down the list: a page may begin with what the one before it held.
        last = Number.POSITIVE_INFINITY;
        for (const time of objects.map(timeOf)) {
          if (time === null || time > last) ordered = false;
          newest ??= time;
          last = time ?? last;
        }
        const news = this.#take(objects, false);
        if (news) this.#newsAt = Date.now();
        const recent = Date.now() - this.#newsAt < MARGIN_MS && last >= since;
        return ordered && (news || recent);
      },
    });
    if (!pages.ok) return this.#refused(pages.failure);
    this.#judgeOrder(ordered, newest, before);
    return succeed({ miscount: this.#miscount(kinds, pages.value) });
  }

  /** Whether a sweep over these kinds reads everything, status included, in a request or two. */
  isSmall(kinds: readonly NsxKind[]): boolean {
    return this.#known(kinds) <= 2 * this.#pageSize;
  }

  /**
   * Finds out what came or went: reads everything when that is little, else compares the counts of the kinds and gives
   * those back that differ. `whole`: everything was read, and fitted together.
   */
  async sweep(kinds: readonly NsxKind[]): Promise<Outcome<Sweep>> {
    if (!this.isSmall(kinds)) return await this.#compareCounts(kinds);
    const { inventory, tagValues, signal, client } = this.#context;
    const query = combinedQuery(kinds, tagValues);
    if (query === null) return succeed({ differing: [], whole: false });
    const seen = new Set<string>();
    const pages = await searchPages(client, {
      query: { query, sort_by: 'path' },
      pageSize: this.#pageSize,
      ask: { signal },
      visit: (objects) => {
        for (const { path } of objects) if (typeof path === 'string') seen.add(path);
        this.#take(objects, true);
        return true;
      },
    });
    if (!pages.ok) return pages;
    const { consistent, ended, count, read } = pages.value;
    const whole = consistent || (ended && this.#sweeps.again(`${count} ${read}`));
    if (whole) this.#emit(inventory.removeMissing(new Set(kinds), seen));
    this.#unexplained = whole ? (count ?? read) - this.#known(kinds) : 0;
    return succeed({ differing: [], whole });
  }

  /**
   * Reads what search says is not well: a status can change without moving the modification time. An extra that finds such
   * changes sooner than the next full pass where search knows the status, and nothing where it does not.
   */
  async lookForTrouble(kinds: readonly NsxKind[]): Promise<Outcome<null>> {
    const query = combinedQuery(kinds, this.#context.tagValues);
    if (query === null || !this.#statusSearched) return succeed(null);
    const known = this.#known(kinds);
    const pages = await searchPages(this.#context.client, {
      query: { query: `(${query}) AND ${anyOf('status.consolidated_status.consolidated_status', TROUBLED)}` },
      pageSize: this.#pageSize,
      ask: { signal: this.#context.signal },
      visit: (objects, count) => {
        // A condition that is passed over brings everything.
        this.#statusSearched = count === null || count <= known / 2;
        return this.#statusSearched && this.#take(objects, false);
      },
    });
    if (pages.ok) return succeed(null);
    if (pages.failure.kind === 'rejected') this.#statusSearched = false;
    return pages.failure.kind === 'rejected' ? succeed(null) : pages;
  }

  /** Reads again what is not settled: realization does not move the modification time. */
  async recheck(paths: readonly string[], kinds: readonly NsxKind[]): Promise<Outcome<null>> {
    const ids = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
    const types = kinds.flatMap((kind) => kind.read.resourceTypes);
    const pages = await searchPages(this.#context.client, {
      query: { query: `${byTypes(types)} AND ${anyOf('id', ids)}` },
      pageSize: this.#pageSize,
      ask: { signal: this.#context.signal },
      visit: (objects) => {
        this.#take(objects, false);
        return true;
      },
    });
    return pages.ok ? succeed(null) : pages;
  }

  async #compareCounts(kinds: readonly NsxKind[]): Promise<Outcome<Sweep>> {
    const { tagValues, signal, client } = this.#context;
    const differing: NsxKind[] = [];
    for (const kind of kinds) {
      const query = combinedQuery([kind], tagValues);
      if (query === null) continue;
      const pages = await searchPages(client, { query: { query }, pageSize: 1, ask: { signal }, visit: () => false });
      if (!pages.ok) return pages;
      if (pages.value.count !== null && pages.value.count !== this.#expected(kind)) differing.push(kind);
    }
    // Kind by kind the counts fit: what differs over all is the counting.
    if (differing.length === 0) this.#unexplained = this.#lastCount - this.#known(kinds);
    return succeed({ differing, whole: false });
  }

  #known(kinds: readonly NsxKind[]): number {
    return kinds.reduce((sum, kind) => sum + this.#expected(kind), 0);
  }

  #miscount(kinds: readonly NsxKind[], pages: Pages): boolean {
    if (pages.count === null) return false;
    this.#lastCount = pages.count;
    return pages.count - this.#known(kinds) !== this.#unexplained;
  }

  #judgeOrder(ordered: boolean, newest: number | null, before: number): void {
    const isDoubtful = !ordered || (newest !== null && newest < before);
    this.#disorders = isDoubtful ? this.#disorders + 1 : 0;
    // While what was newest is gone unseen, the count differs, and the sweep that follows forgets it.
    if (this.#disorders >= PATIENCE) {
      this.#disorders = 0;
      this.rotate('search does not sort by modification time here');
    } else if (!isDoubtful) {
      this.#mode = 'proven';
      this.#why = null;
      this.#rotations = 0;
    }
  }

  #refused(failure: Failure): Outcome<Look> {
    if (failure.kind !== 'rejected' && failure.kind !== 'not-found') return { ok: false, failure };
    this.rotate(`search over all types is refused (${failure.message})`);
    return fail('rejected', failure.message);
  }

  /** Says whether any of the objects was new or changed. */
  #take(objects: readonly NsxObject[], always: boolean): boolean {
    const changes = objects.flatMap((object) => this.#context.inventory.take(object, { always }).changes);
    this.#emit(changes);
    return changes.length > 0;
  }

  #emit(changes: readonly ObjectChange[]): void {
    if (changes.length > 0) this.#context.emit(changes);
  }
}

/** One search for all objects of several kinds; null when there is nothing to look for. */
export function combinedQuery(kinds: readonly NsxKind[], tagValues: readonly string[]): string | null {
  const types = (scope: NsxKind['read']['scope']): readonly string[] =>
    kinds.filter((kind) => kind.read.scope === scope).flatMap((kind) => kind.read.resourceTypes);
  const open = types('any');
  const tagged = tagValues.length === 0 ? [] : types('cluster');
  if (open.length === 0 && tagged.length === 0) return null;
  if (tagged.length === 0) return byTypes(open);
  if (open.length === 0) return byClusterTag(tagged, tagValues);
  return `(${byTypes(open)}) OR (${byClusterTag(tagged, tagValues)})`;
}

function timeOf(object: NsxObject): number | null {
  return typeof object._last_modified_time === 'number' ? object._last_modified_time : null;
}
