'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime, agoWords } from './time';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

/** One clock for all times on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tick of listeners) tick();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
      now = 0;
    }
  };
}

/** The present to the second; renders again each second. Zero while the server renders. */
export function useNow(): number {
  return useSyncExternalStore(
    subscribe,
    () => {
      if (now === 0) now = Date.now();
      return now;
    },
    () => 0,
  );
}

/** `13 min ago`, with the absolute time on hover. */
export function RelativeTime({ at }: { readonly at: number }) {
  const present = useNow();
  if (present === 0) return <span className="text-muted">…</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at)} className="whitespace-nowrap">
      {agoWords(at, present)}
    </time>
  );
}
