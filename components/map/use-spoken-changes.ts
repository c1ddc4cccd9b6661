'use client';

import { useEffect, useRef } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { changeWords } from './change-words';

/** A reader is told of changes this often at most; what comes between is told together. */
const EVERY_MS = 5_000;

/** Tells the live region what changed on the map since it was last told, while the same scope is looked at. */
export function useSpokenChanges(view: LiveView | null, scope: string, announce: (words: string) => void): void {
  const told = useRef<{ readonly scope: string; readonly view: LiveView } | null>(null);
  const latest = useRef(view);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = view;
    if (view === null) return;
    if (told.current?.scope !== scope) {
      told.current = { scope, view };
      return;
    }
    timer.current ??= setTimeout(() => {
      timer.current = null;
      if (told.current === null || latest.current === null) return;
      const words = changeWords(told.current.view, latest.current);
      told.current = { scope: told.current.scope, view: latest.current };
      if (words !== null) announce(words);
    }, EVERY_MS);
  }, [view, scope, announce]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scope starts anew
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [scope],
  );
}
