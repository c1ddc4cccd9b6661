import type { ReactNode } from 'react';

/** Content under a title, with a remark beside the title. */
export interface Titled {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled box on a page. */
export function Panel({ title, aside, children }: Titled) {
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface">
      <div className="flex min-h-11 items-center justify-between gap-3 border-line border-b px-4">
        <h2 className="font-semibold text-base">{title}</h2>
        {aside !== undefined && <div className="flex min-w-0 items-center text-muted text-xs">{aside}</div>}
      </div>
      <div className="px-4 py-2">{children}</div>
    </section>
  );
}
