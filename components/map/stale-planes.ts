import type { CSSProperties } from 'react';
import type { Plane } from '@/lib/model/ids';
import type { SourceStatus } from '@/lib/model/source-status';

/** A plane of which nothing is being read, and of when its oldest picture is; null when there never was one. */
export interface StalePlane {
  readonly plane: Plane;
  readonly since: number | null;
}

/** The planes all of whose sources are down; one live source of several keeps its plane in colour. */
export function stalePlanes(sources: readonly SourceStatus[]): readonly StalePlane[] {
  return (['kubernetes', 'nsx'] as const).flatMap((plane) => {
    const own = sources.filter((source) => source.plane === plane);
    if (own.length === 0 || own.some((source) => source.state !== 'stale' && source.state !== 'failed')) return [];
    const reads = own.flatMap(({ lastSuccessAt }) => lastSuccessAt ?? []);
    return [{ plane, since: reads.length === 0 ? null : Math.min(...reads) }];
  });
}

/** Takes the hue out of stale planes, by their colour token. */
export function stalePaint(stale: readonly StalePlane[]): CSSProperties {
  // Custom properties are valid style keys that React's type does not list.
  return Object.fromEntries(stale.map(({ plane }) => [`--${plane}-bar`, 'var(--faint)'])) as CSSProperties;
}
