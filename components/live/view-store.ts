import type { Card } from '@/lib/view/view';
import type { PatchMessage, SnapshotMessage } from '@/lib/wire/stream';
import { type LiveView, patchedView, viewOfSnapshot } from './live-view';

type Listener = () => void;

/** One view as this tab shows it, with listeners per card so that a change of one card renders one card. */
export class ViewStore {
  #view: LiveView | null = null;
  readonly #listeners = new Set<Listener>();
  readonly #cardListeners = new Map<string, Set<Listener>>();
  /** Seq at which a card last changed under the eyes of the viewer; cards of the first snapshot are absent. */
  readonly #changedAt = new Map<string, number>();

  view = (): LiveView | null => this.#view;
  card = (id: string): Card | undefined => this.#view?.cards.get(id);
  changedAt = (id: string): number | undefined => this.#changedAt.get(id);

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  subscribeCard = (id: string, listener: Listener): (() => void) => {
    const set = this.#cardListeners.get(id) ?? new Set();
    this.#cardListeners.set(id, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#cardListeners.delete(id);
    };
  };

  /** Applies a message; false when a patch does not follow on what is held. */
  apply(message: SnapshotMessage | PatchMessage): boolean {
    const before = this.#view;
    if (message.type === 'patch' && before !== null && message.seq <= before.seq) return true; // already held
    const next = message.type === 'snapshot' ? viewOfSnapshot(message) : before && patchedView(before, message);
    if (next === null) return false;
    this.#view = message.type === 'snapshot' && before !== null ? keepIdentity(before, next) : next;
    const touched = message.type === 'patch' ? Object.keys(message.cards.put) : changedCards(before, this.#view);
    for (const id of touched) if (before !== null) this.#changedAt.set(id, next.seq);
    const gone =
      message.type === 'patch'
        ? message.cards.remove
        : [...this.#changedAt.keys()].filter((id) => this.#view?.cards.has(id) !== true);
    for (const id of gone) this.#changedAt.delete(id);
    for (const id of touched) for (const listener of this.#cardListeners.get(id) ?? []) listener();
    for (const listener of this.#listeners) listener();
    return true;
  }
}

/** After a reconnect most of a snapshot is what we hold: equal values keep their identity, so nothing renders again. */
function keepIdentity(before: LiveView, next: LiveView): LiveView {
  const kept = <V>(old: ReadonlyMap<string, V>, fresh: ReadonlyMap<string, V>): ReadonlyMap<string, V> =>
    new Map(
      [...fresh].map(([id, value]) => {
        const held = old.get(id);
        return [id, held !== undefined && JSON.stringify(held) === JSON.stringify(value) ? held : value];
      }),
    );
  return {
    ...next,
    regions: kept(before.regions, next.regions),
    cards: kept(before.cards, next.cards),
    links: kept(before.links, next.links),
  };
}

function changedCards(before: LiveView | null, after: LiveView): string[] {
  return [...after.cards].filter(([id, card]) => before?.cards.get(id) !== card).map(([id]) => id);
}
