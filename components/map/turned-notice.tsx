'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { ViewStore } from '@/components/live/view-store';
import { Button } from '@/components/ui/button';
import { MapNotice } from './map-notice';
import type { PlacedView } from './use-placed-view';
import { turnedTo, turnedWords } from './turned';

/** Says that a live change arranged the whole map anew, until somebody has read it or looks at something else. */
export function TurnedNotice({
  shown: { store, view, spec },
  isReading,
}: {
  readonly shown: PlacedView;
  /** While sources are read for the first time all comes and goes. */
  readonly isReading: boolean;
}) {
  const last = useRef<{ readonly store: ViewStore; readonly view: LiveView } | null>(null);
  const [said, say] = useState<{ readonly store: ViewStore; readonly words: string } | null>(null);
  useEffect(() => {
    if (view === null) return;
    const before = last.current;
    last.current = { store, view };
    if (isReading || before?.store !== store) return;
    const turned = turnedTo(before.view, view);
    if (turned !== null) say({ store, words: turnedWords(turned, view, spec.by) });
  }, [store, view, spec, isReading]);
  const words = said?.store === store ? said.words : null;
  return (
    <div role="status" className="contents">
      {words !== null && (
        <MapNotice
          action={
            <Button look="icon" className="h-6 w-6 shrink-0" aria-label="Understood" onClick={() => say(null)}>
              <X size={13} aria-hidden />
            </Button>
          }
        >
          {words}
        </MapNotice>
      )}
    </div>
  );
}
