import type { KindState } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { Backoff } from '../transport/backoff';
import type { Failure } from '../transport/failure';
import type { Room } from '../turns';
import type { Collection } from './collection';
import type { Connection, Query } from './connection';
import { listPages } from './list-pages';
import type { Recovery } from './recovery';
import type { KubernetesTuning } from './tuning';
import { runWatch, type WatchEnd } from './watch-stream';

/** How one list-watch stands. */
export interface ListWatchState {
  readonly state: KindState;
  readonly failure: Failure | null;
  readonly lastListAt: number | null;
  readonly lastChangeAt: number | null;
  readonly lastSuccessAt: number | null;
  readonly retryAt: number | null;
  /** Lines of watches that could not be read, since the start. */
  readonly garbledLines: number;
  /** Since when the server has said, more often than while it starts, that the account may not read it; null when it does not. */
  readonly forbiddenSince: number | null;
  /** How often it is listed anew because it may not be watched; null while it is watched. */
  readonly relistMs: number | null;
}

export interface ListWatchOptions {
  readonly connection: Connection;
  readonly path: string;
  readonly query: Query;
  /** Read this object alone, which may be allowed where a list is not; null reads all. */
  readonly name: string | null;
  readonly collection: Collection;
  /** The namespace that `path` is about; null for all. */
  readonly namespace: string | null;
  /** Awaited before each page is taken in. */
  readonly room: Room;
  readonly recovery: Recovery;
  readonly tuning: KubernetesTuning;
  readonly changed: () => void;
}

/** What the loop does next. */
type Step = { readonly do: 'go-on' } | { readonly do: 'wait'; readonly failure: Failure | null; readonly ms: number };

const GO_ON: Step = { do: 'go-on' };
/** How often a server that was read before may refuse before it is taken at its word. */
const MOMENTARY_REFUSALS = 2;
/** What is listed anew and again takes no more than this share of the time. */
const RELIST_SHARE = 0.05;

/** Before the first answer. */
export const NOT_YET: ListWatchState = {
  state: 'listing',
  failure: null,
  lastListAt: null,
  lastChangeAt: null,
  lastSuccessAt: null,
  retryAt: null,
  garbledLines: 0,
  forbiddenSince: null,
  relistMs: null,
};

/** Lists a resource, watches it from there, and keeps on whatever happens, until the signal aborts or the resource is absent. */
export class ListWatch {
  readonly #options: ListWatchOptions;
  readonly #backoff: Backoff;
  readonly #forbidden: Backoff;
  /** Where to watch from; null when a list is due. */
  #version: string | null = null;
  #everListed = false;
  /** Attempts to watch from one version that the server refused without saying that it is too old. */
  #refusals = 0;
  /** Attempts in a row to watch what may be listed that the server forbade. */
  #unwatched = 0;
  /** Nothing has been watched since the last list. */
  #listed = false;
  #listMs = 0;
  #state: ListWatchState = NOT_YET;
  #refusedSince: number | null = null;

  constructor(options: ListWatchOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.tuning.backoff);
    this.#forbidden = new Backoff(options.tuning.forbiddenBackoff);
  }

  get state(): ListWatchState {
    return this.#state;
  }

  /** Resolves when the signal aborts, or with `absent` when the server does not serve the resource (any more). */
  async run(signal: AbortSignal): Promise<'stopped' | 'absent'> {
    while (!signal.aborted) {
      const step = this.#version === null ? await this.#list(signal) : await this.#watch(this.#version, signal);
      if (signal.aborted) break;
      if (step.do === 'go-on') continue;
      if (step.failure?.kind === 'not-found') return 'absent';
      await this.#wait(step.ms, step.failure, signal);
    }
    return 'stopped';
  }

  async #list(signal: AbortSignal): Promise<Step> {
    const { connection, path, tuning, name } = this.#options;
    const began = Date.now();
    const end = await listPages(connection, path, this.#query(), this.#options, tuning.pageSize, signal);
    this.#listMs = Date.now() - began;
    if (end.ok) {
      this.#version = end.version;
      this.#wasListed();
      return GO_ON;
    }
    if (end.restart) return { do: 'wait', failure: null, ms: this.#backoff.next() };
    if (name === null || end.failure.kind !== 'forbidden') return this.#failed(end.failure);
    return await this.#get(name, signal);
  }

  /** One object may be readable where it may not be listed, not even by its name. */
  async #get(name: string, signal: AbortSignal): Promise<Step> {
    const { connection, path, collection, namespace } = this.#options;
    const answer = await connection.getJson(`${path}/${encodeURIComponent(name)}`, {}, signal);
    if (!answer.ok && answer.failure.kind !== 'not-found') return this.#failed(answer.failure);
    const session = collection.beginList(namespace);
    if (answer.ok) inOneGo(session.addPage([answer.value]));
    session.end();
    session.close();
    this.#wasListed();
    return this.#relistLater();
  }

  #wasListed(): void {
    this.#everListed = true;
    this.#listed = true;
    this.#allowed();
    const now = Date.now();
    this.#update({ state: 'live', failure: null, lastListAt: now, lastSuccessAt: now, retryAt: null });
    this.#options.recovery.answered();
  }

  /** What may be read but not watched is read anew after a while: the longer that takes, the rarer. */
  #relistLater(): Step {
    const ms = Math.max(this.#options.tuning.relistMs, this.#listMs / RELIST_SHARE);
    this.#version = null;
    this.#update({ relistMs: ms });
    return { do: 'wait', failure: null, ms: ms * (0.9 + 0.1 * Math.random()) };
  }

  async #watch(version: string, signal: AbortSignal): Promise<Step> {
    const { connection, path, collection, tuning } = this.#options;
    const began = Date.now();
    let traffic = false;
    const reader = {
      event: (type: 'put' | 'drop', object: unknown): void => {
        if (type === 'put') collection.put(object);
        else collection.drop(object);
        this.#state = { ...this.#state, lastChangeAt: Date.now() };
      },
      reached: (reached: string): void => {
        this.#version = reached;
        if (!traffic) this.#backoff.reset();
        traffic = true;
        this.#refusals = 0;
        this.#state = { ...this.#state, lastSuccessAt: Date.now() };
      },
      opened: (): void => this.#opened(),
    };
    const end = await runWatch(
      connection,
      path,
      { ...this.#query(), resourceVersion: version },
      reader,
      tuning,
      signal,
    );
    const healthy = traffic || Date.now() - began >= tuning.healthyWatchMs;
    if (healthy) this.#backoff.reset();
    return this.#afterWatch(end, healthy);
  }

  #opened(): void {
    this.#options.recovery.answered();
    this.#allowed();
    this.#unwatched = 0;
    this.#listed = false;
    if (this.#state.relistMs !== null) this.#update({ relistMs: null });
    if (this.#state.state !== 'live') this.#update({ state: 'live', failure: null, retryAt: null });
    this.#state = { ...this.#state, lastSuccessAt: Date.now() };
  }

  #afterWatch(end: WatchEnd, healthy: boolean): Step {
    switch (end.how) {
      case 'ended':
        return healthy ? GO_ON : { do: 'wait', failure: null, ms: this.#backoff.next() };
      case 'expired':
        return this.#relist(healthy);
      case 'garbled':
        this.#state = { ...this.#state, garbledLines: this.#state.garbledLines + 1 };
        return this.#relist(healthy);
      case 'broken':
        // The connection may come back at once: it is only called stale when the next attempt fails too.
        return { do: 'wait', failure: healthy ? null : end.failure, ms: this.#backoff.next() };
      case 'refused':
        return this.#refused(end.failure);
    }
  }

  #relist(healthy: boolean): Step {
    this.#version = null;
    return healthy ? GO_ON : { do: 'wait', failure: null, ms: this.#backoff.next() };
  }

  #refused(failure: Failure): Step {
    if (failure.kind === 'forbidden' && ++this.#unwatched > MOMENTARY_REFUSALS) {
      // Whether it may still be listed tells a list.
      this.#version = null;
      return this.#listed ? this.#relistLater() : GO_ON;
    }
    this.#listed = false;
    // A version the server cannot make sense of is answered with 400 or 500: after a second try, list again.
    if (failure.kind === 'server-error' || failure.kind === 'rejected') this.#refusals += 1;
    if (this.#refusals >= 2) {
      this.#version = null;
      this.#refusals = 0;
    }
    return this.#failed(failure);
  }

  #failed(failure: Failure): Step {
    const backoff = failure.kind === 'forbidden' || failure.kind === 'unauthorized' ? this.#forbidden : this.#backoff;
    return { do: 'wait', failure, ms: Math.max(backoff.next(), failure.retryAfterMs ?? 0) };
  }

  async #wait(ms: number, failure: Failure | null, signal: AbortSignal): Promise<void> {
    if (failure !== null) this.#update({ state: this.#stateAfter(failure), failure, retryAt: Date.now() + ms });
    const wakeable = failure?.kind === 'unreachable' || failure?.kind === 'timeout';
    await this.#options.recovery.wait(ms, wakeable, signal);
  }

  #query(): Query {
    const { query, name } = this.#options;
    return name === null ? query : { ...query, fieldSelector: `metadata.name=${name}` };
  }

  #allowed(): void {
    this.#forbidden.reset();
    this.#refusedSince = null;
    this.#state = { ...this.#state, forbiddenSince: null };
  }

  #stateAfter(failure: Failure): KindState {
    if (failure.kind === 'forbidden') {
      this.#refusedSince ??= Date.now();
      // A server that has just started forbids everything for a moment, so that one refusal after good times says little.
      const lasting = !this.#everListed || this.#forbidden.attempts > MOMENTARY_REFUSALS;
      this.#state = { ...this.#state, forbiddenSince: lasting ? this.#refusedSince : null };
      if (!this.#everListed) return 'forbidden';
    }
    return this.#everListed ? 'stale' : 'failed';
  }

  #update(change: Partial<ListWatchState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.changed();
  }
}
