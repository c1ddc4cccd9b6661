'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { cn } from './cn';
import { type Column, ROW_HEIGHT, type Sort } from './table-model';

/** The sticky header: each label sorts by its column, again the other way, unless the order is fixed. */
export function HeaderRow<Row>({
  columns,
  template,
  sorting,
}: {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly sorting?: { readonly sort: Sort; readonly onSort: (sort: Sort) => void };
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons are focusable
    <div
      role="row"
      className="sticky top-0 z-10 grid items-center border-line border-b bg-surface px-3"
      style={{ gridTemplateColumns: template, height: ROW_HEIGHT }}
    >
      {columns.map((column) => {
        if (sorting === undefined || column.fixed === true) return <PlainHead key={column.id} column={column} />;
        const { sort, onSort } = sorting;
        const active = sort.id === column.id;
        const Arrow = sort.down ? ArrowDown : ArrowUp;
        return (
          // biome-ignore lint/a11y/useSemanticElements: see DataTable
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside is
          <div
            key={column.id}
            role="columnheader"
            aria-sort={active ? (sort.down ? 'descending' : 'ascending') : 'none'}
            className={cn('min-w-0 pr-3', column.number && 'pr-6 text-right')}
          >
            <button
              type="button"
              onClick={() => onSort({ id: column.id, down: active && !sort.down })}
              className={cn(
                'inline-flex max-w-full items-center gap-1 rounded text-muted text-xs hover:text-text',
                active && 'font-medium text-text',
              )}
            >
              <span className="truncate">{column.label}</span>
              {active && <Arrow size={12} aria-hidden className="shrink-0" />}
            </button>
          </div>
        );
      })}
    </div>
  );
}

function PlainHead<Row>({ column }: { readonly column: Column<Row> }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    // biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do with it
    <div
      role="columnheader"
      className={cn('min-w-0 truncate pr-3 text-muted text-xs', column.number && 'pr-6 text-right')}
    >
      {column.label}
    </div>
  );
}

/** One row; arrow keys move between rows, Enter opens. */
export function BodyRow<Row>({
  row,
  index,
  top,
  columns,
  template,
  selected,
  onOpen,
  look,
}: {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly selected: boolean;
  readonly onOpen?: (row: Row) => void;
  readonly look?: string;
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row);
    const to = event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : null;
    if (to === null) return;
    event.preventDefault();
    const next = event.currentTarget.parentElement?.querySelector(`[aria-rowindex="${to + 2}"]`);
    if (next instanceof HTMLElement) next.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={onOpen === undefined ? -1 : 0}
      onClick={onOpen === undefined ? undefined : () => onOpen(row)}
      onKeyDown={onKeyDown}
      className={cn(
        'absolute inset-x-0 grid items-center border-line border-b px-3 outline-offset-[-2px]',
        onOpen !== undefined && 'cursor-pointer hover:bg-raised',
        selected && 'bg-raised',
        look,
      )}
      style={{ gridTemplateColumns: template, height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see DataTable
        <div key={column.id} role="cell" className={cn('min-w-0 truncate pr-3', column.number && 'pr-6 text-right')}>
          {column.cell === undefined ? (column.sort(row) ?? <span className="text-muted">–</span>) : column.cell(row)}
        </div>
      ))}
    </div>
  );
}
