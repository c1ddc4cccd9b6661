import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type Tone = 'info' | 'warning' | 'failed';
const LOOKS = {
  info: { icon: Info, box: 'border-line bg-surface', mark: 'text-muted' },
  warning: { icon: TriangleAlert, box: 'border-warning/40 bg-warning-tint', mark: 'text-warning' },
  failed: { icon: CircleAlert, box: 'border-failed/40 bg-failed-tint', mark: 'text-failed' },
} as const;

/** A remark in place: what, why, and what to do. */
export function Notice({
  tone = 'info',
  className,
  children,
  action,
}: {
  readonly tone?: Tone;
  readonly className?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const { icon: Icon, box, mark } = LOOKS[tone];
  return (
    <div className={cn('flex items-start gap-2.5 rounded-md border px-3 py-2 text-sm', box, className)}>
      <Icon size={16} className={cn('mt-0.5 shrink-0', mark)} aria-hidden />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
