import { CircleHelp, Clock, CopyX, type LucideIcon, OctagonX, TriangleAlert, Unlink } from 'lucide-react';
import type { NodeState } from '@/lib/model/graph';
import { cn } from '@/components/ui/cn';

interface StateLook {
  readonly word: string;
  readonly icon: LucideIcon | null;
  readonly text: string;
  /** Outline of a card in this state. */
  readonly outline: string;
}

/** How each state looks: glyph, word and outline, so that no state rests on hue alone. */
export const STATE_LOOKS: Readonly<Record<NodeState, StateLook>> = {
  healthy: { word: 'Healthy', icon: null, text: 'text-ok', outline: 'border-line' },
  pending: { word: 'Pending', icon: Clock, text: 'text-muted', outline: 'border-dotted border-[1.5px] border-muted' },
  warning: { word: 'Warning', icon: TriangleAlert, text: 'text-warning', outline: 'border-warning' },
  failed: { word: 'Failed', icon: OctagonX, text: 'text-failed', outline: 'border-failed' },
  unknown: { word: 'Unknown', icon: CircleHelp, text: 'text-muted', outline: 'border-strong' },
  orphan: {
    word: 'Orphan',
    icon: Unlink,
    text: 'text-warning',
    outline: 'border-dashed border-[1.5px] border-warning',
  },
  conflict: { word: 'Conflict', icon: CopyX, text: 'text-failed', outline: 'border-double border-[3px] border-failed' },
};

/** Worst first: the order of states in tables. */
export const STATE_ORDER: readonly NodeState[] = [
  'failed',
  'conflict',
  'warning',
  'orphan',
  'pending',
  'unknown',
  'healthy',
];

/** The glyph of a state; nothing for a healthy one. Named for readers unless its word stands beside it. */
export function StateGlyph({
  state,
  reason,
  size = 14,
  silent = false,
}: {
  readonly state: NodeState;
  readonly reason?: string | null;
  readonly size?: number;
  readonly silent?: boolean;
}) {
  const look = STATE_LOOKS[state];
  if (look.icon === null) return null;
  const Icon = look.icon;
  const words = reason === null || reason === undefined ? look.word : `${look.word}: ${reason}`;
  const filled = state === 'failed' ? 'fill-failed-tint' : '';
  if (silent) return <Icon size={size} aria-hidden className={cn('shrink-0', look.text, filled)} />;
  return (
    <span title={words} className={cn('inline-flex shrink-0', look.text)}>
      <Icon size={size} role="img" aria-label={words} className={filled} />
    </span>
  );
}

/** Glyph and word together. */
export function StateWord({
  state,
  reason,
  className,
}: {
  readonly state: NodeState;
  readonly reason?: string | null;
  readonly className?: string;
}) {
  const look = STATE_LOOKS[state];
  return (
    <span
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap align-middle', look.text, className)}
      title={reason ?? undefined}
    >
      {look.icon === null ? (
        <span className="mx-[3px] size-2 shrink-0 rounded-full bg-ok-dot" aria-hidden />
      ) : (
        <StateGlyph state={state} silent />
      )}
      {look.word}
    </span>
  );
}
