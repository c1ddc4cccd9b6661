'use client';

import { Crosshair, X } from 'lucide-react';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { DEPTH_CHOICES, type MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import type { ViewSummary } from '@/lib/view/view';

/** What the map is about where that is one object; else the way to make it about the selected one. */
export function FocusControl({
  params,
  update,
  about,
}: {
  readonly params: MapParams;
  readonly update: UpdateMap;
  readonly about: ViewSummary['about'];
}) {
  const { at, depth, selected } = params;
  if (at !== null) {
    const name = about?.name ?? 'an object that is gone';
    return (
      <div className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-text bg-surface pl-3 text-sm">
        {about !== undefined && <KindIcon kind={about.kind} size={14} />}
        <span className="sr-only">{`The map is about ${about === undefined ? '' : kindTitle(about.kind)}`}</span>
        <span className="max-w-48 truncate font-medium" title={name}>
          {name}
        </span>
        {about?.hasDepth === true && <Depth depth={depth} onDepth={(next) => update({ depth: next })} />}
        <Button
          look="icon"
          aria-label="Show everything again"
          className="h-7"
          onClick={() => update({ at: null, open: [] }, 'push')}
        >
          <X size={14} aria-hidden />
        </Button>
      </div>
    );
  }
  if (selected === null || selected.includes('|')) return null;
  return (
    <Button
      title="Show only what is on, in or around the selected object"
      onClick={() => update({ at: selected, namespace: null, open: [] }, 'push')}
    >
      <Crosshair size={14} aria-hidden className="text-muted" />
      Focus
    </Button>
  );
}

function Depth({ depth, onDepth }: { readonly depth: number; readonly onDepth: (depth: number) => void }) {
  return (
    <fieldset className="flex items-center gap-0.5 text-xs">
      <legend className="sr-only">Steps around it</legend>
      {DEPTH_CHOICES.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === depth}
          aria-label={choice === 1 ? '1 step' : `${choice} steps`}
          onClick={() => onDepth(choice)}
          className={cn(
            'size-6 rounded tabular-nums',
            choice === depth ? 'bg-raised font-medium' : 'text-muted hover:bg-raised',
          )}
        >
          {choice}
        </button>
      ))}
    </fieldset>
  );
}
