import type { SourceStatus } from '@/lib/model';

/** The part of the statuses that is worth telling at once; times and counters follow with the heartbeat. */
export function statusEssence(sources: readonly SourceStatus[]): string {
  return JSON.stringify(
    sources.map((source) => ({
      ...source,
      lastSuccessAt: source.lastSuccessAt !== null,
      requests: source.requests.limitPerSecond,
      kinds: source.kinds.map(({ lastListAt, lastChangeAt, stalenessBoundMs, ...kind }) => ({
        ...kind,
        known: [lastListAt !== null, lastChangeAt !== null, stalenessBoundMs !== null],
      })),
    })),
  );
}
