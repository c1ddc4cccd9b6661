import type { SourceStatus } from '@/lib/model/source-status';
import type { PatchMessage, SnapshotMessage } from '@/lib/wire/stream';
import { type HubLink, openHubLink } from './hub-link';
import type { HubMessage, StreamStatus } from './protocol';
import { Pulse } from './pulse';
import { ViewStore } from './view-store';

type Listener = () => void;
/** A paused tab holds this many changes at most; then it takes a fresh snapshot on resuming instead. */
const MOST_HELD = 2_000;
const KEEP_UNUSED_MS = 20_000;

/** What the frame shows of the stream. */
export interface LiveState {
  readonly status: StreamStatus;
  readonly paused: boolean;
  readonly waiting: number;
  readonly sources: readonly SourceStatus[] | null;
}

export const FIRST_LIVE_STATE: LiveState = {
  status: { state: 'connecting' },
  paused: false,
  waiting: 0,
  sources: null,
};

/** This tab's end of the live stream: which views it shows, what it knows of them, and whether it is paused. */
export class LiveClient {
  readonly #tab = `portolan.tab.${randomName()}`;
  readonly #stores = new Map<string, ViewStore>();
  readonly #users = new Map<string, number>();
  readonly #listeners = new Set<Listener>();
  readonly #pulses = new Set<Listener>();
  #link: HubLink | null = null;
  #held: (SnapshotMessage | PatchMessage)[] = [];
  #overflown = false;
  readonly #pulse = new Pulse(() => {
    if (!this.#state.paused) for (const listener of this.#pulses) listener();
  });
  #state: LiveState = FIRST_LIVE_STATE;

  state = (): LiveState => this.#state;
  subscribe = (listener: Listener): (() => void) => add(this.#listeners, listener);
  /** Called when request/response data may have changed, at most once a second, never while paused: see {@link Pulse}. */
  onPulse = (listener: Listener): (() => void) => add(this.#pulses, listener);

  /** Opens the link; the result closes it. */
  open(): () => void {
    this.#link = openHubLink(
      this.#tab,
      (message) => this.#receive(message),
      () => this.#join(),
    );
    this.#join();
    const leave = () => this.#link?.send({ type: 'leave', tab: this.#tab });
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
      this.#link?.close();
      this.#link = null;
    };
  }

  /** The store of a view; it fills once the view is shown. */
  store(key: string): ViewStore {
    const held = this.#stores.get(key) ?? new ViewStore();
    this.#stores.set(key, held);
    return held;
  }

  show(key: string): void {
    this.#users.set(key, (this.#users.get(key) ?? 0) + 1);
    this.store(key);
    this.#tellViews();
  }

  hide(key: string): void {
    const left = (this.#users.get(key) ?? 1) - 1;
    if (left > 0) this.#users.set(key, left);
    else {
      this.#users.delete(key);
      // Kept for a moment: going back to a view then shows at once what was there, until its snapshot comes.
      setTimeout(() => {
        if (!this.#users.has(key)) this.#stores.delete(key);
      }, KEEP_UNUSED_MS);
    }
    this.#tellViews();
  }

  /** Tries again now instead of waiting for the countdown. */
  retry(): void {
    this.#link?.send({ type: 'retry', tab: this.#tab });
  }

  pause(): void {
    this.#set({ paused: true, waiting: 0 });
  }

  resume(): void {
    const held = this.#held;
    this.#held = [];
    this.#set({ paused: false, waiting: 0 });
    if (this.#overflown) this.#gap(held[0]?.view ?? '');
    else for (const message of held) this.#apply(message);
    this.#overflown = false;
    this.#beat();
  }

  #join(): void {
    this.#link?.send({ type: 'join', tab: this.#tab });
    this.#tellViews();
  }

  #tellViews(): void {
    this.#link?.send({ type: 'views', tab: this.#tab, views: [...this.#users.keys()] });
  }

  #receive(message: HubMessage): void {
    if (message.type === 'status') this.#status(message.status);
    else if (message.type === 'sources') this.#set({ sources: message.sources });
    else if (message.type === 'pulse') this.#beat();
    else if (!this.#state.paused || this.#stores.get(message.view)?.view() === null) this.#apply(message);
    else {
      if (this.#held.length < MOST_HELD) this.#held.push(message);
      else this.#overflown = true;
      this.#set({ waiting: this.#state.waiting + 1 });
    }
  }

  #apply(message: SnapshotMessage | PatchMessage): void {
    const store = this.#stores.get(message.view);
    if (store !== undefined && !store.apply(message)) this.#gap(message.view);
  }

  #gap(view: string): void {
    this.#link?.send({ type: 'gap', tab: this.#tab, view });
  }

  #status(status: StreamStatus): void {
    const before = this.#state.status;
    // Every message renews `heardAt`; the pill is redrawn only when its words would change.
    if (status.state === 'live' && before.state === 'live' && status.heardAt - before.heardAt < 1_000) return;
    this.#set({ status });
  }

  #beat(): void {
    if (!this.#state.paused) this.#pulse.beat();
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function add(set: Set<Listener>, listener: Listener): () => void {
  set.add(listener);
  return () => set.delete(listener);
}

/** A name no other tab has. Not `randomUUID`: that is missing where Portolan is served over plain HTTP. */
function randomName(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('');
}
