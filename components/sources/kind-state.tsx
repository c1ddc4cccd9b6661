import { CircleCheck, CircleDashed, CircleOff, Clock, Lock, type LucideIcon, OctagonX } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { KindState } from '@/lib/model/source-status';

const LOOKS: Readonly<
  Record<
    KindState,
    { readonly word: string; readonly look: string; readonly Glyph: LucideIcon; readonly means: string }
  >
> = {
  failed: {
    word: 'Failed',
    look: 'text-failed',
    Glyph: OctagonX,
    means: 'Never read, because the source or the answer fails',
  },
  forbidden: {
    word: 'Forbidden',
    look: 'text-warning',
    Glyph: Lock,
    means: 'The account of Portolan may not read it',
  },
  stale: {
    word: 'Stale',
    look: 'text-warning',
    Glyph: Clock,
    means: 'Was read, is not read now: what is shown grows old',
  },
  listing: { word: 'Listing', look: 'text-muted', Glyph: CircleDashed, means: 'Being read for the first time' },
  live: { word: 'Live', look: 'text-ok', Glyph: CircleCheck, means: 'Read, and followed' },
  absent: { word: 'Not served', look: 'text-muted', Glyph: CircleOff, means: 'The source does not have this kind' },
};

/** The state of a kind: glyph and word. */
export function KindStateWord({ state }: { readonly state: KindState }) {
  const { word, look, Glyph, means } = LOOKS[state];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap align-middle', look)} title={means}>
      <Glyph size={13} aria-hidden className="shrink-0" />
      {word}
    </span>
  );
}
