'use client';

import { Signpost } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { PLANE_WORDS, PlaneBar } from '@/components/marks/plane';
import { STATE_LOOKS, STATE_ORDER, StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import type { NodeState } from '@/lib/model/graph';
import { SHORTCUTS } from './shortcuts';

/** What the marks mean, and all keys and gestures. */
export function HelpDialog({
  open,
  onOpenChange,
  onTour,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Leads past what the screen has, once the dialog is gone. */
  readonly onTour: () => void;
}) {
  const wanted = useRef(false);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Help"
      description="What the marks on the map mean, and every key and gesture that does something"
      onClosed={() => {
        if (wanted.current) onTour();
        wanted.current = false;
      }}
    >
      <div className="flex items-center justify-between gap-4 border-line border-b px-4 py-3">
        <p className="text-muted">New here? See what this screen has, stop by stop.</p>
        <Button
          onClick={() => {
            wanted.current = true;
            onOpenChange(false);
          }}
        >
          <Signpost size={14} aria-hidden className="text-muted" />
          Show me around
        </Button>
      </div>
      <Marks />
      <div className="gap-6 p-4 sm:columns-2">
        {SHORTCUTS.map((section) => (
          <section key={section.title} className="break-inside-avoid pb-4">
            <h3 className="pb-1 font-medium text-xs text-muted">{section.title}</h3>
            <dl>
              {section.keys.map(([key, words]) => (
                <div key={key} className="flex gap-3 py-1">
                  <dt className="w-24 shrink-0 font-mono text-xs leading-5">{key}</dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** What each state says of an object. */
const MEANINGS: Readonly<Record<NodeState, string>> = {
  failed: 'does not work, by its own source',
  conflict: 'two things claim to be the same',
  warning: 'works, but something reports trouble',
  orphan: 'left over: what it was made for is gone',
  pending: 'not ready, or its other half is not there yet',
  unknown: 'its source does not say',
  healthy: 'nothing to say',
};

function Marks() {
  return (
    <section aria-label="Marks on the map" className="border-line border-b p-4">
      <h3 className="pb-2 font-medium text-muted text-xs">Marks on the map</h3>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        <Mark mark={<PlaneBar planes={['kubernetes']} className="h-5 rounded-sm" />} word={PLANE_WORDS.kubernetes}>
          known to Kubernetes alone
        </Mark>
        <Mark mark={<PlaneBar planes={['nsx']} className="h-5 rounded-sm" />} word={PLANE_WORDS.nsx}>
          known to NSX alone
        </Mark>
        <Mark mark={<PlaneBar planes={['kubernetes', 'nsx']} className="h-5 rounded-sm" />} word="Both">
          one thing in both planes, correlated
        </Mark>
        {STATE_ORDER.map((state) => (
          <Mark
            key={state}
            word={STATE_LOOKS[state].word}
            mark={
              <span
                className={cn('flex h-5 w-7 items-center justify-center rounded border', STATE_LOOKS[state].outline)}
              >
                <StateGlyph state={state} size={12} silent />
              </span>
            }
          >
            {MEANINGS[state]}
          </Mark>
        ))}
        <Mark mark={<span className="card-stack h-4 w-6 rounded border border-line bg-surface" />} word="Fold">
          many objects, with their count and worst state
        </Mark>
        <Mark
          mark={<span className="h-5 w-7 rounded border border-region-line border-dashed bg-region" />}
          word="Continued"
        >
          what a namespace has no room for in its place
        </Mark>
      </dl>
    </section>
  );
}

function Mark({
  mark,
  word,
  children,
}: {
  readonly mark: ReactNode;
  readonly word: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex items-start gap-3">
      <dt className="flex w-28 shrink-0 items-center gap-2">
        <span className="flex w-7 shrink-0 justify-center">{mark}</span>
        <span>{word}</span>
      </dt>
      <dd className="text-muted">{children}</dd>
    </div>
  );
}
