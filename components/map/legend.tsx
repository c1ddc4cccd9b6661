'use client';

import { ChevronLeft, Shapes } from 'lucide-react';
import { PLANE_WORDS, PlaneBar } from '@/components/marks/plane';
import { STATE_LOOKS, StateGlyph } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { useRemembered } from '@/components/ui/remembered';
import type { StalePlane } from './stale-planes';
import type { Plane } from '@/lib/model/ids';
import type { NodeState } from '@/lib/model/graph';
import { FILTER_STATES } from '@/components/url/map-params';

/** What bars and glyphs mean; of the states, those that are on the map now. */
export function Legend({
  present,
  stale,
  tiles,
}: {
  readonly present: ReadonlySet<NodeState>;
  readonly stale: readonly StalePlane[];
  /** Whether there are tiles, whose strength has a meaning. */
  readonly tiles: boolean;
}) {
  const states = FILTER_STATES.filter((state) => state !== 'healthy' && present.has(state));
  const [chosen, choose] = useRemembered('legend');
  const isOpen = chosen !== 'closed';
  return (
    <div
      data-tour="legend"
      className="absolute bottom-4 left-4 z-10 flex max-w-[calc(100%-332px)] items-start gap-1 rounded-lg border border-line bg-surface p-1 text-muted text-xs shadow-card"
    >
      <Button
        look="icon"
        aria-expanded={isOpen}
        aria-label="Legend"
        title={isOpen ? 'Fold the legend' : 'What bars and marks mean'}
        className="h-6 w-6"
        onClick={() => choose(isOpen ? 'closed' : 'open')}
      >
        {isOpen ? <ChevronLeft size={13} aria-hidden /> : <Shapes size={13} aria-hidden />}
      </Button>
      {isOpen && <Entries stale={stale} states={states} tiles={tiles} />}
    </div>
  );
}

function Entries({
  stale,
  states,
  tiles,
}: {
  readonly stale: readonly StalePlane[];
  readonly states: readonly NodeState[];
  readonly tiles: boolean;
}) {
  return (
    <dl aria-label="Legend" className="flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 pr-2">
      <Entry
        mark={<PlaneBar planes={['kubernetes']} className="h-3 rounded-sm" />}
        words={planeWords('kubernetes', stale)}
      />
      <Entry mark={<PlaneBar planes={['nsx']} className="h-3 rounded-sm" />} words={planeWords('nsx', stale)} />
      <Entry mark={<PlaneBar planes={['kubernetes', 'nsx']} className="h-3 rounded-sm" />} words="both, correlated" />
      {tiles && <Entry mark={<Strengths />} words="tiles, the more Pods the stronger" />}
      {states.map((state) => (
        <Entry
          key={state}
          mark={
            <span className={cn('flex h-4 w-5 items-center justify-center rounded border', STATE_LOOKS[state].outline)}>
              <StateGlyph state={state} size={10} silent />
            </span>
          }
          words={STATE_LOOKS[state].word.toLowerCase()}
        />
      ))}
    </dl>
  );
}

/** Tiles with few, more and many Pods. */
function Strengths() {
  return (
    <span className="flex gap-0.5">
      {[13, 32, 56].map((part) => (
        <span
          key={part}
          className="h-3 w-3 rounded-[2px]"
          style={{ background: `color-mix(in srgb, var(--kubernetes-bar) ${part}%, var(--surface))` }}
        />
      ))}
    </span>
  );
}

/** `NSX`; while none of it is being read, `NSX as of 2026-11-22 14:01:38`, or `NSX, never read`. */
function planeWords(plane: Plane, stale: readonly StalePlane[]): React.ReactNode {
  const old = stale.find((entry) => entry.plane === plane);
  if (old === undefined) return PLANE_WORDS[plane];
  if (old.since === null) return `${PLANE_WORDS[plane]}, never read`;
  return (
    <>
      {`${PLANE_WORDS[plane]} as of `}
      <AbsoluteTime at={old.since} />
    </>
  );
}

function Entry({ mark, words }: { readonly mark: React.ReactNode; readonly words: React.ReactNode }) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="flex">{mark}</dt>
      <dd>{words}</dd>
    </div>
  );
}
