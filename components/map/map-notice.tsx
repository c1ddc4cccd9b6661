import type { ReactNode } from 'react';

/** A remark in one line over the map, with what can be done about it at its end. */
export function MapNotice({ children, action }: { readonly children: ReactNode; readonly action: ReactNode }) {
  return (
    <p className="flex max-w-full items-center gap-2 rounded-md border border-strong bg-surface py-1 pr-1 pl-3 text-sm shadow-card">
      <span className="min-w-0 break-words">{children}</span>
      {action}
    </p>
  );
}
