import type { ReactNode } from 'react';
import type { Titled } from '@/components/ui/panel';

/** A titled part of a panel or page. */
export function Section({ title, aside, children }: Titled) {
  return (
    <section aria-label={title} className="pb-5 last:pb-2">
      <div className="flex items-baseline justify-between gap-3 pb-1.5">
        <h3 className="font-medium text-muted text-xs">{title}</h3>
        {aside !== undefined && <span className="text-right text-muted text-xs">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

/** A list with hairlines between its rows. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className="divide-y divide-line">{children}</ul>;
}

/** One row of {@link Rows}: what it is at the left, what is said of it at the right. */
export function Row({ children, aside }: { readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <li className="flex min-h-8 items-center justify-between gap-3 py-1">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">{children}</div>
      {aside !== undefined && <div className="shrink-0 text-right text-xs">{aside}</div>}
    </li>
  );
}
