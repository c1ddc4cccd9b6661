'use client';

import { useStore } from '@xyflow/react';
import { cn } from '@/components/ui/cn';
import type { LiveView } from '@/components/live/live-view';
import { StateWord } from '@/components/marks/state';
import { planeOfBox } from './card-words';
import type { Placement } from './elements';
import { foldedWords, isTile } from './tile-words';

const WIDTH = 280;
/** Below this much room the words stand above the tile. */
const HEIGHT = 120;
const OFF = 8;

/** What a tile is, in words, beside the one that somebody points at or has walked to. */
export function TileTip({
  id,
  view,
  placement,
}: {
  readonly id: string;
  readonly view: LiveView;
  readonly placement: Placement;
}) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const region = view.regions.get(id);
  const rect = placement.tiles.get(id);
  if (region === undefined || rect === undefined || !isTile(region)) return null;
  const [top, bottom] = [rect.y * zoom + y, (rect.y + rect.height) * zoom + y];
  const left = Math.max(OFF, Math.min(width - WIDTH - OFF, rect.x * zoom + x));
  const place = bottom + HEIGHT > height ? { bottom: height - top + OFF } : { top: bottom + OFF };
  const { found } = region.tile;
  return (
    <div
      aria-hidden
      style={{ left, maxWidth: WIDTH, ...place }}
      className="pointer-events-none absolute z-20 rounded-lg border border-line bg-surface px-3 py-2 text-xs shadow-float"
    >
      <p
        className={cn(
          'break-words font-semibold text-sm',
          planeOfBox(region) === 'nsx' ? 'text-nsx' : 'text-kubernetes',
        )}
      >
        {region.title}
      </p>
      {region.cluster !== null && <p className="text-muted">{`in ${region.cluster}`}</p>}
      <p>{region.summary}</p>
      <p className="text-muted">
        {foldedWords(region.tile)}
        {found !== undefined && `, ${found.toLocaleString('en')} found`}
      </p>
      {region.state !== 'healthy' && (
        <div className="mt-1">
          <StateWord state={region.state} />
          {region.reason !== null && <p className="text-muted">{region.reason}</p>}
        </div>
      )}
    </div>
  );
}
