import { setMaxListeners } from 'node:events';
import type { NsxKind } from '@/lib/kinds/define';
import { type LiveFact, type LiveRead, oneFact } from '@/lib/kinds/live';
import { nsxSource, type SourceId, type SourceState, type SourceStatus } from '@/lib/model';
import type { Logger } from '../logging';
import { Backoff } from '../transport/backoff';
import { delay } from '../transport/delay';
import type { Failure } from '../transport/failure';
import type { Feed, FeedSink } from '../transport/feed';
import type { RequestBudget } from './budget';
import { NsxClient } from './client';
import { Collector, readVersion } from './collector';
import { kindStatus } from './kind-state';
import { OnDemand } from './on-demand';
import type { Login } from './login';
import { waitOrRotated } from './rotation';
import type { NsxTls } from './tls';
import { NSX_TUNING, type NsxTuning } from './tuning';

/** One NSX Manager to read. */
export interface ManagerOptions {
  readonly name: string;
  readonly urls: readonly string[];
  readonly login: Login;
  readonly tls: NsxTls;
  readonly budget: RequestBudget;
  /** Other sources that spend from the same budget. */
  readonly sharedWith?: readonly SourceId[];
  /** Values of the cluster tags of the clusters that this manager serves. */
  readonly tagValues: readonly string[];
  readonly kinds: readonly NsxKind[];
  readonly tuning?: Partial<NsxTuning>;
  readonly log: Logger;
}

interface Standing {
  readonly state: SourceState;
  readonly reason: string | null;
  readonly since: number;
}

const TOO_MANY = 429;
const SLOWED = 'Slowed down by NSX (429, too many requests): changes show late until it lets Portolan ask again.';
const LOGIN_FAILURES: ReadonlySet<Failure['kind']> = new Set(['unauthorized', 'credentials']);

/** Reads one NSX Manager, from its construction until {@link NsxFeed.stop}: one collector, whoever looks. */
export class NsxFeed implements Feed {
  readonly id: SourceId;
  readonly onDemand: OnDemand;
  readonly #options: ManagerOptions;
  readonly #tuning: NsxTuning;
  readonly #sink: FeedSink;
  readonly #client: NsxClient;
  readonly #collector: Collector;
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #version: string | null = null;
  #synced = false;
  #down: Failure | null = null;
  #retryAt: number | null = null;
  #lastSuccessAt: number | null = null;
  #slowedSince: number | null = null;
  #standing: Standing = { state: 'starting', reason: null, since: Date.now() };

  constructor(options: ManagerOptions, sink: FeedSink) {
    this.id = nsxSource(options.name);
    this.#options = options;
    this.#sink = sink;
    this.#tuning = { ...NSX_TUNING, ...options.tuning };
    this.#client = new NsxClient({ sharedWith: [], ...options, ...this.#tuning });
    this.onDemand = new OnDemand(this.#client, this.#tuning, this.#stop.signal);
    this.#collector = new Collector({
      client: this.#client,
      kinds: options.kinds,
      context: { source: this.id, sourceName: options.name },
      tagValues: options.tagValues,
      tuning: this.#tuning,
      emit: sink.emit,
      room: sink.room,
      changed: () => this.#changed(),
      signal: this.#stop.signal,
    });
    // Every request under way listens for the end; there may be many.
    setMaxListeners(0, this.#stop.signal);
    this.#done = Promise.all([this.#run(), this.#probe()]).then(() => undefined);
  }

  status(): SourceStatus {
    const { inventory, progress } = this.#collector;
    const { state, reason, since } = this.#standing;
    return {
      id: this.id,
      plane: 'nsx',
      name: this.#options.name,
      endpoints: this.#options.urls,
      health: this.#client.health(),
      version: this.#version,
      state,
      reason,
      since,
      lastSuccessAt: this.#lastSuccessAt,
      retryAt: this.#retryAt,
      warnings: this.#warnings(),
      manager: null,
      tagValue: null,
      kinds: progress.map((each) => {
        const { kind } = each;
        const [count, unreadable] = [inventory.count(kind), inventory.unreadable(kind)];
        const counts = { count, unreadable, lastChangeAt: inventory.changedAt(kind) };
        return kindStatus(each, counts, this.#isOnlySlowed() ? null : this.#down, this.#collector.boundOf(each));
      }),
      requests: this.#client.gauge(),
    };
  }

  /** What NSX tells of one object only when asked; while it is known not to answer, nobody waits for it. */
  async live(reads: readonly LiveRead[]): Promise<readonly LiveFact[]> {
    if (this.#down === null || reads.length === 0) return await this.onDemand.live(reads);
    const why = this.#down.message.replace(/[.]$/, '');
    return oneFact('unread', 'Not read', `what NSX tells only when asked: ${why}`);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    await this.#client.close();
  }

  async #run(): Promise<void> {
    const signal = this.#stop.signal;
    const backoff = new Backoff(this.#tuning.backoff);
    const login = new Backoff(this.#tuning.loginBackoff);
    while (!signal.aborted) {
      const failure = await this.#step(signal);
      if (signal.aborted) break;
      if (failure === null) {
        backoff.reset();
        login.reset();
        this.#up();
        await delay(this.#tuning.changesMs, signal);
      } else {
        const slow = LOGIN_FAILURES.has(failure.kind);
        const ms = Math.max((slow ? login : backoff).next(), failure.retryAfterMs ?? 0);
        this.#wentDown(failure, Date.now() + ms);
        if (slow) await waitOrRotated(this.#options.login, { ms, everyMs: this.#tuning.secretMs }, signal);
        else await delay(ms, signal);
      }
    }
  }

  /** Looks after the addresses, the unused ones too, so that it is known where to go when the one in use fails. */
  async #probe(): Promise<void> {
    const signal = this.#stop.signal;
    // More addresses take more requests: each is asked more rarely.
    const pause = this.#tuning.probeMs * Math.max(1, this.#options.urls.length / 2);
    await delay(pause / 10, signal);
    while (!signal.aborted) {
      if (this.#down === null || !LOGIN_FAILURES.has(this.#down.kind)) await this.#client.probe(signal);
      this.#changed();
      await delay(pause, signal);
    }
  }

  async #step(signal: AbortSignal): Promise<Failure | null> {
    if (this.#synced && (this.#down === null || this.#isOnlySlowed())) return await this.#collector.round();
    const version = await readVersion(this.#client, signal);
    if (!version.ok) return version.failure;
    this.#version = version.value ?? this.#version;
    if (this.#synced) this.#collector.restart();
    const failure = (await this.#collector.readAll()) ?? this.#nothingRead();
    if (failure === null) this.#synced = true;
    return failure;
  }

  /** A manager that answers every question with rubbish is down, whatever each single answer says. */
  #nothingRead(): Failure | null {
    const { progress } = this.#collector;
    const failures = progress.flatMap(({ failure }) => failure ?? []);
    return progress.length > 0 && failures.length === progress.length ? (failures[0] ?? null) : null;
  }

  #up(): void {
    this.#down = null;
    this.#slowedSince = null;
    this.#retryAt = null;
    this.#lastSuccessAt = Date.now();
    this.#changed();
  }

  #wentDown(failure: Failure, retryAt: number): void {
    this.#down = failure;
    this.#slowedSince = failure.status === TOO_MANY ? (this.#slowedSince ?? Date.now()) : null;
    this.#retryAt = retryAt;
    this.#changed();
  }

  #changed(): void {
    const { state, reason } = this.#judge();
    if (state !== this.#standing.state) {
      const level = state === 'live' ? 'info' : 'warn';
      this.#options.log[level]({ source: this.id, state, reason }, 'source state');
    }
    const since = state === this.#standing.state ? this.#standing.since : Date.now();
    this.#standing = { state, reason, since };
    this.#sink.statusChanged();
  }

  #judge(): { readonly state: SourceState; readonly reason: string | null } {
    if (this.#down !== null && !this.#isOnlySlowed()) {
      const kept = this.#synced ? ' What was read before is still shown.' : '';
      const reason = `NSX cannot be read: ${this.#down.message.replace(/[.]$/, '')}. Portolan keeps trying.${kept}`;
      return { state: this.#synced ? 'stale' : 'failed', reason };
    }
    if (!this.#synced) return { state: 'starting', reason: null };
    const troubled = this.#collector.progress.filter(({ failure }) => failure !== null && failure.kind !== 'not-found');
    if (troubled.length === 0) return { state: 'live', reason: null };
    const names = troubled.map(({ kind }) => kind.presentation.plural).join(', ');
    return { state: 'partial', reason: `These cannot be read: ${names}. See the kinds for what that hides.` };
  }

  /** NSX answers, but wants to be asked less. For a while what was read is as good as before. */
  #isOnlySlowed(): boolean {
    if (!this.#synced || this.#slowedSince === null) return false;
    return Date.now() - this.#slowedSince < this.#tuning.slowedMs;
  }

  #warnings(): readonly string[] {
    const insecure = this.#options.tls.verify === 'never';
    const { slow } = this.#collector;
    return [
      ...(insecure ? ['The certificate of NSX is not verified (insecure: true).'] : []),
      ...(this.#isOnlySlowed() ? [SLOWED] : []),
      ...(slow === null ? [] : [`Changes are noticed late: ${slow}, so everything is read again in turn.`]),
    ];
  }
}
