import type { LiveView } from '@/components/live/live-view';
import { type Layout, type Rect as LayoutRect, layoutView } from '@/lib/layout';
import type { Card, ViewSpec } from '@/lib/view/view';
import type { Placement } from './elements';
import type { Rect } from './geometry';

const GROUPS_OFF = 116;

/** A placement with its extent. */
export interface SizedPlacement extends Placement {
  readonly size: { readonly width: number; readonly height: number };
}

/**
 * Places the views of one screen one after the other. Each layout is given the one before, so that what stays does not
 * move; a patch that only changes what cards say keeps the very same placement.
 */
export class PlacementKeeper {
  #view: LiveView | null = null;
  #layout: Layout | null = null;
  #placement: SizedPlacement | null = null;

  of(view: LiveView, spec: ViewSpec): SizedPlacement {
    if (this.#placement !== null && this.#view !== null && sameShape(this.#view, view)) {
      this.#view = view;
      return this.#placement;
    }
    const layout = layoutView({ ...view, spec }, this.#layout ?? undefined);
    this.#view = view;
    this.#layout = layout;
    this.#placement = {
      regions: new Map([...layout.regions].map(([id, rect]) => [id, toRect(rect)])),
      cards: new Map([...layout.cards].map(([id, rect]) => [id, setOff(toRect(rect), view.cards.get(id))])),
      size: { width: layout.size.w + (spec.groups ? GROUPS_OFF : 0), height: layout.size.h },
    };
    return this.#placement;
  }
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
  if (a.cards.size !== b.cards.size || a.regions.size !== b.regions.size || a.links.size !== b.links.size) return false;
  for (const [id, card] of b.cards) {
    const old = a.cards.get(id);
    if (old === undefined || old.lane !== card.lane || old.region !== card.region || old.folded > 0 !== card.folded > 0)
      return false;
  }
  for (const [id, region] of b.regions) {
    const old = a.regions.get(id);
    if (old === undefined || old.folded !== region.folded || old.pods > 0 !== region.pods > 0) return false;
  }
  for (const [id, link] of b.links) {
    const old = a.links.get(id);
    if (old === undefined || old.from !== link.from || old.to !== link.to) return false;
  }
  return true;
}
