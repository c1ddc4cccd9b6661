'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime, agoWords, bothTimes, timesIn } from './time';

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

/** `13 min ago`, with the absolute time on hover, in the viewer's zone and in UTC. */
export function RelativeTime({ at }: { readonly at: number }) {
  const present = useNow();
  if (present === 0) return <span className="text-muted">…</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={bothTimes(at)} className="whitespace-nowrap">
      {agoWords(at, present)}
    </time>
  );
}

/** The absolute time in the viewer's zone, in UTC on hover. */
export function AbsoluteTime({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={bothTimes(at)} className="whitespace-nowrap">
      {absoluteTime(at)}
    </time>
  );
}

/** A text of the server, its times told in the viewer's zone. */
export function TextWithTimes({ text }: { readonly text: string }) {
  // The parts of one text never change their order.
  return timesIn(text).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    typeof part === 'number' ? <AbsoluteTime key={index} at={part} /> : part,
  );
}
