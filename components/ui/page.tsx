import type { ReactNode } from 'react';
import { Button } from './button';
import { Notice } from './notice';

/** A table page: one line of controls above, the table fills the rest. */
export function TablePage({
  title,
  controls,
  notices = [],
  children,
  footer,
}: {
  readonly title: string;
  readonly controls: ReactNode;
  /** What holds for all of the table. */
  readonly notices?: readonly string[];
  readonly children: ReactNode;
  readonly footer: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{title}</h1>
      <div className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 px-4 py-2">{controls}</div>
      {notices.length > 0 && (
        <Notice tone="warning" className="mx-4 mb-2">
          {notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </Notice>
      )}
      <div className="relative min-h-0 flex-1 border-line border-t bg-surface">{children}</div>
      <div className="flex h-10 shrink-0 items-center justify-between gap-4 border-line border-t bg-surface px-4 text-muted text-xs">
        {footer}
      </div>
    </div>
  );
}

/** A text filter for tables. */
export function TableFilter({
  value,
  onValue,
  placeholder,
}: {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly placeholder: string;
}) {
  return (
    <input
      type="search"
      aria-label={placeholder}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onValue(event.target.value)}
      className="h-8 w-72 max-w-full rounded-md border border-line bg-surface px-2.5 text-sm placeholder:text-muted"
    />
  );
}

/** Rows on their way: the height of a table row each, so that nothing shifts when they come. */
function TableSkeleton() {
  return (
    <div role="status" aria-label="Reading" className="px-4">
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={index} className="flex h-8 items-center border-line border-b">
          <div className="skeleton h-3" style={{ width: `${35 + ((index * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  );
}

/** The part of a query that a table needs to say how it stands. */
interface TableQuery {
  readonly isPending: boolean;
  readonly data: unknown;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** A table, or what stands in its place: rows on their way, why they could not be read, or why there are none. */
export function TableStates({
  query,
  what,
  empty,
  children,
}: {
  readonly query: TableQuery;
  /** `The Pods`: what could not be read. */
  readonly what: string;
  /** Shown instead of the table when there are no rows; null when there are. */
  readonly empty: ReactNode | null;
  readonly children: ReactNode;
}) {
  if (query.isPending) return <TableSkeleton />;
  if (query.data === undefined) {
    return (
      <Notice tone="failed" className="m-4" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {`${what} could not be read. ${query.error?.message ?? ''}`}
      </Notice>
    );
  }
  return empty ?? children;
}
