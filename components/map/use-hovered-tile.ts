import { type PointerEvent, useCallback, useState } from 'react';
import type { Placement } from './elements';
import type { FlowInstance } from './flow';
import type { Point, Rect } from './geometry';

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
