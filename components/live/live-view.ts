import { applyDelta, isEmptyDelta, type KeyedDelta } from '@/lib/model/keyed';
import type { Card, Link, Region, ViewSummary } from '@/lib/view/view';
import type { PatchMessage, SnapshotMessage } from '@/lib/wire/stream';

/** A view as the browser holds it: what the server drew at `seq`. */
export interface LiveView {
  readonly seq: number;
  readonly at: number;
  readonly regions: ReadonlyMap<string, Region>;
  readonly cards: ReadonlyMap<string, Card>;
  readonly links: ReadonlyMap<string, Link>;
  readonly summary: ViewSummary;
}

/** A view from a snapshot. Ids cross the wire as plain strings; the server minted them, so the brand holds. */
export function viewOfSnapshot(message: SnapshotMessage): LiveView {
  return {
    seq: message.seq,
    at: message.at,
    regions: new Map(Object.entries(message.regions as unknown as Record<string, Region>)),
    cards: new Map(Object.entries(message.cards as unknown as Record<string, Card>)),
    links: new Map(Object.entries(message.links)),
    summary: message.summary,
  };
}

/** The view after a patch; null when the patch does not follow on the view (a gap: ask for a snapshot). */
export function patchedView(view: LiveView, message: PatchMessage): LiveView | null {
  if (message.from !== view.seq) return null;
  return {
    seq: message.seq,
    at: message.at,
    // The same brand argument as above: ids were minted by the server.
    regions: changed(view.regions, message.regions as unknown as KeyedDelta<Region>),
    cards: changed(view.cards, message.cards as unknown as KeyedDelta<Card>),
    links: changed(view.links, message.links),
    summary: message.summary,
  };
}

/** The same map where nothing in it changed: what is made of it need not be made anew. */
function changed<V>(base: ReadonlyMap<string, V>, delta: KeyedDelta<V>): ReadonlyMap<string, V> {
  return isEmptyDelta(delta) ? base : applyDelta(base, delta);
}

/** The snapshot message that gives this view, for a tab that joins a stream already running. */
export function snapshotOfView(key: string, view: LiveView): SnapshotMessage {
  return {
    type: 'snapshot',
    view: key,
    seq: view.seq,
    at: view.at,
    regions: Object.fromEntries(view.regions) as unknown as SnapshotMessage['regions'], // readonly arrays inside become mutable types only
    cards: Object.fromEntries(view.cards) as unknown as SnapshotMessage['cards'], // same
    links: Object.fromEntries(view.links),
    summary: { ...view.summary, notes: [...view.summary.notes] },
  };
}
