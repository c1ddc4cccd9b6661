'use client';

import type { NodeProps } from '@xyflow/react';
import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { memo, useSyncExternalStore } from 'react';
import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { Plane } from '@/lib/model/ids';
import type { Region } from '@/lib/view/view';
import type { RegionFlowNode } from './elements';
import { boxName, boxTitle, planeOfBox } from './card-words';
import { useMap } from './map-context';

/** A tinted box around what belongs together, with its name on a tab. The tab is a button; the box lets clicks through. */
export const RegionNode = memo(function RegionNode({ data }: NodeProps<RegionFlowNode>) {
  const { store, emphasis, selectRegion, drillRegion, foldRegion } = useMap();
  const selected = useSyncExternalStore(
    emphasis.subscribe,
    () => emphasis.region(data.id),
    () => false,
  );
  const read = () => store.view()?.regions.get(data.id);
  const region = useSyncExternalStore(store.subscribe, read, () => undefined);
  if (region === undefined) return null;
  if (data.isAnnex) return <Annex region={region} />;
  const words = STATE_LOOKS[region.state].word.toLowerCase();
  const state = region.state === 'healthy' ? '' : `, ${words}${region.reason === null ? '' : `: ${region.reason}`}`;
  const Fold = region.folded ? ChevronsUpDown : ChevronsDownUp;
  return (
    <div
      className={cn(
        'size-full rounded-xl border bg-region',
        region.state === 'healthy' ? 'border-region-line' : STATE_LOOKS[region.state].outline,
        selected && 'border-text outline outline-1 outline-text',
      )}
    >
      <div className="-top-3 absolute right-3 left-3 flex h-6">
        <div className="pointer-events-auto flex min-w-0 items-center rounded-md bg-canvas">
          <button
            type="button"
            data-region={region.id}
            aria-pressed={selected}
            aria-label={`${boxTitle(region)}, ${region.summary}${state}`}
            onClick={() => selectRegion(region)}
            onDoubleClick={() => drillRegion(region)}
            className="flex h-6 min-w-0 items-center gap-2 rounded-md px-2 hover:bg-raised"
          >
            <MiddleCut
              text={region.title}
              className={cn('max-w-[70%] shrink-0 font-semibold text-sm', PLANE_INK[planeOfBox(region)])}
            />
            <span className="truncate text-muted text-xs">{region.summary}</span>
            <StateGlyph state={region.state} reason={region.reason} />
          </button>
          <button
            type="button"
            aria-label={`${region.folded ? 'Open' : 'Fold'} ${boxName(region)}`}
            title={region.folded ? 'Open' : 'Fold'}
            onClick={() => foldRegion(region)}
            className="flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-text"
          >
            <Fold size={13} aria-hidden />
          </button>
        </div>
      </div>
    </div>
  );
});

const PLANE_INK: Readonly<Record<Plane, string>> = { kubernetes: 'text-kubernetes', nsx: 'text-nsx' };

/** A frame for what a box has no room for where it stands; `r` arranges the map anew and takes it back. */
function Annex({ region }: { readonly region: Region }) {
  return (
    <div className="size-full rounded-xl border border-region-line border-dashed bg-region">
      <div className="-top-2.5 absolute right-3 left-3 flex h-5">
        <span className="truncate rounded-md bg-canvas px-2 text-muted text-xs">
          <span className={cn('font-semibold', PLANE_INK[planeOfBox(region)])}>{region.title}</span>, continued
        </span>
      </div>
    </div>
  );
}
