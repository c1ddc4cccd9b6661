import { Ban, CircleCheck, CircleDashed, CircleHelp, CircleX, type LucideIcon, Split, Unplug } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { Check, NetworkPolicyIntent, ReachOutcome } from '@/lib/wire/firewall';

interface OutcomeLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly text: string;
  /** Tint behind it, where it fills a box. */
  readonly tint: string;
}

/** How each outcome looks: glyph and word, so that none rests on hue alone. */
export const OUTCOME_LOOKS: Readonly<Record<ReachOutcome, OutcomeLook>> = {
  allowed: { word: 'Allowed', icon: CircleCheck, text: 'text-ok', tint: 'border-ok/40 bg-surface' },
  dropped: { word: 'Dropped', icon: Ban, text: 'text-failed', tint: 'border-failed/40 bg-failed-tint' },
  rejected: { word: 'Rejected', icon: CircleX, text: 'text-failed', tint: 'border-failed/40 bg-failed-tint' },
  undecidable: {
    word: 'Undecidable',
    icon: CircleHelp,
    text: 'text-warning',
    tint: 'border-warning/40 bg-warning-tint',
  },
  'no-path': { word: 'No path', icon: Unplug, text: 'text-muted', tint: 'border-strong bg-surface' },
  mixed: { word: 'Mixed', icon: Split, text: 'text-warning', tint: 'border-warning/40 bg-warning-tint' },
};

const CHECK_LOOKS: Readonly<Record<Check['outcome'], Pick<OutcomeLook, 'word' | 'icon' | 'text'>>> = {
  allow: { ...OUTCOME_LOOKS.allowed, word: 'Allows' },
  drop: { ...OUTCOME_LOOKS.dropped, word: 'Drops' },
  reject: { ...OUTCOME_LOOKS.rejected, word: 'Rejects' },
  undecidable: OUTCOME_LOOKS.undecidable,
  unchecked: { word: 'Not checked', icon: CircleDashed, text: 'text-muted' },
};

/** The glyph of an outcome; its word stands beside it, or is said elsewhere. */
export function OutcomeGlyph({ outcome, size = 14 }: { readonly outcome: ReachOutcome; readonly size?: number }) {
  const { icon: Icon, text } = OUTCOME_LOOKS[outcome];
  return <Icon size={size} aria-hidden className={cn('shrink-0', text)} />;
}

/** Glyph and word of a verdict. */
export function OutcomeWord({ outcome }: { readonly outcome: ReachOutcome }) {
  return <Word look={OUTCOME_LOOKS[outcome]} />;
}

const INTENT_LOOKS: Readonly<Record<NetworkPolicyIntent['outcome'], Pick<OutcomeLook, 'word' | 'icon' | 'text'>>> = {
  ...OUTCOME_LOOKS,
  denied: { ...OUTCOME_LOOKS.dropped, word: 'Denied' },
};

/** Glyph and word of what NetworkPolicies say. */
export function IntentWord({ outcome }: { readonly outcome: NetworkPolicyIntent['outcome'] }) {
  return <Word look={INTENT_LOOKS[outcome]} />;
}

/** Glyph and word of one check on the way. */
export function CheckWord({ outcome }: { readonly outcome: Check['outcome'] }) {
  return <Word look={CHECK_LOOKS[outcome]} />;
}

function Word({ look: { icon: Icon, text, word } }: { readonly look: Pick<OutcomeLook, 'word' | 'icon' | 'text'> }) {
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium', text)}>
      <Icon size={14} aria-hidden className="shrink-0" />
      {word}
    </span>
  );
}
