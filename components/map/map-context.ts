'use client';

import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import { ViewStore } from '@/components/live/view-store';
import type { Card, Region } from '@/lib/view/view';
import type { ReachOutcome } from '@/lib/wire/firewall';
import { type Emphasis, EmphasisStore } from './emphasis';
import { TileCursor } from './tile-cursor';

/** What nodes on the canvas need of the screen around them. Stable for a view, so that it renders no node by itself. */
export interface MapContextValue {
  readonly store: ViewStore;
  readonly emphasis: EmphasisStore;
  readonly cursor: TileCursor;
  readonly selectCard: (card: Card) => void;
  readonly drillCard: (card: Card) => void;
  readonly selectRegion: (region: Region) => void;
  readonly drillRegion: (region: Region) => void;
  readonly foldRegion: (region: Region) => void;
  readonly focusOn: (node: string) => void;
  /** Whether an object is held for comparison. */
  readonly isPinned: (node: string) => boolean;
  readonly togglePin: (node: string) => void;
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
