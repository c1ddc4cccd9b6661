'use client';

import { useCallback, useState, useSyncExternalStore } from 'react';

const keyOf = (name: string): string => `portolan.${name}`;

/** What the browser remembers under a name; null when nothing, or when it keeps nothing. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

/** Has the browser remember a choice. Storage may be forbidden; the choice then lasts as long as the page. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // See above.
  }
}

/** A choice that the browser remembers; null until somebody chose, and in the first render, which is the server's. */
export function useRemembered(name: string): readonly [value: string | null, choose: (value: string) => void] {
  const [chosen, setChosen] = useState<string | null>(null);
  const stored = useSyncExternalStore(
    nothingToHear,
    () => recall(name),
    () => null,
  );
  const choose = useCallback(
    (value: string) => {
      setChosen(value);
      remember(name, value);
    },
    [name],
  );
  return [chosen ?? stored, choose];
}

/** What never changes has nobody to tell. */
export const nothingToHear = () => () => undefined;
