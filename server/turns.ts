import type { Steps } from '@/lib/steps';

/** So long at once: between two turns everything else gets its own. */
const TURN_MS = 8;

/** Goes on for one turn; what came of it when that was the last. */
export function oneTurn<T>(steps: Steps<T>): { readonly result: T } | null {
  const end = performance.now() + TURN_MS;
  do {
    const { done, value } = steps.next();
    if (done === true) return { result: value };
  } while (performance.now() < end);
  return null;
}

/** Does long work in short turns. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const ended = oneTurn(steps);
    if (ended !== null) return ended.result;
    await nextTurn();
  }
}

/** Everything else that waits gets its turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
