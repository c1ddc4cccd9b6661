'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import { ViewStore } from '@/components/live/view-store';
import type { ReachOutcome } from '@/lib/wire/firewall';
import { type Emphasis, EmphasisStore } from './emphasis';
import { TileCursor } from './tile-cursor';
import type { MapActions } from './use-map-actions';

/** What nodes on the canvas need of the screen around them. Stable for a view, so that it renders no node by itself. */
export interface MapContextValue extends Omit<MapActions, 'clear'> {
  readonly store: ViewStore;
  readonly emphasis: EmphasisStore;
  readonly cursor: TileCursor;
}

const nothing = () => undefined;
export const MapContext = createContext<MapContextValue>({
  store: new ViewStore(),
  emphasis: new EmphasisStore(),
  cursor: new TileCursor(),
  selectCard: nothing,
  drillCard: nothing,
  selectRegion: nothing,
  drillRegion: nothing,
  foldRegion: nothing,
  focusOn: nothing,
  isPinned: () => false,
  togglePin: nothing,
});

/** What may reach the selection, or what it may reach, by card; empty while nothing is marked. */
export const ReachMarks = createContext<ReadonlyMap<string, ReachOutcome>>(new Map());

export function useMap(): MapContextValue {
  return use(MapContext);
}

/** How strongly a card is drawn. */
export function useEmphasis(id: string): Emphasis {
  const { emphasis } = useMap();
  const read = useCallback(() => emphasis.card(id), [emphasis, id]);
  return useSyncExternalStore(emphasis.subscribe, read, () => 'normal');
}
