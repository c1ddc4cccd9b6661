'use client';

import { useStore } from '@xyflow/react';
import type { LiveView } from '@/components/live/live-view';
import type { Placement } from './elements';
import { useMap } from './map-context';
import { isTile, tileName } from './tile-words';

interface TileButtonProps {
  readonly id: string;
  readonly view: LiveView;
  readonly placement: Placement;
  readonly inTabOrder: boolean;
  readonly onFocus: (id: string | null) => void;
}

/** The element of a painted tile, for pointers, keyboards and readers. */
export function TileButton({ id, view, placement, inTabOrder, onFocus }: TileButtonProps) {
  const { cursor, emphasis, selectRegion, drillRegion } = useMap();
  const zoom = useStore((state) => state.transform[2]);
  const region = view.regions.get(id);
  const rect = placement.tiles.get(id);
  if (region === undefined || rect === undefined || !isTile(region)) return null;
  return (
    <button
      type="button"
      data-region={id}
      data-tile={id}
      tabIndex={inTabOrder ? 0 : -1}
      aria-label={tileName(region)}
      aria-pressed={emphasis.region(id)}
      aria-keyshortcuts="Enter"
      onClick={() => {
        cursor.moveTo(id);
        selectRegion(region);
      }}
      onDoubleClick={() => drillRegion(region)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        drillRegion(region);
      }}
      onFocus={() => {
        cursor.moveTo(id);
        onFocus(id);
      }}
      onBlur={() => onFocus(null)}
      // Lines keep their width on the screen, however small the chart is.
      style={{
        left: rect.x,
        top: rect.y,
        width: rect.width,
        height: rect.height,
        borderRadius: 6 / zoom,
        outlineWidth: 2 / zoom,
        outlineOffset: 1 / zoom,
        boxShadow: `0 0 0 ${1.5 / zoom}px var(--strong)`,
      }}
      className="pointer-events-auto absolute cursor-pointer bg-transparent opacity-0 hover:opacity-100 focus-visible:opacity-100"
    />
  );
}
