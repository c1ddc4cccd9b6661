import type { ReactNode } from 'react';

/** An empty or failed place with its reason and what to do about it. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-14 text-center">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children !== undefined && <div className="text-muted">{children}</div>}
      {action !== undefined && <div className="pt-2">{action}</div>}
    </div>
  );
}
