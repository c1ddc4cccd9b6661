'use client';

import { type ReactFlowState, useStore } from '@xyflow/react';
import { useRemembered } from '@/components/ui/remembered';
import type { SizedPlacement } from './placement';

/** From so many cards on a map has its minimap until somebody says otherwise, while part of it is out of sight. */
const SHOWN_FROM = 40;
/** Empty rims out of sight are nothing to look for. */
const RIM = 24;

export type MiniMapChoice = 'on' | 'off' | 'where-needed';

/** How the minimap is to be shown: as chosen last, else by the size of the map. */
export function useMiniMap(cards: number): readonly [choice: MiniMapChoice, choose: (choice: MiniMapChoice) => void] {
  const [chosen, choose] = useRemembered('minimap');
  if (chosen === 'on' || chosen === 'off') return [chosen, choose];
  return [cards >= SHOWN_FROM ? 'where-needed' : 'off', choose];
}

/** Whether the minimap is on the screen now. */
export function useIsMiniMapShown(choice: MiniMapChoice, size: SizedPlacement['size']): boolean {
  const isPartly = useStore((state) => choice === 'where-needed' && isOutOfSight(state, size));
  return choice === 'on' || isPartly;
}

type Sight = Pick<ReactFlowState, 'transform' | 'width' | 'height'>;

/** Whether part of a chart of that size is beyond the screen's rims. */
export function isOutOfSight({ transform: [x, y, zoom], width, height }: Sight, size: SizedPlacement['size']): boolean {
  const [right, bottom] = [x + size.width * zoom, y + size.height * zoom];
  return x < -RIM || y < -RIM || right > width + RIM || bottom > height + RIM;
}
