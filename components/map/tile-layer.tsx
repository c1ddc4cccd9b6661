'use client';

import { useStoreApi, ViewportPortal } from '@xyflow/react';
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { Placement } from './elements';
import { useMap } from './map-context';
import { TileButton } from './tile-button';
import { inkOf } from './tile-ink';
import { drawTiles } from './tile-picture';
import { TileTip } from './tile-tip';
import { clusterTitle, headingsOf, isTile } from './tile-words';
import { useThemeName } from './use-theme-name';

interface TileLayerProps {
  readonly view: LiveView;
  readonly placement: Placement;
  readonly hovered: string | null;
  /** Another value is another look of planes. */
  readonly stale: string;
}

/**
 * Folded boxes that are too many for cards: one picture under the chart, and real buttons over those that somebody points at or
 * has walked to. Painted anew when the viewport, the boxes, the selection or the theme change, once a frame at most.
 */
export function TileLayer({ view, placement, hovered, stale }: TileLayerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { cursor } = useMap();
  const headings = useMemo(() => headingsOf(view.regions.values()), [view.regions]);
  usePicture(canvas, view, placement, { headings, stale });
  const at = useSyncExternalStore(cursor.subscribe, cursor.at, () => null);
  // Tab leads to some tile even before anybody walked to one.
  const first = useMemo(() => [...placement.tiles.keys()].find((id) => isTileIn(view, id)) ?? null, [placement, view]);
  const [focused, setFocused] = useState<string | null>(null);
  const walked = at !== null && isTileIn(view, at) ? at : first;
  const over = hovered !== null && isTileIn(view, hovered) ? hovered : null;
  const named = over ?? (focused !== null && isTileIn(view, focused) ? focused : null);
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${pictureWords(headings)}. The arrow keys walk over the tiles, the table lists them.`}
        className="-z-10 pointer-events-none absolute inset-0 size-full"
      />
      <ViewportPortal>
        {[...new Set([walked, over])].map(
          (id) =>
            id !== null && (
              <TileButton
                key={id}
                id={id}
                view={view}
                placement={placement}
                inTabOrder={id === walked}
                onFocus={setFocused}
              />
            ),
        )}
      </ViewportPortal>
      {named !== null && <TileTip id={named} view={view} placement={placement} />}
    </>
  );
}

/** `Tiles of folded boxes. fleet: 300 Namespaces · all healthy` */
function pictureWords(headings: ReadonlyMap<string, string>): string {
  const blocks = [...headings].map(([cluster, words]) => `${clusterTitle(cluster)}: ${words}`);
  return ['Tiles of folded boxes', ...blocks].join('. ');
}

function isTileIn(view: LiveView, id: string): boolean {
  const region = view.regions.get(id);
  return region !== undefined && isTile(region);
}

function usePicture(
  canvas: RefObject<HTMLCanvasElement | null>,
  { regions }: LiveView,
  placement: Placement,
  { headings, stale }: { readonly headings: ReadonlyMap<string, string>; readonly stale: string },
): void {
  const flow = useStoreApi();
  const theme = useThemeName();
  const { emphasis } = useMap();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours depend on the theme and on what is stale
  useEffect(() => {
    const element = canvas.current;
    const brush = element?.getContext('2d');
    if (element === null || brush === null || brush === undefined) return;
    const ink = inkOf(element);
    let asked = 0;
    let drawn = '';
    const draw = () => {
      asked = 0;
      const { transform, width, height } = flow.getState();
      const selected = emphasis.selectedRegion();
      const now = `${transform} ${width} ${height} ${devicePixelRatio} ${selected}`;
      if (now === drawn) return;
      drawn = now;
      sizeTo(element, brush, width, height);
      const [x, y, zoom] = transform;
      const viewport = { x, y, zoom };
      drawTiles(brush, { regions, placement, viewport, size: { width, height }, selected, headings, ink });
    };
    const ask = () => {
      if (asked === 0) asked = requestAnimationFrame(draw);
    };
    draw();
    const leave = [flow.subscribe(ask), emphasis.subscribe(ask)];
    return () => {
      cancelAnimationFrame(asked);
      for (const each of leave) each();
    };
  }, [canvas, flow, emphasis, regions, headings, placement, theme, stale]);
}

/** As many pixels as the screen has. */
function sizeTo(canvas: HTMLCanvasElement, brush: CanvasRenderingContext2D, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  brush.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
}
