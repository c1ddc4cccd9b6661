import type { Steps } from '@/lib/steps';

/** So long at once: between two turns everything else gets its own. */
const TURN_MS = 8;
/** The same of what nobody waits for: one of them at a time, while of the others there may be many. */
const LONE_TURN_MS = 16;

/** Goes on for one turn; what came of it when that was the last. */
export function oneTurn<T>(steps: Steps<T>, ms = TURN_MS): { readonly result: T } | null {
  const end = performance.now() + ms;
  do {
    const { done, value } = steps.next();
    if (done === true) return { result: value };
  } while (performance.now() < end);
  return null;
}

/** Does long work in short turns. */
export async function inTurns<T>(steps: Steps<T>, ms = TURN_MS): Promise<T> {
  for (;;) {
    const ended = oneTurn(steps, ms);
    if (ended !== null) return ended.result;
    await nextTurn();
  }
}

/** Resolves when there is room for more of what is made. */
export type Room = () => Promise<void>;

/**
 * Long work that nobody waits for, such as taking in the pages of lists: one after the other, so that those who are waited for
 * share their turns with one at most, and what only one needs is held in memory once; and not before there is room for what
 * comes of it.
 */
export function afterOthers<T>(work: () => Steps<T>, room: Room): Promise<T> {
  const mine = last.then(async () => {
    await room();
    await nextTurn();
    return await inTurns(work(), LONE_TURN_MS);
  });
  last = mine.catch(() => undefined);
  return mine;
}

let last: Promise<unknown> = Promise.resolve();

/** Everything else gets its turn: requests, timers, and whoever asked for the next turn before. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(pass);
  });
}

/** One at a time: all that are called at once by the event loop hold up everything else together. */
const waiting: (() => void)[] = [];

function pass(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(pass);
}
