'use client';

import { CircleCheck, CircleDashed, Clock, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import { SOURCE_LOOKS } from '@/components/frame/source-words';
import { cn } from '@/components/ui/cn';
import { useNow } from '@/components/ui/relative-time';
import type { SourceState } from '@/lib/model/source-status';

const GLYPHS: Readonly<Record<SourceState, LucideIcon>> = {
  live: CircleCheck,
  partial: TriangleAlert,
  stale: Clock,
  failed: OctagonX,
  starting: CircleDashed,
};

/** The state of a source: glyph and word. */
export function SourceStateWord({ state }: { readonly state: SourceState }) {
  const { word, text } = SOURCE_LOOKS[state];
  const Glyph = GLYPHS[state];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', text)}>
      <Glyph size={15} aria-hidden className="shrink-0" />
      {word}
    </span>
  );
}

/** When a source is tried again; nothing while no try is due. */
export function NextTry({ at }: { readonly at: number | null }) {
  const now = useNow();
  if (at === null || now === 0) return null;
  const left = Math.ceil((at - now) / 1_000);
  return <span>{left > 0 ? `, next try in ${left} s` : ', trying now'}</span>;
}
