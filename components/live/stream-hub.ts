import type { SourceStatus } from '@/lib/model/source-status';
import type { StreamMessage } from '@/lib/wire/stream';
import { WIRE_VERSION } from '@/lib/wire/version';
import { backOffMs } from './back-off';
import { readEvents } from './event-connection';
import { type LiveView, patchedView, snapshotOfView, viewOfSnapshot } from './live-view';
import type { HubMessage, StreamStatus, TabMessage } from './protocol';

/** Views change in bursts (a page mounts, another unmounts); one new connection serves the burst. */
const SETTLE_MS = 40;

type Send = (message: HubMessage) => void;
interface Tab {
  readonly send: Send;
  views: readonly string[];
}

/**
 * Owns the one event stream of this browser: connects for the union of what the tabs show, checks each message once, and
 * hands it to the tabs that show the view. Lives in a SharedWorker, or in one page where there is none.
 */
export class StreamHub {
  readonly #base: string;
  readonly #tabs = new Map<string, Tab>();
  readonly #views = new Map<string, LiveView>();
  #wanted = '';
  #lastEventId: string | null = null;
  #status: StreamStatus = { state: 'connecting' };
  #sources: { at: number; sources: readonly SourceStatus[] } | null = null;
  #connection: AbortController | null = null;
  #settle: ReturnType<typeof setTimeout> | null = null;
  #wake: (() => void) | null = null;

  constructor(base: string) {
    this.#base = base;
  }

  /** A tab speaks; `send` reaches it. */
  receive(message: TabMessage, send: Send): void {
    if (message.type === 'leave') {
      this.#tabs.delete(message.tab);
      this.#reconsider();
      return;
    }
    let tab = this.#tabs.get(message.tab);
    if (tab === undefined) {
      tab = { send, views: [] };
      this.#tabs.set(message.tab, tab);
      send({ type: 'status', status: this.#status });
      if (this.#sources !== null) send({ type: 'sources', ...this.#sources });
    }
    if (message.type === 'views') this.#show(tab, message.views);
    if (message.type === 'retry') this.#wake?.();
    if (message.type === 'gap') this.#restart();
  }

  /** Ends the stream; the hub can be used again when a tab speaks. */
  stop(): void {
    if (this.#settle !== null) clearTimeout(this.#settle);
    this.#settle = null;
    this.#connection?.abort();
    this.#connection = null;
    this.#wanted = '';
  }

  #show(tab: Tab, views: readonly string[]): void {
    const before = new Set(tab.views);
    tab.views = views;
    for (const key of views) {
      const held = this.#views.get(key);
      if (held !== undefined && !before.has(key)) tab.send(snapshotOfView(key, held));
    }
    this.#reconsider();
  }

  #reconsider(): void {
    if (this.#settle !== null) clearTimeout(this.#settle);
    this.#settle = setTimeout(() => {
      this.#settle = null;
      const keys = [...new Set([...this.#tabs.values()].flatMap((tab) => tab.views))].sort();
      const wanted = JSON.stringify(keys);
      if (wanted === this.#wanted) return;
      this.stop();
      if (this.#tabs.size === 0) return;
      for (const key of this.#views.keys()) if (!keys.includes(key)) this.#views.delete(key);
      // Another set of views is another stream: the last id of the old one means nothing to it.
      this.#lastEventId = null;
      this.#wanted = wanted;
      this.#start(keys);
    }, SETTLE_MS);
  }

  #restart(): void {
    this.#views.clear();
    this.#wanted = '';
    this.#reconsider();
  }

  #start(keys: readonly string[]): void {
    const connection = new AbortController();
    this.#connection = connection;
    const query = keys.map((key) => `view=${encodeURIComponent(key)}`).join('&');
    void this.#run(`${this.#base}${query === '' ? '' : `?${query}`}`, connection.signal);
  }

  async #run(url: string, signal: AbortSignal): Promise<void> {
    let attempt = 0;
    let downSince: number | null = null;
    while (!signal.aborted && this.#status.state !== 'outdated') {
      const reason = await readEvents(url, this.#lastEventId, signal, {
        message: (message, id) => {
          if (signal.aborted) return;
          attempt = 0;
          downSince = null;
          this.#take(message, id);
        },
      });
      // The status may have become `outdated` while reading; the loop's test has narrowed the type too far to see it.
      if (signal.aborted || (this.#status as StreamStatus).state === 'outdated') return;
      downSince ??= Date.now();
      const wait = backOffMs(attempt, Math.random());
      attempt += 1;
      this.#say({ state: 'reconnecting', since: downSince, retryAt: Date.now() + wait, reason });
      await this.#sleep(wait, signal);
      if (!signal.aborted) this.#say({ state: 'reconnecting', since: downSince, retryAt: null, reason });
    }
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #take(message: StreamMessage, id: string): void {
    if (message.type === 'hello' && message.version !== WIRE_VERSION) {
      this.#say({ state: 'outdated', server: message.version });
      this.#connection?.abort();
      return;
    }
    const now = Date.now();
    const since = this.#status.state === 'live' ? this.#status.since : now;
    this.#say({ state: 'live', since, heardAt: now });
    if (message.type === 'snapshot') {
      this.#views.set(message.view, viewOfSnapshot(message));
      this.#lastEventId = id === '' ? null : id;
      this.#give(message.view, message);
    } else if (message.type === 'patch') this.#patch(message, id);
    else if (message.type === 'pulse') this.#all(message);
    else if (message.type === 'sources') {
      // Source ids are branded by the server that minted them.
      this.#sources = { at: message.at, sources: message.sources as unknown as readonly SourceStatus[] };
      this.#all({ type: 'sources', ...this.#sources });
    }
  }

  #patch(message: Extract<StreamMessage, { type: 'patch' }>, id: string): void {
    const view = this.#views.get(message.view);
    if (view !== undefined && message.seq <= view.seq) return; // replayed after a reconnect, already held
    const next = view === undefined ? null : patchedView(view, message);
    if (next === null) {
      this.#restart();
      return;
    }
    this.#views.set(message.view, next);
    this.#lastEventId = id === '' ? null : id;
    this.#give(message.view, message);
  }

  #give(key: string, message: HubMessage): void {
    for (const tab of this.#tabs.values()) if (tab.views.includes(key)) tab.send(message);
  }

  #all(message: HubMessage): void {
    for (const tab of this.#tabs.values()) tab.send(message);
  }

  #say(status: StreamStatus): void {
    this.#status = status;
    this.#all({ type: 'status', status });
  }
}
