import type { RequestGauge, SourceState, SourceStatus } from '@/lib/model/source-status';

/** How the state of a source is said and shown. */
export const SOURCE_LOOKS: Readonly<
  Record<SourceState, { readonly word: string; readonly text: string; readonly rank: number }>
> = {
  failed: { word: 'Not read', text: 'text-failed', rank: 0 },
  stale: { word: 'Stale', text: 'text-warning', rank: 1 },
  partial: { word: 'Partly read', text: 'text-warning', rank: 2 },
  starting: { word: 'Starting', text: 'text-muted', rank: 3 },
  live: { word: 'Live', text: 'text-ok', rank: 4 },
};

/** What a source is: `Cluster pandora`, `NSX Manager nsx`. */
export function sourceTitle(source: Pick<SourceStatus, 'plane' | 'name'>): string {
  return source.plane === 'kubernetes' ? `Cluster ${source.name}` : `NSX Manager ${source.name}`;
}

/** The source in the worst state when that state needs a remark; null when all are live or starting. */
export function worstSource(sources: readonly SourceStatus[]): SourceStatus | null {
  const sorted = [...sources].sort((a, b) => SOURCE_LOOKS[a.state].rank - SOURCE_LOOKS[b.state].rank);
  const worst = sorted[0];
  return worst === undefined || SOURCE_LOOKS[worst.state].rank > 2 ? null : worst;
}

/** Sources that are not read now. */
export function unreadSources(sources: readonly SourceStatus[]): readonly SourceStatus[] {
  return sources.filter(({ state }) => state === 'stale' || state === 'failed');
}

/** When anything was last read from NSX; null when nothing is known. The oldest of several managers counts. */
export function oldestNsxRead(sources: readonly SourceStatus[]): number | null {
  const times = sources.filter((source) => source.plane === 'nsx').map((source) => source.lastSuccessAt);
  return times.reduce<number | null>(
    (oldest, at) => (at === null || oldest === null ? null : Math.min(oldest, at)),
    times[0] ?? null,
  );
}

/** With its full stop. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** True while refusals have lowered what may be asked. */
export function isSlowed(requests: RequestGauge): boolean {
  return requests.settingsPerSecond !== undefined && requests.limitPerSecond < requests.settingsPerSecond;
}
