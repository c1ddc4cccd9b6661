import { applyDelta, diffKeyed, type KeyedDelta, samePlain } from '../model';
import type { Card, Link, Region, View, ViewSummary } from './view';

/** What turns one view into another, apart from its summary. */
export interface ViewDiff {
  readonly regions: KeyedDelta<Region>;
  readonly cards: KeyedDelta<Card>;
  readonly links: KeyedDelta<Link>;
}

/** A patch as it goes to a browser. */
export interface ViewPatch extends ViewDiff {
  readonly seq: number;
  readonly summary: ViewSummary;
}

export function diffViews(from: View, to: View): ViewDiff {
  return {
    regions: diffKeyed(from.regions, to.regions, samePlain),
    cards: diffKeyed(from.cards, to.cards, samePlain),
    links: diffKeyed(from.links, to.links, samePlain),
  };
}

/** The view after the patch; untouched regions, cards and links keep their identity. */
export function applyViewPatch(view: View, patch: ViewPatch): View {
  return {
    spec: view.spec,
    seq: patch.seq,
    regions: applyDelta(view.regions, patch.regions),
    cards: applyDelta(view.cards, patch.cards),
    links: applyDelta(view.links, patch.links),
    summary: patch.summary,
  };
}
