import type { CSSProperties } from 'react';
import type { Plane } from '@/lib/model/ids';
import type { SourceStatus } from '@/lib/model/source-status';

/** A plane of which nothing is being read, and since when its picture is old. */
export interface StalePlane {
  readonly plane: Plane;
  readonly since: number;
}

/** The planes all of whose sources are down; one live source of several keeps its plane in colour. */
export function stalePlanes(sources: readonly SourceStatus[]): readonly StalePlane[] {
  return (['kubernetes', 'nsx'] as const).flatMap((plane) => {
    const own = sources.filter((source) => source.plane === plane);
    if (own.length === 0 || own.some((source) => source.state !== 'stale' && source.state !== 'failed')) return [];
    return [{ plane, since: Math.min(...own.map((source) => source.lastSuccessAt ?? source.since)) }];
  });
}

/** Takes the hue out of stale planes, by their colour token. */
export function stalePaint(stale: readonly StalePlane[]): CSSProperties {
  // Custom properties are valid style keys that React's type does not list.
  return Object.fromEntries(stale.map(({ plane }) => [`--${plane}-bar`, 'var(--faint)'])) as CSSProperties;
}
