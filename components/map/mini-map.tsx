'use client';

import { useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ViewStore } from '@/components/live/view-store';
import type { NodeState } from '@/lib/model/graph';
import type { Rect } from './geometry';
import type { SizedPlacement } from './placement';
import { type MiniMapChoice, useIsMiniMapShown } from './use-mini-map';
import { useThemeName } from './use-theme-name';

const WIDTH = 200;
const HEIGHT = 132;
const PADDING = 8;

/** Ill cards stand out; the words are on the map itself. */
const INK: Readonly<Record<NodeState, string>> = {
  healthy: '--strong',
  pending: '--muted',
  unknown: '--muted',
  warning: '--warning',
  orphan: '--warning',
  failed: '--failed',
  conflict: '--failed',
};

interface MiniMapProps {
  readonly choice: MiniMapChoice;
  readonly store: ViewStore;
  readonly placement: SizedPlacement;
}

/** How the chart is shrunk to fit: where its origin is, and how large a unit. */
export function shrink({ width, height }: SizedPlacement['size']): { x: number; y: number; scale: number } {
  const scale = Math.min(
    (WIDTH - 2 * PADDING) / Math.max(1, width),
    (HEIGHT - 2 * PADDING) / Math.max(1, height),
    0.12,
  );
  return { x: (WIDTH - width * scale) / 2, y: (HEIGHT - height * scale) / 2, scale };
}

/**
 * The whole chart in a corner, with what is in sight framed; a click or drag goes there. One picture and not an element per
 * card, so that it costs the same however much is on the map.
 */
export const MiniMap = memo(function MiniMap({ choice, ...painted }: MiniMapProps) {
  return useIsMiniMapShown(choice, painted.placement.size) ? <Painted {...painted} /> : null;
});

function Painted({ store, placement }: Omit<MiniMapProps, 'choice'>) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useReactFlow();
  const theme = useThemeName();
  // Drawn anew when other cards are ill, not whenever any card says something else.
  const ill = useSyncExternalStore(
    store.subscribe,
    () => illCards(store),
    () => '',
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours depend on what is ill and on the theme
  useEffect(() => {
    if (canvas.current !== null) draw(canvas.current, placement, store);
  }, [placement, store, ill, theme]);
  const goTo = (event: PointerEvent<HTMLDivElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { x, y, scale } = shrink(placement.size);
    const at = { x: (event.clientX - left - x) / scale, y: (event.clientY - top - y) / scale };
    void flow.setCenter(at.x, at.y, { zoom: flow.getZoom() });
  };
  return (
    <div
      role="img"
      aria-label="The whole map, small; what is in sight is framed"
      className="nopan nowheel absolute right-4 bottom-16 z-10 cursor-pointer touch-none overflow-hidden rounded-lg border border-line bg-surface shadow-card max-lg:hidden"
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && goTo(event)}
    >
      <canvas ref={canvas} aria-hidden style={{ width: WIDTH, height: HEIGHT }} />
      <InSight size={placement.size} />
    </div>
  );
}

/** The frame around what the viewport shows. */
function InSight({ size }: Pick<SizedPlacement, 'size'>) {
  const [left, top, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const { x, y, scale } = shrink(size);
  const place = {
    transform: `translate(${x - (left / zoom) * scale}px, ${y - (top / zoom) * scale}px)`,
    width: (width / zoom) * scale,
    height: (height / zoom) * scale,
  };
  return <div className="absolute top-0 left-0 rounded-sm border-2 border-muted bg-muted/10" style={place} />;
}

function draw(canvas: HTMLCanvasElement, placement: SizedPlacement, store: ViewStore): void {
  const dense = devicePixelRatio;
  canvas.width = WIDTH * dense;
  canvas.height = HEIGHT * dense;
  const brush = canvas.getContext('2d');
  if (brush === null) return;
  const style = getComputedStyle(canvas);
  const { x, y, scale } = shrink(placement.size);
  brush.setTransform(dense * scale, 0, 0, dense * scale, dense * x, dense * y);
  const fill = (rect: Rect, ink: string) => {
    brush.fillStyle = style.getPropertyValue(ink);
    brush.fillRect(rect.x, rect.y, rect.width, rect.height);
  };
  for (const rect of placement.regions.values()) fill(rect, '--region');
  for (const { rect } of placement.annexes.values()) fill(rect, '--region');
  const regions = store.view()?.regions;
  for (const [id, rect] of placement.tiles) if (regions?.get(id)?.state === 'healthy') fill(rect, INK.healthy);
  // What is not healthy comes last and a little larger: among thousands it is a dot.
  for (const [id, { x: left, y: top, width, height }] of placement.tiles) {
    const { tile, state } = regions?.get(id) ?? {};
    if (tile === undefined || state === undefined || state === 'healthy') continue;
    const by = Math.max(0, 1.5 / scale - height / 2);
    fill({ x: left - by, y: top - by, width: width + 2 * by, height: height + 2 * by }, INK[state]);
  }
  for (const [id, rect] of placement.cards) fill(rect, INK[store.card(id)?.state ?? 'healthy']);
}

/** What is not healthy, with its state, as one text to compare. */
function illCards(store: ViewStore): string {
  const words: string[] = [];
  const view = store.view();
  for (const drawn of view === null ? [] : [view.cards, view.regions])
    for (const { id, state } of drawn.values()) if (state !== 'healthy') words.push(`${id} ${state}`);
  return words.join('\n');
}
