'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef } from 'react';
import type { ViewStore } from '@/components/live/view-store';
import type { MapParams } from '@/components/url/map-params';
import { withBox, withPin } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { kindNamed } from '@/lib/kinds';
import type { Card, Region } from '@/lib/view/view';
import { selectionOfCard } from './card-words';

/** What a person can do with cards and regions. */
export interface MapActions {
  readonly selectCard: (card: Card) => void;
  readonly drillCard: (card: Card) => void;
  readonly selectRegion: (region: Region) => void;
  readonly drillRegion: (region: Region) => void;
  readonly foldRegion: (region: Region) => void;
  /** Makes the map about one object: what is on, in or around it. */
  readonly focusOn: (node: string) => void;
  /** Whether an object is held for comparison. */
  readonly isPinned: (node: string) => boolean;
  readonly togglePin: (node: string) => void;
  readonly clear: () => void;
}

/** The page of a card's own object; null when it has none. */
export function pageOfCard(card: Card): string | null {
  const primary = card.nodes[0];
  if (primary === undefined || card.folded > 0) return null;
  const kind = kindNamed(card.kind);
  if (kind?.presentation.lane === 'group') return `/groups/${encodeURIComponent(primary)}`;
  if (kind?.presentation.lane !== 'pod' || kind.plane !== 'kubernetes') return null;
  const { cluster, namespace, title } = card;
  if (cluster === null || namespace === null) return null;
  return `/pods/${[cluster, namespace, title].map(encodeURIComponent).join('/')}`;
}

/** The scope that shows one box alone: its Namespace, or what the object that it stands for is about. */
export function scopeOf({ kind, cluster, namespace, node }: Region): Partial<MapParams> {
  if (kind === 'namespace') return { cluster, namespace, at: null };
  return node === null ? {} : { namespace: null, at: node };
}

/** What opening a folded card opens: the whole region when that is folded, else the card's own box. */
export function boxOf(card: Card, region: Region | undefined): string {
  return region?.folded === true ? region.id : card.id;
}

/** Selection, drilling and folding, written to the URL. */
export function useMapActions(params: MapParams, update: UpdateMap, store: ViewStore): MapActions {
  const router = useRouter();
  // Read when somebody acts, so that the actions stay the same and no card is drawn again for a new selection.
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  }, [params]);
  return useMemo<MapActions>(() => {
    const select = (selected: string) => update({ selected });
    const regionOf = (card: Card) => (card.region === null ? undefined : store.view()?.regions.get(card.region));
    return {
      selectCard: (card) => select(selectionOfCard(card)),
      selectRegion: (region) => select(region.node ?? region.id),
      drillCard: (card) => {
        const page = pageOfCard(card);
        if (page !== null) router.push(page);
        else if (card.folded > 0)
          update({ open: withBox(latest.current.open, boxOf(card, regionOf(card)), 'open'), selected: null });
        else select(selectionOfCard(card));
      },
      drillRegion: (region) => update({ ...scopeOf(region), open: [], selected: null, tab: 'facts' }, 'push'),
      foldRegion: (region) =>
        update({ open: withBox(latest.current.open, region.id, region.folded ? 'open' : 'closed') }),
      focusOn: (node) => update({ at: node, namespace: null, open: [], selected: node }, 'push'),
      isPinned: (node) => latest.current.pins.includes(node),
      togglePin: (node) => update({ pins: withPin(latest.current.pins, node) }),
      clear: () => update({ selected: null, tab: 'facts' }),
    };
  }, [update, router, store]);
}
