'use client';

import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';

const STORAGE_KEY = 'portolan.panel';
const USUAL = 390;
const LEAST = 320;
const MOST = 720;
const STEP = 24;

/** The frame of the panel at the right: resizable by its rim, an overlay on narrow windows. */
export function SidePanel({
  label,
  onClose,
  children,
}: {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { width, resize } = usePanelWidth();
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const rim = event.currentTarget;
    rim.setPointerCapture(event.pointerId);
    const move = (at: globalThis.PointerEvent) => resize(innerWidth - at.clientX);
    rim.addEventListener('pointermove', move);
    rim.addEventListener('lostpointercapture', () => rim.removeEventListener('pointermove', move), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') resize(width + STEP);
    else if (event.key === 'ArrowRight') resize(width - STEP);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <aside
      aria-label={label}
      style={{ width }}
      className="relative z-20 flex max-w-full shrink-0 flex-col border-line border-l bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:shadow-float"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is not a rule */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={width}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
        className="-left-1 absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none hover:bg-strong/40 focus-visible:bg-focus/40"
      />
      <Button
        look="icon"
        aria-label="Close the panel"
        title="Close (Esc)"
        onClick={onClose}
        className="absolute top-2.5 right-2.5 z-10"
      >
        <X size={16} aria-hidden />
      </Button>
      {children}
    </aside>
  );
}

function usePanelWidth() {
  const [width, setWidth] = useState(USUAL);
  useEffect(() => {
    const stored = Number(localStorage.getItem(STORAGE_KEY));
    if (stored >= LEAST && stored <= MOST) setWidth(stored);
  }, []);
  const resize = (wanted: number) => {
    const next = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
    setWidth(next);
    localStorage.setItem(STORAGE_KEY, String(next));
  };
  return { width, resize };
}
