import type { SourceStatus } from '@/lib/model';
import type { HealthResponse } from '@/lib/wire';

/** Why Portolan is not ready; empty when it is. Ready means that every source was read once, or is known not to be readable. */
export function unreadyReasons(sources: readonly SourceStatus[]): string[] {
  return sources.flatMap((source) =>
    source.state === 'starting' ? [`${source.name} is being read for the first time.`] : [],
  );
}

/** The answer about health; what is wrong with single sources is listed, but does not make Portolan unready. */
export function healthOf(sources: readonly SourceStatus[], startedAt: number, version: string): HealthResponse {
  const waiting = unreadyReasons(sources);
  const troubled = sources.flatMap(({ name, state, reason }) =>
    state === 'live' || state === 'starting' ? [] : [`${name} is ${state}: ${reason ?? 'no reason is known'}`],
  );
  return {
    live: true,
    ready: waiting.length === 0,
    startedAt: new Date(startedAt).toISOString(),
    version,
    reasons: [...waiting, ...troubled],
  };
}
