'use client';

import { useEffect } from 'react';
import { isTyping } from '@/components/frame/shortcuts';
import { useLiveClient } from '@/components/live/live-provider';
import type { LiveView } from '@/components/live/live-view';
import type { UpdateMap } from '@/components/url/use-map-params';
import { openMenuOf } from './card-menu';
import type { Placement } from './elements';
import type { Rect } from './geometry';
import { type Arrow, neighbour } from './neighbours';
import { keyOf } from './use-viewport';

const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] satisfies Arrow[];
const isArrow = (key: string): key is Arrow => ARROWS.includes(key);

interface MapKeys {
  readonly view: LiveView | null;
  readonly placement: Placement | null;
  readonly reveal: (card: string) => void;
  readonly update: UpdateMap;
  readonly rearrange: () => void;
  readonly togglePin: (node: string) => void;
}

/** The map's keys: arrows walk along the lines from card to card, the rest as the help lists it. */
export function useMapKeys({ view, placement, reveal, update, rearrange, togglePin }: MapKeys): void {
  const client = useLiveClient();
  useEffect(() => {
    const plain: Readonly<Record<string, () => void>> = {
      Escape: () => update({ selected: null, tab: 'facts' }),
      t: () => update({ table: true }),
      g: () => update({ table: false }),
      r: rearrange,
      p: () => (client.state().paused ? client.resume() : client.pause()),
    };
    const pin = (card: string) => {
      const node = view?.cards.get(card)?.nodes[0] ?? view?.regions.get(card)?.node;
      if (node !== undefined && node !== null) togglePin(node);
    };
    const walk = (card: string, arrow: Arrow) => {
      if (view === null || placement === null) return;
      const next = neighbour(card, arrow, walkable(view, placement), view.links.values());
      if (next !== null) reveal(next);
    };
    /** Keys of the card or namespace that has the focus; false when they are none of its own. */
    const actOn = (focused: Element, key: string): boolean => {
      const card = keyOf(focused);
      if (key === 'm' && focused.matches('[data-card], [data-region]')) openMenuOf(focused);
      else if (card === null) return false;
      else if (key === 'c') pin(card);
      else if (isArrow(key)) walk(card, key);
      else return false;
      return true;
    };
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const focused = document.activeElement;
      // Handled keys go no further: a menu that opens would search for the very letter.
      if (focused !== null && actOn(focused, event.key)) event.preventDefault();
      else plain[event.key]?.();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [view, placement, reveal, update, rearrange, togglePin, client]);
}

/** Cards and tiles with their places; not the places that opened boxes left. */
function walkable(view: LiveView, { cards, tiles }: Placement): ReadonlyMap<string, Rect> {
  if (tiles.size === 0) return cards;
  return new Map([...cards, ...[...tiles].filter(([id]) => view.regions.get(id)?.tile !== undefined)]);
}
