import { setTimeout as delay } from 'node:timers/promises';

/** Waiting time in ms before retry number `attempt` (from 0): doubling from `base` to `limit`, half of it random. */
export function backoffMs(attempt: number, base: number, limit: number): number {
  const full = Math.min(limit, base * 2 ** Math.min(attempt, 20));
  return full / 2 + Math.random() * (full / 2);
}

/** Waits `ms`; returns early, without error, when the signal fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    // Only the signal ends it early; the caller's loop looks at the signal next.
  }
}
