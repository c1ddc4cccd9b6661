'use client';

import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { MAX_ZOOM, MIN_ZOOM } from './flow';
import type { Point, Rect } from './geometry';
import { reducedMotion } from './use-viewport';

/** Less than this is a click with a shaking hand. */
const LEAST = 12;

/** Dragging with Shift or Ctrl draws a box, and what is in it then fills the screen. Nothing is selected or moved by it. */
export function ZoomBox() {
  const flow = useReactFlow();
  const api = useStoreApi();
  const [box, setBox] = useState<Rect | null>(null);
  useEffect(() => {
    const pane = api.getState().domNode;
    if (pane === null) return;
    let from: Point | null = null;
    const at = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });
    const end = () => {
      from = null;
      setBox(null);
    };
    const onDown = (event: PointerEvent) => {
      const onTools =
        event.target instanceof Element && event.target.closest('.react-flow__viewport, .react-flow__pane') === null;
      if (event.button !== 0 || !(event.shiftKey || event.ctrlKey) || onTools) return;
      event.preventDefault();
      from = at(event);
    };
    const onMove = (event: PointerEvent) => {
      if (from !== null) setBox(boxOf(from, at(event)));
    };
    const onUp = (event: PointerEvent) => {
      if (from === null) return;
      const drawn = boxOf(from, at(event));
      end();
      if (drawn.width < LEAST && drawn.height < LEAST) return;
      // The click that ends the drag would clear the selection.
      const swallow = (click: MouseEvent) => click.stopPropagation();
      addEventListener('click', swallow, true);
      setTimeout(() => removeEventListener('click', swallow, true));
      const { left, top, width, height } = pane.getBoundingClientRect();
      const onPane = { ...drawn, x: drawn.x - left, y: drawn.y - top };
      const to = viewportOn(onPane, flow.getViewport(), { width, height });
      void flow.setViewport(to, { duration: reducedMotion() ? 0 : 160 });
    };
    // React Flow's own pan begins with the mouse, after the pointer.
    const onMouse = (event: MouseEvent) => {
      if (from === null) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && end();
    pane.addEventListener('pointerdown', onDown, true);
    pane.addEventListener('mousedown', onMouse, true);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    addEventListener('pointercancel', end);
    addEventListener('keydown', onKey);
    return () => {
      pane.removeEventListener('pointerdown', onDown, true);
      pane.removeEventListener('mousedown', onMouse, true);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', onKey);
    };
  }, [api, flow]);
  if (box === null) return null;
  const { x, y, width, height } = box;
  return (
    <div
      data-zoom-box
      className="pointer-events-none fixed z-20 rounded border border-text bg-text/5"
      style={{ left: x, top: y, width, height }}
    />
  );
}

function boxOf(a: Point, b: Point): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** The viewport in which what is in a box of the screen fills the screen, as far as zoom goes. */
export function viewportOn(
  box: Rect,
  now: { readonly x: number; readonly y: number; readonly zoom: number },
  screen: { readonly width: number; readonly height: number },
): { x: number; y: number; zoom: number } {
  const wanted = now.zoom * Math.min(screen.width / Math.max(1, box.width), screen.height / Math.max(1, box.height));
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, wanted));
  const middle = { x: (box.x + box.width / 2 - now.x) / now.zoom, y: (box.y + box.height / 2 - now.y) / now.zoom };
  return { x: screen.width / 2 - middle.x * zoom, y: screen.height / 2 - middle.y * zoom, zoom };
}
