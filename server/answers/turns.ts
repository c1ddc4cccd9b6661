import type { Steps } from '@/lib/steps';

/** So long at once: between two turns everything else gets its own. */
const TURN_MS = 8;

/** Does long work in short turns. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const end = performance.now() + TURN_MS;
    do {
      const { done, value } = steps.next();
      if (done === true) return value;
    } while (performance.now() < end);
    await nextTurn();
  }
}

/** Everything else that waits gets its turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
