'use client';

import { useCallback, useState, useSyncExternalStore } from 'react';

const STORAGE_KEY = 'portolan.minimap';
/** From so many cards on a map is shown with its minimap until somebody says otherwise. */
const SHOWN_FROM = 40;

/** Whether the minimap is shown: as chosen last, else by the size of the map. */
export function useMiniMap(cards: number): readonly [shown: boolean, choose: (shown: boolean) => void] {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const stored = useSyncExternalStore(nothingToHear, read, () => null);
  const choose = useCallback((shown: boolean) => {
    setChosen(shown);
    try {
      localStorage.setItem(STORAGE_KEY, shown ? 'on' : 'off');
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  }, []);
  const usual = stored === null ? cards >= SHOWN_FROM : stored === 'on';
  return [chosen ?? usual, choose];
}

const nothingToHear = () => () => undefined;

function read(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
