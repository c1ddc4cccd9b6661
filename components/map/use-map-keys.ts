'use client';

import { useEffect } from 'react';
import { isTyping } from '@/components/frame/shortcuts';
import { useLiveClient } from '@/components/live/live-provider';
import type { LiveView } from '@/components/live/live-view';
import type { UpdateMap } from '@/components/url/use-map-params';
import { openMenuOf } from './card-menu';
import type { Placement } from './elements';
import { type Arrow, neighbour } from './neighbours';

const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] satisfies Arrow[];

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
    /** Keys of the card or namespace that has the focus; false when they are none of its own. */
    const actOn = (focused: Element, key: string): boolean => {
      const card = focused.getAttribute('data-card');
      if (key === 'm' && focused.matches('[data-card], [data-region]')) {
        openMenuOf(focused);
        return true;
      }
      if (card === null || view === null) return false;
      if (key === 'c') {
        const node = view.cards.get(card)?.nodes[0];
        if (node !== undefined) togglePin(node);
        return true;
      }
      if (!ARROWS.includes(key) || placement === null) return false;
      // The list above is exactly the arrows.
      const next = neighbour(card, key as Arrow, placement.cards, view.links.values());
      if (next !== null) reveal(next);
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
