import { Ban, CircleSlash2, CopyMinus, EyeOff, type LucideIcon, Shuffle, UserX } from 'lucide-react';
import { NodeLink } from '@/components/details/node-link';
import { cn } from '@/components/ui/cn';
import { Tooltip } from '@/components/ui/tooltip';
import type { MarkKind, RuleMark } from '@/lib/wire/rules';
import { MARK_WORDS } from './rule-words';

const LOOKS: Readonly<Record<MarkKind, { readonly icon: LucideIcon; readonly text: string }>> = {
  disabled: { icon: CircleSlash2, text: 'text-muted' },
  empty: { icon: UserX, text: 'text-warning' },
  shadowed: { icon: EyeOff, text: 'text-warning' },
  redundant: { icon: CopyMinus, text: 'text-warning' },
  unreachable: { icon: Ban, text: 'text-warning' },
  order: { icon: Shuffle, text: 'text-warning' },
};

/** A mark as glyph and word. */
export function MarkWord({ kind, className }: { readonly kind: MarkKind; readonly className?: string }) {
  const { icon: Icon, text } = LOOKS[kind];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', text, className)}>
      <Icon size={14} aria-hidden className="shrink-0" />
      {MARK_WORDS[kind]}
    </span>
  );
}

/** The marks of a rule in one line of a table; the proof on hover and focus. */
export function MarkCell({ marks }: { readonly marks: readonly RuleMark[] }) {
  const [first, ...others] = marks;
  if (first === undefined) return null;
  return (
    <Tooltip text={<MarkProof marks={marks} />}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its explanation must be reachable by keyboard */}
      <span tabIndex={0} className="inline-flex max-w-full items-center gap-1 rounded align-middle">
        <MarkWord kind={first.kind} />
        {others.length > 0 && <span className="text-muted text-xs">{`+${others.length}`}</span>}
      </span>
    </Tooltip>
  );
}

function MarkProof({ marks }: { readonly marks: readonly RuleMark[] }) {
  return (
    <>
      {marks.map((mark) => (
        <div key={mark.kind} className="py-0.5">
          <p>{`${mark.words}.`}</p>
          <Proof mark={mark} />
        </div>
      ))}
    </>
  );
}

function Proof({ mark }: { readonly mark: RuleMark }) {
  return (
    <ul className="text-muted">
      {mark.proof.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** The marks of one rule with their proof, and the way to the rule that decides instead. */
export function MarkList({ marks }: { readonly marks: readonly RuleMark[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {marks.map((mark) => (
        <li key={mark.kind} className="flex flex-col gap-0.5">
          <span className="flex flex-wrap items-center gap-x-2">
            <MarkWord kind={mark.kind} className="font-medium" />
            {mark.by !== null && <NodeLink node={mark.by.node} />}
          </span>
          <div className="pl-5 text-xs leading-5">
            <p>{`${mark.words}.`}</p>
            <Proof mark={mark} />
          </div>
        </li>
      ))}
    </ul>
  );
}
