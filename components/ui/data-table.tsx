'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { Menu } from './menu';

/** One column; `sort` gives what to compare and is also what a CSV holds. `width` is a CSS grid track. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly width: string;
  readonly number?: boolean;
  readonly sort: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
}

const ROW_HEIGHT = 32;
const compare = new Intl.Collator('en', { numeric: true }).compare;

/** Rows in the order of a column; empty values last whichever way it goes. */
export function sortRows<Row>(rows: readonly Row[], column: Column<Row> | undefined, down: boolean): readonly Row[] {
  if (column === undefined) return rows;
  return [...rows].sort((a, b) => {
    const left = column.sort(a);
    const right = column.sort(b);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order =
      typeof left === 'number' && typeof right === 'number' ? left - right : compare(String(left), String(right));
    return down ? -order : order;
  });
}

/** A dense, virtualised table: 32 px rows, sticky header, sortable; arrow keys move between rows, Enter opens one. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  onOpen,
  isSelected,
  initialSort,
  minWidth = 640,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  readonly initialSort: string;
  readonly minWidth?: number;
}) {
  const [sort, setSort] = useState({ id: initialSort, down: false });
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => columns.filter((column) => !hidden.has(column.id)), [columns, hidden]);
  const scroller = useRef<HTMLDivElement>(null);
  const sorted = useMemo(
    () =>
      sortRows(
        rows,
        columns.find((column) => column.id === sort.id),
        sort.down,
      ),
    [rows, columns, sort],
  );
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 1_000, height: 600 },
  });
  const template = shown.map((column) => column.width).join(' ');
  return (
    <div className="relative h-full">
      <ColumnChooser columns={columns} hidden={hidden} onHidden={setHidden} />
      <div ref={scroller} className="h-full overflow-auto bg-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a <table> */}
        <div role="table" aria-label={label} aria-rowcount={sorted.length + 1} style={{ minWidth }}>
          <HeaderRow columns={shown} template={template} sort={sort} onSort={setSort} />
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = sorted[item.index];
              if (row === undefined) return null;
              return (
                <BodyRow
                  key={rowKey(row)}
                  row={row}
                  index={item.index}
                  top={item.start}
                  columns={shown}
                  template={template}
                  selected={isSelected?.(row) ?? false}
                  {...(onOpen === undefined ? {} : { onOpen })}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Which columns are shown; the last one cannot be hidden. */
function ColumnChooser<Row>({
  columns,
  hidden,
  onHidden,
}: {
  readonly columns: readonly Column<Row>[];
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

interface Sort {
  readonly id: string;
  readonly down: boolean;
}

function HeaderRow<Row>({
  columns,
  template,
  sort,
  onSort,
}: {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
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

function BodyRow<Row>({
  row,
  index,
  top,
  columns,
  template,
  selected,
  onOpen,
}: {
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly selected: boolean;
  readonly onOpen?: (row: Row) => void;
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
