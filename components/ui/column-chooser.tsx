'use client';

import { Columns3 } from 'lucide-react';
import { Button } from './button';
import { Menu } from './menu';

/** Which columns are shown; the last one cannot be hidden. */
export function ColumnChooser({
  columns,
  hidden,
  onHidden,
}: {
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}) {
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id) && next.size < columns.length - 1) next.add(id);
    onHidden(next);
  };
  return (
    <Menu
      multiple
      align="end"
      label="Columns"
      trigger={
        <Button
          look="icon"
          aria-label="Choose columns"
          title="Columns"
          className="absolute top-0.5 right-1 z-20 size-7 bg-surface"
        >
          <Columns3 size={14} aria-hidden />
        </Button>
      }
      entries={columns.map((column) => ({
        key: column.id,
        label: column.label,
        checked: !hidden.has(column.id),
        choose: () => toggle(column.id),
      }))}
    />
  );
}
