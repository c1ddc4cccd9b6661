'use client';

import { useCallback, useEffect, useState } from 'react';

const STORAGE_KEY = 'portolan.pods.hidden';
/** A cluster is in the breadcrumb already, and most people have one. */
const USUAL: ReadonlySet<string> = new Set(['cluster']);

/** Which columns of the Pods are hidden, remembered by the browser. */
export function useHiddenColumns(): readonly [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const [hidden, setHidden] = useState(USUAL);
  // After the first render, which must be the one that the server sent.
  useEffect(() => {
    const stored = read();
    if (stored !== null) setHidden(stored);
  }, []);
  const keep = useCallback((next: ReadonlySet<string>) => {
    setHidden(next);
    try {
      localStorage.setItem(STORAGE_KEY, JSON.stringify([...next]));
    } catch {
      // A browser that keeps nothing still hides columns until it is closed.
    }
  }, []);
  return [hidden, keep];
}

function read(): ReadonlySet<string> | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? 'null');
    return Array.isArray(stored) ? new Set(stored.filter((id) => typeof id === 'string')) : null;
  } catch {
    return null;
  }
}
