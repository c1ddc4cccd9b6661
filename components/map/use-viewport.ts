'use client';

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Viewport } from '@xyflow/react';
import { type FlowInstance, MIN_ZOOM } from './flow';
import { type Placement, placeOf } from './elements';
import type { Rect } from './geometry';

/** Below this zoom names cannot be read, so a first look does not go there; the button `Fit` does. */
const LEAST_FIRST_ZOOM = 0.55;
/** Kept free at the rims, where toolbar, legend and zoom controls float. */
export const FIT_INSET = { top: 64, right: 32, bottom: 64, left: 32 } as const;
const MOST_INDENT = { x: 240, y: 80 } as const;
const REVEAL_AFTER_MS = 320;

interface Sized {
  readonly width: number;
  readonly height: number;
}

/** The viewport that shows the whole chart inside the insets, at most at 100 %. */
export function fitViewport(size: Sized, box: Sized, leastZoom: number): { x: number; y: number; zoom: number } {
  const free = {
    width: box.width - FIT_INSET.left - FIT_INSET.right,
    height: box.height - FIT_INSET.top - FIT_INSET.bottom,
  };
  const whole = Math.min(free.width / Math.max(1, size.width), free.height / Math.max(1, size.height));
  const zoom = Math.max(leastZoom, Math.min(1, whole));
  // What does not fit starts at its top left, where the path starts. What fits is centred, but a small chart keeps most of
  // the room at its right and below, where it grows.
  const x = FIT_INSET.left + Math.max(0, Math.min(MOST_INDENT.x, (free.width - size.width * zoom) / 2));
  const y = FIT_INSET.top + Math.max(0, Math.min(MOST_INDENT.y, (free.height - size.height * zoom) / 2));
  return { x, y, zoom };
}

/** Of thousands of boxes the first look shows them all: tiles say what matters at any zoom. */
const leastFirstZoom = ({ tiles }: Placement): number => (tiles.size > 0 ? MIN_ZOOM : LEAST_FIRST_ZOOM);

/**
 * Fits once per scope, and again when the window changes its size before anybody has moved the viewport. When something above
 * the canvas comes or goes, such as a banner, the canvas starts lower or higher, and the viewport gives way by as much: the
 * chart stays where it is on the screen. True once the first layout of the scope is on screen.
 */
export function useKeptView(
  instance: FlowInstance | null,
  placement: Placement & { readonly size: Sized },
  scope: string,
  box: RefObject<HTMLDivElement | null>,
): boolean {
  const [fitted, setFitted] = useState<string | null>(null);
  const untouched = useRef<Viewport | null>(null);
  const empty = placement.cards.size === 0 && placement.tiles.size === 0;
  const fitAll = useEffectEvent((element: HTMLDivElement, flow: FlowInstance): void => {
    const { clientWidth: width, clientHeight: height } = element;
    void flow.setViewport(fitViewport(placement.size, { width, height }, leastFirstZoom(placement)));
    untouched.current = flow.getViewport();
  });
  useEffect(() => {
    if (instance === null || box.current === null || empty || fitted === scope) return;
    fitAll(box.current, instance);
    setFitted(scope);
  }, [instance, scope, fitted, empty, box]);
  useEffect(() => {
    const element = box.current;
    if (instance === null || element === null) return;
    let top = element.getBoundingClientRect().top;
    // What fills the window; it is laid out anew some frames after the window's own event.
    const frame = element.closest('[data-frame]') ?? document.body;
    let whole = sizeOf(frame);
    const observer = new ResizeObserver(() => {
      const moved = element.getBoundingClientRect().top - top;
      const now = sizeOf(frame);
      const resized = now.width !== whole.width || now.height !== whole.height;
      top += moved;
      whole = now;
      const viewport = instance.getViewport();
      const isUntouched = untouched.current !== null && isSame(untouched.current, viewport);
      if (resized && isUntouched) return fitAll(element, instance);
      if (moved === 0) return;
      void instance.setViewport({ ...viewport, y: viewport.y - moved });
      if (isUntouched) untouched.current = instance.getViewport();
    });
    observer.observe(element);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [instance, box]);
  return fitted === scope;
}

const sizeOf = ({ clientWidth, clientHeight }: Element): Sized => ({ width: clientWidth, height: clientHeight });

const isSame = (one: Viewport, other: Viewport): boolean =>
  one.x === other.x && one.y === other.y && one.zoom === other.zoom;

/**
 * Brings a newly selected card into sight when the panel or the window's rim hides it, with its whole path where that
 * fits. Only a selection moves the viewport.
 */
export function useReveal(
  instance: FlowInstance | null,
  placement: Placement,
  selected: readonly string[],
  raised: ReadonlySet<string>,
  box: RefObject<HTMLDivElement | null>,
): void {
  const latest = useRef({ placement, raised });
  useEffect(() => {
    latest.current = { placement, raised };
  }, [placement, raised]);
  const first = selected[0];
  useEffect(() => {
    if (instance === null || first === undefined) return;
    // After the panel has opened, and late enough not to move a card from under a double click.
    const timer = setTimeout(() => {
      const { cards } = latest.current.placement;
      const card = placeOf(latest.current.placement, first);
      if (card === undefined || box.current === null) return;
      const size = { width: box.current.clientWidth, height: box.current.clientHeight };
      const path = boundsOf([...latest.current.raised].flatMap((id) => cards.get(id) ?? []));
      const { zoom: scale } = instance.getViewport();
      const fits = path !== null && path.width * scale < size.width - 48 && path.height * scale < size.height - 48;
      const shift = shiftInto(fits ? path : card, instance.getViewport(), size);
      if (shift === null) return;
      const { x, y, zoom } = instance.getViewport();
      void instance.setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration: reducedMotion() ? 0 : 160 });
    }, REVEAL_AFTER_MS);
    return () => clearTimeout(timer);
  }, [instance, first, box]);
}

/** Follows the keyboard: a card that gets the focus out of sight is brought into it. */
export function useFollowFocus(
  instance: FlowInstance | null,
  placement: Placement,
  box: RefObject<HTMLDivElement | null>,
): void {
  useEffect(() => {
    const element = box.current;
    if (instance === null || element === null) return;
    const onFocus = ({ target }: FocusEvent) => {
      const id = target instanceof Element && target.matches(':focus-visible') ? keyOf(target) : null;
      const rect = placeOf(placement, id ?? '');
      // Browsers scroll what clips a focused element; the viewport alone decides what is in sight here.
      for (
        let at = target instanceof Element ? target.parentElement : null;
        at !== null && at !== element;
        at = at.parentElement
      ) {
        at.scrollTo(0, 0);
      }
      if (rect === undefined) return;
      const { x, y, zoom } = instance.getViewport();
      const shift = shiftInto(rect, { x, y, zoom }, { width: element.clientWidth, height: element.clientHeight });
      if (shift !== null) void instance.setViewport({ x: x + shift.x, y: y + shift.y, zoom });
    };
    element.addEventListener('focusin', onFocus);
    return () => element.removeEventListener('focusin', onFocus);
  }, [instance, placement, box]);
}

/** The card or tile that an element stands for. */
export function keyOf(element: Element): string | null {
  return element.getAttribute('data-card') ?? element.getAttribute('data-tile');
}

/** All that is drawn, tiles too, which are no elements of the chart. */
export function extentOf({ regions, annexes, cards, blocks }: Placement): Rect | null {
  const framed = [...annexes.values(), ...blocks.values()].map(({ rect }) => rect);
  return boundsOf([...regions.values(), ...cards.values(), ...framed]);
}

/** The smallest rectangle around all; null around none. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The smallest move that brings a rectangle into the box with a margin; null when it is in already. */
export function shiftInto(
  rect: Rect,
  viewport: { x: number; y: number; zoom: number },
  box: Sized,
): { x: number; y: number } | null {
  const margin = 24;
  const axis = (start: number, length: number, whole: number) => {
    if (start < margin) return margin - start;
    return start + length > whole - margin ? whole - margin - start - length : 0;
  };
  const x = axis(rect.x * viewport.zoom + viewport.x, rect.width * viewport.zoom, box.width);
  const y = axis(rect.y * viewport.zoom + viewport.y, rect.height * viewport.zoom, box.height);
  return x === 0 && y === 0 ? null : { x, y };
}

/** Whether the person asked for less motion. */
export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
