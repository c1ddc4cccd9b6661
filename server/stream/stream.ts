import type { GraphQueries, SourceStatus } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import { readyView } from '@/lib/view';
import type { ViewSpec } from '@/lib/view/view';
import { viewKey, WIRE_VERSION } from '@/lib/wire';
import { Arrivals, type Subscription } from './arrivals';
import { encodeEvent, type Message, parseEventId, type SharedEvent } from './encode';
import { ViewHub } from './hub';
import { statusEssence } from './essence';
import { Readying } from './readying';
import { type StreamSink, Subscriber } from './subscriber';
import { Throttle } from './throttle';
import { STREAM_TUNING, type StreamTuning } from './tuning';

export interface StreamOptions {
  readonly epoch: string;
  readonly graph: GraphQueries;
  readonly sources: () => readonly SourceStatus[];
  /** Whether many changes are on their way into the graph. */
  readonly busy?: () => boolean;
  readonly tuning?: Partial<StreamTuning>;
}

/** A view that is kept up to date, and who watches it. */
interface Kept {
  readonly hub: ViewHub;
  watchers: number;
  idleSince: number | null;
  /** When it may be computed again, on the clock of `performance.now()`. */
  restsUntil: number;
}

/**
 * Sends views to browsers. All views step together and steps are numbered, so that one number says how far a client has
 * come in every view it watches. A view that takes long misses steps; its next patch holds what it missed.
 */
export class ViewStream {
  readonly #options: StreamOptions;
  readonly #tuning: StreamTuning;
  readonly #hubs = new Map<string, Kept>();
  readonly #subscribers = new Set<Subscriber>();
  readonly #tick: Throttle;
  readonly #pulse: Throttle;
  readonly #tellSources: Throttle;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #readying: Readying;
  readonly #arrivals = new Arrivals();
  #rested: NodeJS.Timeout | undefined;
  #step = 0;
  #essence = '';
  #stopped = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#tuning = { ...STREAM_TUNING, ...options.tuning };
    this.#readying = new Readying(options.graph, options.busy ?? (() => false), () => this.#watchers > 0);
    this.#tick = new Throttle(this.#tuning.tickMs, () => this.#advance());
    this.#pulse = new Throttle(this.#tuning.pulseMs, () =>
      this.#broadcast({ type: 'pulse', seq: options.graph.seq, at: Date.now() }),
    );
    this.#tellSources = new Throttle(this.#tuning.sourcesMs, () => this.#sourcesChanged());
    this.#heartbeat = setInterval(() => this.#beat(), this.#tuning.heartbeatMs);
  }

  /** How many clients there are. */
  get clients(): number {
    return this.#subscribers.size;
  }

  /** How many distinct views are kept up to date. */
  get views(): number {
    return this.#hubs.size;
  }

  /** Whether another client would be one too many. */
  get full(): boolean {
    return this.#stopped || this.#watchers >= this.#tuning.maxClients;
  }

  /** Clients that watch, and those that wait for their first view. */
  get #watchers(): number {
    return this.#subscribers.size + this.#arrivals.size;
  }

  graphChanged(): void {
    if (this.#stopped) return;
    this.#readying.request();
    this.#tick.request();
    this.#pulse.request();
  }

  sourcesChanged(): void {
    if (!this.#stopped) this.#tellSources.request();
  }

  /**
   * Adds a client: it gets a greeting, the sources, and for each view the patches it has missed or one snapshot. Views that take
   * long to make the first time are made before, in turns.
   */
  subscribe(specs: readonly ViewSpec[], lastEventId: string | null, sink: StreamSink): Subscription {
    return this.#arrivals.add({
      steps: this.#ready(specs),
      join: () => this.#join(specs, lastEventId, sink),
      refuse: () => sink.close(),
    });
  }

  *#ready(specs: readonly ViewSpec[]): Steps<void> {
    for (const spec of specs) if (!this.#hubs.has(viewKey(spec))) yield* readyView(this.#options.graph, spec);
  }

  #join(specs: readonly ViewSpec[], lastEventId: string | null, sink: StreamSink): Subscription {
    const keys = [...new Set(specs.map(viewKey))];
    const fresh = new Set(keys.filter((key) => !this.#hubs.has(key)));
    const hubs = keys.map((key) => {
      const kept = this.#keep(
        key,
        specs.find((spec) => viewKey(spec) === key),
      );
      kept.watchers++;
      kept.idleSince = null;
      return kept.hub;
    });
    const subscriber = new Subscriber(keys, sink, this.#tuning.maxBacklogBytes);
    this.#subscribers.add(subscriber);
    const now = Date.now();
    const last = parseEventId(lastEventId);
    const seen = last !== null && last.epoch === this.#options.epoch && last.seq <= this.#step ? last.seq : null;
    const { epoch } = this.#options;
    const greeting: Message = { type: 'hello', version: WIRE_VERSION, epoch, heartbeatMs: this.#tuning.heartbeatMs };
    const chunks = [encodeEvent(greeting), encodeEvent({ type: 'sources', at: now, sources: this.#options.sources() })];
    hubs.forEach((hub, index) => {
      const missed = seen === null || fresh.has(keys[index] ?? '') ? null : hub.since(seen);
      if (missed === null) chunks.push(hub.snapshot(index === hubs.length - 1 ? this.#step : null, now));
      else chunks.push(...missed.map((event) => event.bytes(false)));
    });
    subscriber.send(chunks, now);
    return {
      drained: () => this.#refresh(subscriber),
      close: () => this.#leave(subscriber),
    };
  }

  /** Says goodbye to everybody and ends every stream and timer. */
  stop(reason: string): void {
    this.#stopped = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#rested);
    this.#readying.stop();
    this.#arrivals.stop();
    for (const throttle of [this.#tick, this.#pulse, this.#tellSources]) throttle.stop();
    const bye = encodeEvent({ type: 'bye', reason });
    for (const subscriber of this.#subscribers) subscriber.close(bye);
    this.#subscribers.clear();
    this.#hubs.clear();
  }

  #keep(key: string, spec: ViewSpec | undefined): Kept {
    const known = this.#hubs.get(key);
    if (known !== undefined) return known;
    if (spec === undefined) throw new Error(`no view spec for ${key}`);
    const { epoch, graph, sources } = this.#options;
    const hub = new ViewHub({ key, spec, epoch, ringBytes: this.#tuning.ringBytes }, graph, sources(), this.#step);
    const kept = { hub, watchers: 0, idleSince: null, restsUntil: 0 };
    this.#hubs.set(key, kept);
    return kept;
  }

  #leave(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return;
    for (const key of subscriber.views) {
      const kept = this.#hubs.get(key);
      if (kept === undefined) continue;
      kept.watchers--;
      if (kept.watchers === 0) kept.idleSince = Date.now();
    }
  }

  #advance(): void {
    const { graph, sources } = this.#options;
    const now = Date.now();
    const statuses = sources();
    const step = this.#step + 1;
    const events = new Map<string, SharedEvent>();
    let again = Number.POSITIVE_INFINITY;
    for (const [key, kept] of this.#hubs) {
      const began = performance.now();
      if (began < kept.restsUntil) {
        again = Math.min(again, kept.restsUntil);
        continue;
      }
      const event = kept.hub.advance(graph, statuses, step, now);
      if (event !== null) events.set(key, event);
      const ended = performance.now();
      kept.restsUntil = ended + Math.min(this.#tuning.maxRestMs, (ended - began) * this.#tuning.restFactor);
    }
    this.#advanceAgainAt(again);
    if (events.size === 0) return;
    this.#step = step;
    for (const subscriber of this.#subscribers) {
      const mine = subscriber.views.flatMap((key) => events.get(key) ?? []);
      const chunks = mine.map((event, index) => event.bytes(index === mine.length - 1));
      if (chunks.length > 0) subscriber.send(chunks, now);
    }
  }

  /** What a resting view has missed comes when it has rested, though nothing more changes. */
  #advanceAgainAt(time: number): void {
    clearTimeout(this.#rested);
    if (time < Number.POSITIVE_INFINITY)
      this.#rested = setTimeout(() => this.#tick.request(), Math.max(0, time - performance.now()));
  }

  /** A client that was too slow and has caught up gets every view as it is now. */
  #refresh(subscriber: Subscriber): void {
    if (!this.#subscribers.has(subscriber) || !subscriber.caughtUp()) return;
    const now = Date.now();
    const hubs = subscriber.views.flatMap((key) => this.#hubs.get(key)?.hub ?? []);
    const chunks = hubs.map((hub, index) => hub.snapshot(index === hubs.length - 1 ? this.#step : null, now));
    subscriber.send(chunks, now);
  }

  #sourcesChanged(): void {
    const sources = this.#options.sources();
    const essence = statusEssence(sources);
    if (essence === this.#essence) return;
    this.#essence = essence;
    this.#broadcast({ type: 'sources', at: Date.now(), sources });
    this.#tick.request();
  }

  #beat(): void {
    const now = Date.now();
    for (const subscriber of this.#subscribers) {
      this.#refresh(subscriber);
      if (subscriber.lagsSince === null || now - subscriber.lagsSince < this.#tuning.maxLagMs) continue;
      this.#leave(subscriber);
      subscriber.close(encodeEvent({ type: 'bye', reason: 'This client takes events too slowly; it may come back.' }));
    }
    for (const [key, { idleSince }] of this.#hubs) {
      if (idleSince !== null && now - idleSince > this.#tuning.lingerMs) this.#hubs.delete(key);
    }
    if (this.#subscribers.size === 0) return;
    this.#broadcast({ type: 'sources', at: now, sources: this.#options.sources() });
    this.#broadcast({ type: 'heartbeat', at: now, seq: this.#options.graph.seq });
  }

  #broadcast(message: Message): void {
    if (this.#subscribers.size === 0) return;
    const chunk = encodeEvent(message);
    const now = Date.now();
    for (const subscriber of this.#subscribers) subscriber.send([chunk], now);
  }
}
