import type { LiveView } from '@/components/live/live-view';
import type { Layout, Rect as LayoutRect } from '@/lib/layout';
import type { Card, ViewSpec } from '@/lib/view/view';
import type { Placement } from './elements';
import type { Rect } from './geometry';
import type { LayoutEngine } from './layout-engine';
import { turnedTo } from './turned';

const GROUPS_OFF = 116;

/** A placement with its extent. */
export interface SizedPlacement extends Placement {
  readonly size: { readonly width: number; readonly height: number };
}

interface Offer {
  readonly view: LiveView;
  readonly spec: ViewSpec;
  /** True for a tidy layout that keeps nothing. */
  readonly isFresh: boolean;
}

/**
 * Places the views of one screen one after the other. Each layout is given the one before, so that what stays does not
 * move; a patch that only changes what cards say keeps the very same placement. One layout is made at a time, and the
 * newest view waits for its turn: views between are skipped.
 */
export class PlacementKeeper {
  readonly #engine: Pick<LayoutEngine, 'make'>;
  readonly #listeners = new Set<() => void>();
  #done: Offer | null = null;
  #layout: Layout | null = null;
  #placement: SizedPlacement | null = null;
  #next: Offer | null = null;
  #busy = false;

  constructor(engine: Pick<LayoutEngine, 'make'>) {
    this.#engine = engine;
  }

  /** The newest placement; null until the first layout is made. */
  placement = (): SizedPlacement | null => this.#placement;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes a view to be placed. `isFresh` while nothing is worth keeping its place, because sources are still being read. */
  offer(view: LiveView, spec: ViewSpec, isFresh = false): void {
    this.#next = { view, spec, isFresh: isFresh || (this.#next?.isFresh ?? false) };
    void this.#work();
  }

  /** Lays the newest view out anew, tidily. */
  rearrange(): void {
    const latest = this.#next ?? this.#done;
    if (latest === null) return;
    this.#next = { ...latest, isFresh: true };
    this.#done = null;
    void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let offer = this.#take(); offer !== null; offer = this.#take()) await this.#place(offer);
    this.#busy = false;
  }

  #take(): Offer | null {
    const offer = this.#next;
    this.#next = null;
    return offer;
  }

  async #place(offer: Offer): Promise<void> {
    const before = this.#done;
    this.#done = offer;
    if (before !== null && this.#placement !== null && sameShape(before.view, offer.view)) return;
    const { view, spec, isFresh } = offer;
    const isLive = before === null || sameBoxes(before.spec, spec);
    // Between cards and tiles there is no place to keep, and what is left of the other would be a hole in the map.
    const isTurned = before !== null && isLive && turnedTo(before.view, view) !== null;
    const layout = await this.#engine.make({
      shape: { regions: view.regions, cards: view.cards },
      previous: isFresh || isTurned ? null : this.#layout,
      change: isLive ? 'live' : 'asked',
    });
    this.#layout = layout;
    this.#placement = placementOf(layout, view, spec);
    for (const listener of this.#listeners) listener();
  }
}

function placementOf(layout: Layout, view: LiveView, spec: ViewSpec): SizedPlacement {
  return {
    regions: new Map([...layout.regions].map(([id, rect]) => [id, toRect(rect)])),
    annexes: new Map([...layout.annexes].map(([id, { region, rect }]) => [id, { region, rect: toRect(rect) }])),
    cards: new Map([...layout.cards].map(([id, rect]) => [id, setOff(toRect(rect), view.cards.get(id))])),
    tiles: new Map([...layout.tiles].map(([id, rect]) => [id, toRect(rect)])),
    blocks: new Map([...layout.blocks].map(([id, block]) => [id, { ...block, rect: toRect(block.rect) }])),
    size: { width: layout.size.w + (spec.groups ? GROUPS_OFF : 0), height: layout.size.h },
  };
}

/** Whether a person asked for the same: then whatever differs came by itself. */
function sameBoxes(a: ViewSpec, b: ViewSpec): boolean {
  return a.groups === b.groups && a.open.join('\n') === b.open.join('\n');
}

/** Groups stand off from the Pods, so that the evidence of a membership can be read between them. */
function setOff(rect: Rect, card: Card | undefined): Rect {
  return card?.lane === 'group' && card.region === null ? { ...rect, x: rect.x + GROUPS_OFF } : rect;
}

function toRect({ x, y, w, h }: LayoutRect): Rect {
  return { x, y, width: w, height: h };
}

/** Whether two views have the same boxes in the same places: only then is a layout of one a layout of the other. */
export function sameShape(a: LiveView, b: LiveView): boolean {
  if (a === b) return true;
  if (a.cards.size !== b.cards.size || a.regions.size !== b.regions.size) return false;
  for (const [id, card] of b.cards) {
    const old = a.cards.get(id);
    if (old === card) continue;
    if (old === undefined || old.lane !== card.lane || old.region !== card.region || old.folded > 0 !== card.folded > 0)
      return false;
  }
  for (const [id, region] of b.regions) {
    const old = a.regions.get(id);
    if (old === region) continue;
    if (old === undefined || old.folded !== region.folded || (old.tile === undefined) !== (region.tile === undefined))
      return false;
  }
  return true;
}
