import type { NsxKind, ParseContext } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import { type Failure, type Outcome, succeed } from '../transport/failure';
import { ChangeFinder } from './changes';
import type { NsxClient } from './client';
import { isSearchBroken } from './errors';
import { Inventory } from './inventory';
import { type KindProgress, newProgress } from './kind-state';
import { expandList, type PassContext, passByLists, passBySearch, type PassResult } from './kind-pass';
import type { NsxTuning } from './tuning';

export interface CollectorOptions {
  readonly client: NsxClient;
  readonly kinds: readonly NsxKind[];
  readonly context: ParseContext;
  /** Values of the cluster tags of our clusters on this manager. */
  readonly tagValues: readonly string[];
  readonly tuning: NsxTuning;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Failures that concern the whole manager, not the one question. */
const DOWN: ReadonlySet<Failure['kind']> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'credentials',
  'throttled',
  'aborted',
]);
/** Passes that did not fit together are repeated soon, but only so often. */
const PATIENCE = 3;
const RECHECK_BATCH = 30;
const RECHECK_SLOWEST = 16;
const PARALLEL = 3;

/** What to read next of one NSX Manager, and what is known of it. Runs one step at a time; the feed decides when. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #progress: readonly KindProgress[];
  readonly #pass: PassContext;
  readonly #finder: ChangeFinder;
  readonly inventory: Inventory;
  #recheckAt = 0;
  #recheckFactor = 1;
  #recheckedCount = 0;
  #sweepAt = 0;
  #failedLooks = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#progress = options.kinds.map(newProgress);
    this.inventory = new Inventory(options.kinds, options.context, new Set(options.tagValues));
    this.#pass = {
      client: options.client,
      inventory: this.inventory,
      tagValues: options.tagValues,
      pageSize: options.tuning.pageSize,
      emit: (changes) => this.#emit(changes),
      signal: options.signal,
    };
    this.#finder = new ChangeFinder(this.#pass);
  }

  get progress(): readonly KindProgress[] {
    return this.#progress;
  }

  /** Why changes are found slowly; null when they are not. */
  get slow(): string | null {
    return this.#finder.why;
  }

  /** Time between two full passes of a kind: the larger the inventory, the rarer, so that passes stay within their share. */
  passInterval(): number {
    const { pageSize, fullPassMs, fullPassPerSecond, repeatMs } = this.#options.tuning;
    const requests = this.#progress.reduce((sum, { kind }) => sum + this.#cost(kind, pageSize), 0);
    const share = this.#rotating() ? 3 * fullPassPerSecond : fullPassPerSecond;
    const spread = (requests / share) * 1000;
    return this.#rotating() ? Math.max(repeatMs, spread) : Math.max(fullPassMs, spread);
  }

  /** After the manager was away: everything is read again, and nothing about it is taken for proven. */
  restart(): void {
    this.#finder.reset();
    for (const progress of this.#progress) progress.dueAt = 0;
  }

  /** Reads what is due at the start: every kind once. A failure concerns the whole manager. */
  async readAll(): Promise<Failure | null> {
    // Lists are reached through their parents, which search brings; so kinds without search come last.
    const waves = [false, true].map((listOnly) => this.#progress.filter(({ kind }) => kind.read.listOnly === listOnly));
    for (const wave of waves) {
      const failure = await inParallel(wave, PARALLEL, async (progress) => await this.#readKind(progress));
      if (failure !== null) return failure;
    }
    return null;
  }

  /** One round in quiet times: changes, removals, what is not settled yet, and the full pass that is most overdue. */
  async round(): Promise<Failure | null> {
    if (this.#finder.mode !== 'rotating') {
      const failure = await this.#lookForChanges();
      if (failure !== null) return failure;
      if (this.#rotating()) for (const progress of this.#progress) progress.dueAt = 0;
    }
    const failure = await this.#recheckUnsettled();
    if (failure !== null) return failure;
    const due = this.#mostOverdue();
    return due === null ? null : await this.#readKind(due);
  }

  #rotating(): boolean {
    return this.#finder.mode === 'rotating';
  }

  async #lookForChanges(): Promise<Failure | null> {
    const kinds = this.#searched();
    const look = await this.#finder.look(kinds);
    if (!look.ok) return this.#lookFailed(look.failure);
    this.#failedLooks = 0;
    if (!look.value.miscount || Date.now() < this.#sweepAt) return null;
    const began = Date.now();
    const sweep = await this.#finder.sweep(kinds);
    // A sweep over much takes many requests: the longer it took, the longer until the next.
    this.#sweepAt = Date.now() + 2 * (Date.now() - began);
    if (!sweep.ok) return DOWN.has(sweep.failure.kind) ? sweep.failure : null;
    for (const kind of sweep.value.differing) {
      const progress = this.#progress.find((candidate) => candidate.kind === kind);
      const failure = progress === undefined ? null : await this.#readKind(progress);
      if (failure !== null) return failure;
    }
    return null;
  }

  #lookFailed(failure: Failure): Failure | null {
    if (DOWN.has(failure.kind)) return failure;
    if (isSearchBroken(failure)) {
      // Search over all kinds fails while it need not fail for each: every kind is asked for itself, and soon.
      for (const progress of this.#progress)
        progress.dueAt = Math.min(progress.dueAt, Date.now() + this.#options.tuning.repeatMs);
      return null;
    }
    // Rubbish or an internal error: the manager is not well, unless single kinds keep being answered in between.
    this.#failedLooks += 1;
    if (this.#failedLooks < PATIENCE) return failure;
    this.#finder.rotate(`search over all types fails (${failure.message})`);
    return null;
  }

  async #recheckUnsettled(): Promise<Failure | null> {
    const { unsettled } = this.inventory;
    if (unsettled.size > this.#recheckedCount) this.#recheckFactor = 1;
    this.#recheckedCount = unsettled.size;
    if (unsettled.size === 0 || Date.now() < this.#recheckAt) return null;
    const searched = new Set(this.#searched());
    const paths = [...unsettled].filter((path) => {
      const kind = this.inventory.kindOf(path);
      return kind !== null && searched.has(kind);
    });
    for (let from = 0; from < paths.length; from += RECHECK_BATCH) {
      const batch = paths.slice(from, from + RECHECK_BATCH);
      const kinds = new Set(batch.flatMap((path) => this.inventory.kindOf(path) ?? []));
      const outcome = await this.#finder.recheck(batch, [...kinds]);
      if (!outcome.ok && DOWN.has(outcome.failure.kind)) return outcome.failure;
    }
    this.#recheckAt = Date.now() + this.#options.tuning.unsettledMs * this.#recheckFactor;
    this.#recheckFactor = Math.min(RECHECK_SLOWEST, this.#recheckFactor * 1.3);
    return null;
  }

  async #readKind(progress: KindProgress): Promise<Failure | null> {
    const result = await this.#passOver(progress);
    if (!result.ok && DOWN.has(result.failure.kind)) return result.failure;
    const now = Date.now();
    progress.failure = result.ok ? null : result.failure;
    if (result.ok) progress.lastPassAt = now;
    progress.incomplete = result.ok && !result.value.complete ? progress.incomplete + 1 : 0;
    progress.failures = result.ok ? 0 : progress.failures + 1;
    progress.dueAt = now + this.#pauseOf(progress);
    this.#options.changed();
    return null;
  }

  /** Between two passes of a kind that search does not bring: nothing else tells of its changes. */
  #listInterval(): number {
    const { pageSize, fullPassPerSecond, repeatMs } = this.#options.tuning;
    const listed = this.#progress.filter(({ searchOffUntil }) => searchOffUntil > Date.now());
    const requests = listed.reduce((sum, { kind }) => sum + this.#listCost(kind, pageSize), 0);
    return Math.max(repeatMs, (requests / (2 * fullPassPerSecond)) * 1000);
  }

  /** Until the next pass over a kind: sooner when the last one failed or did not fit together, but ever slower. */
  #pauseOf({ failures, incomplete, searchOffUntil }: KindProgress): number {
    const { repeatMs } = this.#options.tuning;
    const usual =
      searchOffUntil > Date.now() ? Math.min(this.passInterval(), this.#listInterval()) : this.passInterval();
    if (failures > 0) return Math.min(usual, repeatMs * 2 ** Math.min(failures - 1, 10));
    return incomplete > 0 && incomplete <= PATIENCE ? Math.min(usual, repeatMs) : usual;
  }

  async #passOver(progress: KindProgress): Promise<PassResult> {
    if (progress.searchOffUntil > Date.now()) return await passByLists(progress.kind, this.#pass);
    const searched = await passBySearch(progress.kind, this.#pass);
    if (searched.ok) {
      progress.searchProblem = null;
      return searched;
    }
    if (!isSearchBroken(searched.failure)) return searched;
    progress.searchProblem = searched.failure.message;
    progress.searchOffUntil = Date.now() + this.#options.tuning.searchRetryMs;
    const listed = await passByLists(progress.kind, this.#pass);
    return listed.ok || DOWN.has(listed.failure.kind) || progress.kind.read.lists.length > 0 ? listed : searched;
  }

  /** Kinds whose objects the search over all kinds brings, and whose numbers it counts. */
  #searched(): readonly NsxKind[] {
    const now = Date.now();
    return this.#progress.flatMap(({ kind, searchOffUntil, lastPassAt, failure }) =>
      searchOffUntil <= now && lastPassAt !== null && failure === null ? kind : [],
    );
  }

  #mostOverdue(): KindProgress | null {
    const now = Date.now();
    const due = this.#progress.filter((progress) => progress.dueAt <= now);
    return due.reduce<KindProgress | null>((a, b) => (a === null || b.dueAt < a.dueAt ? b : a), null);
  }

  #cost(kind: NsxKind, pageSize: number): number {
    if (kind.read.listOnly) return this.#listCost(kind, pageSize);
    return Math.max(1, Math.ceil(this.inventory.searchable(kind) / pageSize));
  }

  #listCost(kind: NsxKind, pageSize: number): number {
    const lists = kind.read.lists.flatMap((list) => expandList(list, this.inventory)).length;
    return Math.max(1, lists, Math.ceil(this.inventory.count(kind) / pageSize));
  }

  #emit(changes: readonly ObjectChange[]): void {
    const now = Date.now();
    const names = new Set(changes.map((change) => (change.type === 'upsert' ? change.record.node.kind : change.kind)));
    for (const progress of this.#progress) if (names.has(progress.kind.name)) progress.lastChangeAt = now;
    this.#options.emit(changes);
  }
}

/** Runs the work on all items, a few at a time; stops early at the first failure and gives it back. */
async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<Failure | null>,
): Promise<Failure | null> {
  const queue = [...items];
  let failure: Failure | null = null;
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && failure === null; item = queue.shift()) {
      failure = (await work(item)) ?? failure;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return failure;
}

/** What the manager says about itself; null where it does not say. */
export async function readVersion(client: NsxClient, signal: AbortSignal): Promise<Outcome<string | null>> {
  const answer = await client.get('/api/v1/node/version', { signal });
  if (!answer.ok) return DOWN.has(answer.failure.kind) ? answer : succeed(null);
  const { product_version: version } = answer.value;
  return succeed(typeof version === 'string' ? version : null);
}
