'use client';

import { useLayoutEffect, useMemo } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { MapParams } from '@/components/url/map-params';
import type { Card } from '@/lib/view/view';
import { cardsOfSelection, regionOfSelection } from './card-words';
import type { EmphasisStore } from './emphasis';
import { pathOf, type RaisedPath } from './path';

const NO_CARDS: ReadonlySet<string> = new Set();

interface Raised {
  readonly selected: readonly string[];
  /** The box that is selected. */
  readonly region: string | null;
  /** Cards with something that is looked for; null when nothing is. */
  readonly passing: readonly Card[] | null;
  readonly path: RaisedPath | null;
}

/** What selection and search expression raise and lower on a view; tells the emphasis store. */
export function useRaised(view: LiveView | null, params: MapParams, emphasis: EmphasisStore): Raised {
  const selected = useMemo(
    () => cardsOfSelection(params.selected, view?.cards.values() ?? []),
    [params.selected, view?.cards],
  );
  const passing = useMemo(
    () => (view?.summary.found === undefined ? null : [...view.cards.values()].filter((card) => (card.found ?? 0) > 0)),
    [view],
  );

  const region = useMemo(
    () => regionOfSelection(params.selected, view?.regions.values() ?? []),
    [params.selected, view?.regions],
  );
  const path = useMemo(() => {
    // Marks are for all cards: none is lowered beneath them.
    if (view === null || params.reach !== null) return null;
    if (selected.length > 0) return pathOf(selected, view.cards, view.links);
    // A tile has no lines to raise.
    if (region === null || view.regions.get(region)?.tile !== undefined) return null;
    const own = [...view.cards.values()].filter((card) => card.region === region).map((card) => card.id);
    // A namespace raises all it owns; the evidence of so many links would cover them.
    return { ...pathOf(own, view.cards, view.links), labelled: NO_CARDS };
  }, [view, selected, region, params.reach]);
  useLayoutEffect(() => {
    emphasis.set({
      selected: new Set(selected),
      region,
      path,
      passing: passing === null ? null : new Set(passing.map((card) => card.id)),
    });
  }, [emphasis, path, selected, region, passing]);

  return { selected, region, passing, path };
}
