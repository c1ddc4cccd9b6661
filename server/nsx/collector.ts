import type { NsxKind, ParseContext } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import { type Failure, type Outcome, succeed } from '../transport/failure';
import type { Room } from '../turns';
import { ChangeFinder } from './changes';
import type { NsxClient } from './client';
import { isSearchBroken } from './errors';
import { Inventory } from './inventory';
import { ancestorsOf, type PassContext } from './kind-pass';
import { DOWN, KindReader } from './kind-reader';
import { type KindProgress, newProgress } from './kind-state';
import { Schedule } from './schedule';
import type { NsxTuning } from './tuning';
import { WindowReader } from './windows';

export interface CollectorOptions {
  readonly client: NsxClient;
  readonly kinds: readonly NsxKind[];
  readonly context: ParseContext;
  /** Values of the cluster tags of our clusters on this manager. */
  readonly tagValues: readonly string[];
  readonly tuning: NsxTuning;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly room: Room;
  readonly changed: () => void;
  readonly signal: AbortSignal;
}

/** Looks that may fail in a row before they are given up. */
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
  readonly #schedule: Schedule;
  readonly #reader: KindReader;
  readonly inventory: Inventory;
  #recheckAt = 0;
  #recheckFactor = 1;
  #recheckedCount = 0;
  #sweepAt = 0;
  /** When everything is next looked at again although no count differs. */
  #overallAt = 0;
  #sweptAt: number | null = null;
  #servedBy: string;
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
      windows: new WindowReader(options.client),
      window: options.tuning.searchWindow,
      emit: options.emit,
      room: options.room,
      signal: options.signal,
    };
    this.#schedule = new Schedule(this.#progress, this.inventory, options.tuning);
    this.#reader = new KindReader(this.#progress, this.#pass, options.tuning.searchRetryMs);
    this.#finder = new ChangeFinder(this.#pass, (kind) => this.#expected(kind));
    this.#servedBy = options.client.servedBy;
  }

  get progress(): readonly KindProgress[] {
    return this.#progress;
  }

  /** Why changes are found slowly; null when they are not. */
  get slow(): string | null {
    return this.#finder.why;
  }

  /** How old the picture of a kind can be at most, in milliseconds. */
  boundOf(progress: KindProgress): number {
    const swept = this.#sweptAt !== null && Date.now() - this.#sweptAt < 2 * this.#options.tuning.sweepMs;
    return this.#schedule.boundOf(progress, { rotating: this.#rotating(), swept });
  }

  /** After the manager was away: everything is read again, and nothing about it is taken for proven. */
  restart(): void {
    this.#forgetProofs();
    for (const progress of this.#progress) progress.dueAt = 0;
  }

  /** Reads what is due at the start: every kind once. A failure concerns the whole manager. */
  async readAll(): Promise<Failure | null> {
    // Lists are reached through their parents, which search or other lists bring: so those come first.
    const { kinds } = this.#options;
    const depths = new Map(kinds.map((kind) => [kind, ancestorsOf(kind, kinds).length]));
    const inOrder = [...this.#progress].sort((a, b) => (depths.get(a.kind) ?? 0) - (depths.get(b.kind) ?? 0));
    const waves = [false, true].map((listOnly) => inOrder.filter(({ kind }) => kind.read.listOnly === listOnly));
    for (const wave of waves) {
      const failure = await inParallel(wave, PARALLEL, async (progress) => await this.#readKind(progress));
      if (failure !== null) return failure;
    }
    this.#schedule.spread(this.#rotating());
    return null;
  }

  /** One round in quiet times: changes, removals, what is not settled yet, and the full pass that is most overdue. */
  async round(): Promise<Failure | null> {
    if (this.#options.client.servedBy !== this.#servedBy) this.#forgetProofs();
    if (this.#finder.mode !== 'rotating') {
      const failure = await this.#lookForChanges();
      if (failure !== null) return failure;
      if (this.#rotating()) for (const progress of this.#progress) progress.dueAt = 0;
    }
    const failure = (await this.#recheckUnsettled()) ?? (await this.#lookOverAll());
    if (failure !== null) return failure;
    const due = this.#schedule.mostOverdue();
    return due === null ? null : await this.#readKind(due);
  }

  /** What works on one node of a cluster need not work on the next. */
  #forgetProofs(): void {
    this.#servedBy = this.#options.client.servedBy;
    this.#finder.reset();
    this.#pass.windows.reset();
  }

  /** How many hits search should count of a kind, given how it counts. */
  #expected(kind: NsxKind): number {
    const miscount = this.#progress.find((progress) => progress.kind === kind)?.miscount ?? null;
    return this.inventory.searchable(kind) + (miscount === null ? 0 : miscount.counted - miscount.read);
  }

  /** Notices what moves neither the modification time nor the count: a status that changes, and swaps of one for another. */
  async #lookOverAll(): Promise<Failure | null> {
    if (Date.now() < this.#overallAt) return null;
    const kinds = this.#searched();
    const isSmall = this.#finder.isSmall(kinds);
    const pages = Math.max(1, Math.ceil(this.inventory.size / this.#options.tuning.pageSize));
    this.#overallAt = Date.now() + this.#options.tuning.sweepMs * (isSmall ? pages : 1);
    if (isSmall) return await this.#sweep(kinds);
    const trouble = await this.#finder.lookForTrouble(kinds);
    return !trouble.ok && DOWN.has(trouble.failure.kind) ? trouble.failure : null;
  }

  #rotating(): boolean {
    return this.#finder.mode === 'rotating';
  }

  async #lookForChanges(): Promise<Failure | null> {
    const kinds = this.#searched();
    const look = await this.#finder.look(kinds);
    if (!look.ok) return this.#lookFailed(look.failure);
    this.#failedLooks = 0;
    return look.value.miscount && Date.now() >= this.#sweepAt ? await this.#sweep(kinds) : null;
  }

  async #sweep(kinds: readonly NsxKind[]): Promise<Failure | null> {
    const began = Date.now();
    const sweep = await this.#finder.sweep(kinds);
    // A sweep over much takes many requests: the longer it took, the longer until the next.
    this.#sweepAt = Date.now() + 2 * (Date.now() - began);
    if (!sweep.ok) return DOWN.has(sweep.failure.kind) ? sweep.failure : null;
    if (sweep.value.whole) {
      this.#sweptAt = Date.now();
      for (const progress of this.#progress) if (kinds.includes(progress.kind)) progress.lastCompleteAt = began;
    }
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
    const failure = await this.#reader.read(progress);
    if (failure !== null) return failure;
    progress.dueAt = Date.now() + this.#schedule.pauseOf(progress, this.#rotating());
    this.#options.changed();
    return null;
  }

  /** Kinds whose objects the search over all kinds brings, and whose numbers it counts. */
  #searched(): readonly NsxKind[] {
    const now = Date.now();
    return this.#progress.flatMap(({ kind, searchOffUntil, lastPassAt, failure }) =>
      searchOffUntil <= now && lastPassAt !== null && failure === null ? kind : [],
    );
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
