const FIRST_MS = 500;
const MOST_MS = 15_000;

/**
 * How long to wait before attempt `attempt` (from 0), doubling up to 15 s. `random` in [0, 1) spreads browsers that lost
 * the same server at the same moment over the upper half of the wait.
 */
export function backOffMs(attempt: number, random: number): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
