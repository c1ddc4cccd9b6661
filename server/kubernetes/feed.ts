import { setMaxListeners } from 'node:events';
import type { KubernetesKind, ParseContext } from '@/lib/kinds/define';
import { kubernetesSource, type SourceId, type SourceStatus } from '@/lib/model';
import type { ClusterEvent } from '@/lib/wire';
import type { Logger } from '../logging';
import { Backoff } from '../transport/backoff';
import { delay } from '../transport/delay';
import { type Failure, fail, type Outcome } from '../transport/failure';
import type { Feed, FeedSink } from '../transport/feed';
import { LinkedAbort } from '../transport/linked-abort';
import { CredentialSource, type KubernetesAccess } from './access';
import { Connection } from './connection';
import { discover } from './discovery';
import { type EventSubject, readEvents } from './events';
import { KindFeed } from './kind-feed';
import { reviewNamespaces } from './namespace-access';
import { Recovery } from './recovery';
import { judgeSource, type Judged } from './source-state';
import { KUBERNETES_TUNING, type KubernetesTuning } from './tuning';

/** One cluster to read. */
export interface ClusterOptions {
  readonly name: string;
  readonly access: KubernetesAccess;
  readonly manager: SourceId | null;
  readonly tagValue: string;
  readonly namespaces: readonly string[] | null;
  readonly kinds: readonly KubernetesKind[];
  readonly tuning?: Partial<KubernetesTuning>;
  readonly log: Logger;
}

/** Reads every kind of one cluster, from its construction until {@link KubernetesFeed.stop}. */
export class KubernetesFeed implements Feed {
  readonly id: SourceId;
  readonly #options: ClusterOptions;
  readonly #tuning: KubernetesTuning;
  readonly #sink: FeedSink;
  readonly #credentials: CredentialSource;
  readonly #connection: Connection;
  readonly #recovery = new Recovery();
  readonly #kinds: readonly KindFeed[];
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  #version: string | null = null;
  /** Why discovery has not succeeded; null once it has. */
  #discovery: { readonly failure: Failure; readonly retryAt: number } | null = null;
  #judged: Judged = { state: 'starting', reason: null };
  #since = Date.now();
  #wakeNarrowing: () => void = () => undefined;

  constructor(options: ClusterOptions, sink: FeedSink) {
    this.id = kubernetesSource(options.name);
    this.#options = options;
    this.#sink = sink;
    this.#tuning = { ...KUBERNETES_TUNING, ...options.tuning };
    this.#credentials = new CredentialSource(options.access);
    this.#connection = new Connection(this.#credentials, this.#tuning.answerMs);
    const context: ParseContext = { source: this.id, sourceName: options.name };
    this.#kinds = options.kinds.map(
      (kind) =>
        new KindFeed({
          kind,
          context,
          connection: this.#connection,
          recovery: this.#recovery,
          tuning: this.#tuning,
          namespaces: options.namespaces,
          emit: sink.emit,
          room: sink.room,
          changed: () => this.#changed(),
        }),
    );
    // Every request under way listens for the end; there may be many.
    setMaxListeners(0, this.#stop.signal);
    this.#done = this.#run();
  }

  status(): SourceStatus {
    const unknown = this.#discovery !== null;
    const kinds = this.#kinds.map((kind) => {
      const status = kind.status();
      // While the server does not even tell what it serves, nothing is on its way.
      return unknown && status.state === 'listing' ? { ...status, state: 'failed' as const } : status;
    });
    const successes = this.#kinds.flatMap((kind) => kind.lastSuccessAt ?? []);
    const retries = this.#kinds.flatMap((kind) => kind.retryAt ?? []);
    const waiting = this.#discovery === null ? retries : [this.#discovery.retryAt, ...retries];
    return {
      id: this.id,
      plane: 'kubernetes',
      name: this.#options.name,
      endpoints: this.#credentials.server === null ? [] : [this.#credentials.server],
      version: this.#version,
      state: this.#judged.state,
      reason: this.#judged.reason,
      since: this.#since,
      lastSuccessAt: successes.length === 0 ? null : Math.max(...successes),
      retryAt: this.#judged.state === 'live' || waiting.length === 0 ? null : Math.min(...waiting),
      warnings: this.#credentials.insecure
        ? ['The certificate of the API server is not verified (insecure-skip-tls-verify).']
        : [],
      manager: this.#options.manager,
      tagValue: this.#options.tagValue,
      kinds,
      requests: this.#connection.gauge(),
    };
  }

  /** Reads one object at this moment; `uid` must match, because names are used again. */
  async read(
    kindName: string,
    object: { readonly namespace: string | null; readonly name: string; readonly uid: string },
    signal: AbortSignal,
  ): Promise<Outcome<Record<string, unknown>>> {
    const feed = this.#kinds.find((candidate) => candidate.kind.name === kindName);
    if (feed === undefined || feed.root === null) return fail('not-found', 'the API server does not serve this kind');
    const middle =
      object.namespace === null || !feed.kind.resource.namespaced
        ? ''
        : `/namespaces/${encodeURIComponent(object.namespace)}`;
    const path = `${feed.root}${middle}/${feed.kind.resource.plural}/${encodeURIComponent(object.name)}`;
    const answer = await this.#connection.getJson(path, {}, signal);
    if (!answer.ok) return answer;
    const body = asRecord(answer.value);
    if (body === null) return fail('garbled', 'the answer is not an object', { status: 200 });
    if (asRecord(body.metadata)?.uid !== object.uid) return fail('not-found', 'another object has this name by now');
    return { ok: true, value: body };
  }

  /** Kubernetes' own events about one object, read at this moment. */
  async events(subject: EventSubject, signal: AbortSignal): Promise<Outcome<readonly ClusterEvent[]>> {
    return await readEvents(this.#connection, subject, signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    await this.#credentials.close();
  }

  async #run(): Promise<void> {
    const signal = this.#stop.signal;
    const running = new Map<KindFeed, Promise<void>>();
    const backoff = new Backoff(this.#tuning.backoff);
    const narrowing = this.#narrow(signal);
    while (!signal.aborted) {
      const failure = await this.#discover(running, signal);
      if (signal.aborted) break;
      if (failure === null) backoff.reset();
      const ms = failure === null ? this.#tuning.rediscoverMs * (0.8 + 0.4 * Math.random()) : backoff.next();
      this.#discovery = failure === null ? null : { failure, retryAt: Date.now() + ms };
      this.#changed();
      if (failure === null) await delay(ms, signal);
      else await this.#recovery.wait(ms, true, signal);
    }
    await Promise.all([narrowing, ...running.values()]);
  }

  /** Where kinds may not be read in all namespaces at once, finds those where they may, and looks again now and then. */
  async #narrow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const kinds = this.#kinds.filter((kind) => kind.wantsNarrowing);
      const asked = kinds.length === 0 || (await this.#review(kinds, signal));
      const ms = asked ? this.#tuning.rediscoverMs : this.#tuning.backoff.capMs;
      // A refusal that comes while others are reviewed is not waited out.
      const wake = new LinkedAbort(signal);
      this.#wakeNarrowing = (): void => {
        if (this.#kinds.some((kind) => kind.wantsNarrowing && !kinds.includes(kind))) wake.abort();
      };
      this.#wakeNarrowing();
      await delay(ms, wake.signal);
      wake.release();
    }
  }

  async #review(kinds: readonly KindFeed[], signal: AbortSignal): Promise<boolean> {
    const { maxNamespaces } = this.#tuning;
    // Where namespaces may not be listed any more, those are known that were read before.
    const hints = new Set([
      this.#credentials.namespace ?? 'default',
      ...this.#kinds.flatMap((kind) => kind.namespaces),
    ]);
    const access = await reviewNamespaces(this.#connection, [...hints], signal);
    if (access === null) return false;
    for (const feed of kinds) {
      const allowed = feed.wantsNarrowing ? access.allowed(feed.kind) : [];
      feed.narrow(allowed.slice(0, maxNamespaces), allowed.slice(maxNamespaces), access.existing);
    }
    return true;
  }

  /** Looks where the kinds are served that are not running; asks nothing when all of them are. */
  async #discover(running: Map<KindFeed, Promise<void>>, signal: AbortSignal): Promise<Failure | null> {
    if (running.size === this.#kinds.length && this.#kinds.length > 0) return null;
    const found = await discover(this.#connection, this.#options.kinds, signal);
    if (!found.ok) return found.failure;
    this.#start(found.value, running, signal);
    await this.#readVersion(signal);
    return null;
  }

  #start(
    found: ReadonlyMap<KubernetesKind, string | null>,
    running: Map<KindFeed, Promise<void>>,
    signal: AbortSignal,
  ): void {
    for (const feed of this.#kinds) {
      if (running.has(feed)) continue;
      const root = found.get(feed.kind) ?? null;
      if (root === null) feed.setAbsent();
      else
        running.set(
          feed,
          feed.run(root, signal).then(() => void running.delete(feed)),
        );
    }
  }

  async #readVersion(signal: AbortSignal): Promise<void> {
    const answer = await this.#connection.getJson('/version', {}, signal);
    const version = answer.ok ? asRecord(answer.value)?.gitVersion : undefined;
    if (typeof version === 'string') this.#version = version;
  }

  #changed(): void {
    const kinds = this.#kinds.map((kind) => {
      const status = kind.status();
      return { status, failure: kind.failure, forbidden: kind.partlyForbidden };
    });
    const judged = judgeSource(kinds, this.#discovery?.failure ?? null, this.#judged.state);
    if (judged.state !== this.#judged.state) {
      this.#since = Date.now();
      const level = judged.state === 'live' ? 'info' : 'warn';
      this.#options.log[level]({ source: this.id, state: judged.state, reason: judged.reason }, 'source state');
    }
    this.#judged = judged;
    this.#wakeNarrowing();
    this.#sink.statusChanged();
  }
}

function asRecord(value: unknown): Record<string, unknown> | null {
  // A JSON object is a record of unknown values by construction.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
