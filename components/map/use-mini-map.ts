'use client';

import { useRemembered } from '@/components/ui/remembered';

/** From so many cards on a map is shown with its minimap until somebody says otherwise. */
const SHOWN_FROM = 40;

/** Whether the minimap is shown: as chosen last, else by the size of the map. */
export function useMiniMap(cards: number): readonly [shown: boolean, choose: (shown: boolean) => void] {
  const [chosen, choose] = useRemembered('minimap');
  return [chosen === null ? cards >= SHOWN_FROM : chosen === 'on', (shown) => choose(shown ? 'on' : 'off')];
}
