import type { ReactNode } from 'react';
import { PlaneBadge } from '@/components/marks/plane';
import { StateWord } from '@/components/marks/state';
import type { NodeState } from '@/lib/model/graph';
import type { Plane } from '@/lib/model/ids';

/** Badges, title, state and one line of place at the top of a panel. */
export function PanelHead({
  badges,
  title,
  place,
  state,
  reason,
  action,
}: {
  readonly badges: readonly { readonly plane: Plane; readonly kind: string; readonly id?: string }[];
  readonly title: string;
  readonly place: string | null;
  readonly state: NodeState;
  readonly reason: string | null;
  readonly action?: ReactNode;
}) {
  return (
    <div className="shrink-0 px-4 pt-4 pb-2">
      <div className="flex items-center gap-2 pr-9">
        {badges.map((badge) => (
          <PlaneBadge key={`${badge.plane}${badge.kind}`} {...badge} />
        ))}
        <StateWord state={state} className="ml-auto text-xs" />
      </div>
      <h2 className="break-words pt-2 font-semibold text-lg">{title}</h2>
      <div className="flex min-h-5 items-baseline justify-between gap-3 text-muted">
        <span className="min-w-0 truncate">{place}</span>
        {action}
      </div>
      {reason !== null && <p className="pt-1 text-sm">{reason}</p>}
    </div>
  );
}

/** The head's and first rows' shape while they are being read. */
export function PanelSkeleton() {
  return (
    <div className="flex flex-col gap-3 p-4" role="status" aria-label="Reading the object">
      <div className="skeleton h-5 w-28" />
      <div className="skeleton h-6 w-56" />
      <div className="skeleton h-4 w-40" />
      {[70, 55, 80, 60, 75, 50].map((width) => (
        <div key={width} className="skeleton h-4" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
