'use client';

import { X } from 'lucide-react';
import { TrafficFields } from '@/components/reach/flow-form';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { markWords } from './reach-cards';
import type { ReachState } from './use-reach-marks';

/** What the marks on the cards mean: by which traffic, in which direction, and what is not marked. */
export function ReachBar({
  params,
  update,
  reach: { about, marks, cards, isPending, error },
}: {
  readonly params: MapParams;
  readonly update: UpdateMap;
  readonly reach: ReachState;
}) {
  const { reach } = params;
  if (reach === null || about === null) return null;
  const words =
    error !== null
      ? `Not answered. ${error.message}`
      : isPending
        ? 'Asking…'
        : markWords(marks.values(), cards).join('; ');
  return (
    <section
      aria-label="Marks of reachability"
      // Above the legend, and above what is pinned.
      className={cn(
        'absolute left-4 z-10 flex max-w-[calc(100%-32px)] flex-wrap items-end gap-3 rounded-lg border border-line bg-surface p-2 pl-3 shadow-card',
        params.pins.length === 0 ? 'bottom-16' : 'bottom-32',
      )}
    >
      <div className="min-w-0">
        <p className="break-words font-medium">
          {reach.side === 'to' ? `Who may reach ${about.title}` : `What ${about.title} may reach`}
        </p>
        <p role="status" className="text-muted text-xs">
          {words}
        </p>
      </div>
      <TrafficFields params={reach} update={(change) => update({ reach: { ...reach, ...change } })} />
      <Button onClick={() => update({ reach: { ...reach, side: reach.side === 'to' ? 'from' : 'to' } })}>
        Other direction
      </Button>
      <Button look="icon" aria-label="Take off the marks" onClick={() => update({ reach: null })}>
        <X size={15} aria-hidden />
      </Button>
    </section>
  );
}
