import { type MouseEvent, type PointerEvent, useCallback, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { Placement } from './elements';
import type { FlowInstance } from './flow';
import type { Point, Rect } from './geometry';
import { useMap } from './map-context';
import { isTile, type TileRegion } from './tile-words';

/** The tile at a place of the chart. */
export function tileAt({ x, y }: Point, tiles: ReadonlyMap<string, Rect>): string | null {
  for (const [id, rect] of tiles) {
    if (x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height) return id;
  }
  return null;
}

/** The tile under the pointer; null while it is over something else, or drags the chart. */
export function useHoveredTile(instance: FlowInstance | null, placement: Placement) {
  const [hovered, setHovered] = useState<string | null>(null);
  const onPointerMove = useCallback(
    ({ target, clientX, clientY, buttons }: PointerEvent) => {
      if (instance === null || placement.tiles.size === 0) return;
      const isOver = target instanceof Element && target.closest('.react-flow__pane, [data-tile]') !== null;
      const at = instance.screenToFlowPosition({ x: clientX, y: clientY });
      setHovered(isOver && buttons === 0 ? tileAt(at, placement.tiles) : null);
    },
    [instance, placement],
  );
  const onPointerLeave = useCallback(() => setHovered(null), []);
  return { hovered, onPointerMove, onPointerLeave };
}

/**
 * Presses on the canvas behind the cards. A tile has its button only once the pointer has rested on it: a finger, or a pointer
 * that has just come, presses what is painted.
 */
export function useTilePresses(
  instance: FlowInstance | null,
  placement: Placement,
  view: LiveView,
  onClear: () => void,
) {
  const { cursor, selectRegion, drillRegion } = useMap();
  const pressed = (event: MouseEvent): TileRegion | null => {
    if (instance === null) return null;
    const id = tileAt(instance.screenToFlowPosition({ x: event.clientX, y: event.clientY }), placement.tiles);
    const region = id === null ? undefined : view.regions.get(id);
    return region !== undefined && isTile(region) ? region : null;
  };
  const onPaneClick = (event: MouseEvent): void => {
    const region = pressed(event);
    if (region === null) {
      onClear();
      return;
    }
    cursor.moveTo(region.id);
    selectRegion(region);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    // A tile's own button has heard it itself.
    if (!(event.target instanceof Element) || event.target.closest('button') !== null) return;
    const region = pressed(event);
    if (region !== null) drillRegion(region);
  };
  return { onPaneClick, onDoubleClick };
}
