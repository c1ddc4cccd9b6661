'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { Placement } from './elements';
import type { FlowInstance } from './flow';
import type { Rect } from './geometry';
import { FIT_INSET, reducedMotion, shiftInto } from './use-viewport';

interface Opened {
  readonly view: LiveView | null;
  readonly placement: Placement | null;
  /** Choices of boxes as the address holds them. */
  readonly open: readonly string[];
}

/** An opened box that has not come by then is not waited for any more: nobody expects the map to move so late. */
const PATIENCE_MS = 5_000;

/**
 * Brings a box that somebody just opened into sight once it has its new size: it grows to the right and downwards, perhaps
 * beyond the rim. Boxes that were open when the map was opened stay where they are.
 */
export function useRevealOpened(
  { view, placement, open }: Opened,
  flow: RefObject<FlowInstance | null>,
  stage: RefObject<HTMLDivElement | null>,
): void {
  const known = useRef(open);
  const waiting = useRef<{ readonly box: string; readonly before: Rect | undefined; readonly until: number } | null>(
    null,
  );
  const latest = useRef(placement);
  useEffect(() => {
    const box = open.find((choice) => choice.startsWith('+') && !known.current.includes(choice))?.slice(1);
    known.current = open;
    if (box === undefined) return;
    waiting.current = { box, before: latest.current?.regions.get(box), until: performance.now() + PATIENCE_MS };
  }, [open]);
  useEffect(() => {
    latest.current = placement;
    if (waiting.current === null) return;
    const { box, before, until } = waiting.current;
    if (performance.now() > until) waiting.current = null;
    const rect = placement?.regions.get(box);
    const grown = rect !== undefined && (rect.width !== before?.width || rect.height !== before.height);
    const [instance, element] = [flow.current, stage.current];
    if (waiting.current === null || !grown || view?.regions.get(box)?.folded !== false) return;
    waiting.current = null;
    if (instance === null || element === null) return;
    const { x, y, zoom } = instance.getViewport();
    const shift = shiftOf(rect, { x, y, zoom }, { width: element.clientWidth, height: element.clientHeight });
    if (shift === null) return;
    void instance.setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: reducedMotion() ? 0 : 160 });
  }, [view, placement, flow, stage]);
}

const MARGINS = 48;

/** What is larger than the screen is shown from its top left, where its name is. */
function shiftOf(
  rect: Rect,
  { x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number },
  screen: { readonly width: number; readonly height: number },
) {
  const free = { width: screen.width, height: screen.height - FIT_INSET.top - FIT_INSET.bottom + MARGINS };
  const width = Math.min(rect.width, (free.width - MARGINS) / zoom);
  const height = Math.min(rect.height, (free.height - MARGINS) / zoom);
  return shiftInto({ ...rect, width, height }, { x, y: y - FIT_INSET.top + MARGINS / 2, zoom }, free);
}
