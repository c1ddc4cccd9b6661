'use client';

import { useReactFlow, useStore, useViewport } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { isTyping } from '@/components/frame/shortcuts';
import { Button } from '@/components/ui/button';
import type { Placement } from './elements';
import { MIN_ZOOM } from './flow';
import { extentOf, fitViewport, reducedMotion } from './use-viewport';

/** Zoom out, 100 %, in and fit; the same on the keys −, 0, + and f. */
export function ZoomControls({ placement, children }: { readonly placement: Placement; readonly children: ReactNode }) {
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    const duration = () => (reducedMotion() ? 0 : 150);
    const keys: Readonly<Record<string, () => void>> = {
      '+': () => void flow.zoomIn({ duration: duration() }),
      '=': () => void flow.zoomIn({ duration: duration() }),
      '-': () => void flow.zoomOut({ duration: duration() }),
      '0': () => void flow.zoomTo(1, { duration: duration() }),
      f: () => showAll(),
    };
    const showAll = () => {
      const bounds = extentOf(placement);
      if (bounds === null) return;
      const { x, y, zoom: to } = fitViewport(bounds, { width, height }, MIN_ZOOM);
      void flow.setViewport({ x: x - bounds.x * to, y: y - bounds.y * to, zoom: to }, { duration: duration() });
    };
    const onKey = (event: KeyboardEvent) => {
      const act = isTyping(event) ? undefined : keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    const onFit = () => showAll();
    addEventListener('keydown', onKey);
    addEventListener('portolan:fit', onFit);
    return () => {
      removeEventListener('keydown', onKey);
      removeEventListener('portolan:fit', onFit);
    };
  }, [flow, width, height, placement]);
  return (
    <div className="absolute right-4 bottom-4 z-10 flex items-center gap-1 rounded-lg border border-line bg-surface p-0.5 shadow-card">
      {children}
      <Button look="icon" aria-label="Zoom out" onClick={() => void flow.zoomOut()}>
        <Minus size={15} aria-hidden />
      </Button>
      <Button
        look="quiet"
        className="w-14 justify-center"
        title="Zoom to 100 %"
        aria-label={`Zoom is ${Math.round(zoom * 100)} %, set to 100 %`}
        onClick={() => void flow.zoomTo(1)}
      >
        {`${Math.round(zoom * 100)} %`}
      </Button>
      <Button look="icon" aria-label="Zoom in" onClick={() => void flow.zoomIn()}>
        <Plus size={15} aria-hidden />
      </Button>
      <Button
        look="icon"
        aria-label="Fit the whole map"
        title="Fit (f)"
        onClick={() => dispatchEvent(new Event('portolan:fit'))}
      >
        <Maximize size={14} aria-hidden />
      </Button>
    </div>
  );
}
