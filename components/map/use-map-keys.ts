'use client';

import { useEffect } from 'react';
import { isTyping } from '@/components/frame/shortcuts';
import { useLiveClient } from '@/components/live/live-provider';
import type { LiveView } from '@/components/live/live-view';
import type { UpdateMap } from '@/components/url/use-map-params';
import type { Placement } from './elements';
import { type Arrow, neighbour } from './neighbours';

const ARROWS: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] satisfies Arrow[];

/** The map's keys: arrows walk from card to card, Esc clears, t and g switch, p pauses. */
export function useMapKeys(options: {
  readonly view: LiveView | null;
  readonly placement: Placement | null;
  readonly reveal: (card: string) => void;
  readonly update: UpdateMap;
}): void {
  const { view, placement, reveal, update } = options;
  const client = useLiveClient();
  useEffect(() => {
    const plain: Readonly<Record<string, () => void>> = {
      Escape: () => update({ selected: null, tab: 'facts' }),
      t: () => update({ table: true }),
      g: () => update({ table: false }),
      p: () => (client.state().paused ? client.resume() : client.pause()),
    };
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) return;
      const card = document.activeElement?.getAttribute('data-card') ?? null;
      if (ARROWS.includes(event.key) && card !== null && view !== null && placement !== null) {
        event.preventDefault();
        // The list above is exactly the arrows.
        const next = neighbour(card, event.key as Arrow, placement.cards, view.links.values());
        if (next !== null) reveal(next);
        return;
      }
      plain[event.key]?.();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [view, placement, reveal, update, client]);
}
