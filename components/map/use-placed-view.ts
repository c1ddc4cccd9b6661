'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useView, useViewStore } from '@/components/live/hooks';
import type { LiveView } from '@/components/live/live-view';
import type { ViewStore } from '@/components/live/view-store';
import type { ViewSpec } from '@/lib/view/view';
import { viewKey } from '@/lib/wire/view-key';
import { LayoutEngine } from './layout-engine';
import { PlacementKeeper, type SizedPlacement } from './placement';

/** A view that is on the screen, with the places of what it shows. */
export interface PlacedView {
  readonly store: ViewStore;
  readonly view: LiveView | null;
  readonly spec: ViewSpec;
  /** Names what is looked at; another scope is placed and fitted anew. */
  readonly scope: string;
  readonly placement: SizedPlacement | null;
  /** Arranges everything anew, tidily. */
  readonly rearrange: () => void;
}

let engine: LayoutEngine | null = null;

/** One engine for the page: its worker starts with the first map and stays. */
function pageEngine(): LayoutEngine {
  engine ??= new LayoutEngine();
  return engine;
}

/** The view of a spec and its places; until both are there, those of the spec before stay on the screen. */
export function usePlacedView(wanted: ViewSpec, isReading: boolean): PlacedView {
  const key = viewKey(wanted);
  // The key is the canonical text of the spec: an equal key is an equal spec.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const spec = useMemo(() => wanted, [key]);
  const store = useViewStore(key);
  const view = useView(store);
  const scope = scopeOf(spec);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each scope has places of its own
  const keeper = useMemo(() => new PlacementKeeper({ make: (job) => pageEngine().make(job) }), [scope]);
  useEffect(() => void pageEngine(), []);
  useEffect(() => {
    if (view !== null) keeper.offer(view, spec, isReading);
  }, [keeper, view, spec, isReading]);
  const placement = useSyncExternalStore(keeper.subscribe, keeper.placement, () => null);
  const before = useRef<PlacedView | null>(null);
  const now = useMemo<PlacedView>(
    () => ({ store, view, spec, scope, placement, rearrange: () => keeper.rearrange() }),
    [store, view, spec, scope, placement, keeper],
  );
  const isReady = view !== null && placement !== null;
  useEffect(() => {
    if (isReady) before.current = now;
  }, [now, isReady]);
  return isReady || before.current === null ? now : before.current;
}

/** Everything of a spec but the boxes opened in it, and what is found or hidden: who stays, stays in its place. */
function scopeOf({ cluster, namespace, at, depth, by }: ViewSpec): string {
  const scope = `${cluster ?? ''}/${namespace ?? ''}${by === undefined ? '' : ` by ${by}`}`;
  return at === undefined ? scope : `${scope} at ${at} ${depth ?? ''}`;
}
