'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { ColumnChooser } from './column-chooser';
import { type Column, ROW_HEIGHT, type Sort, sortRows } from './table-model';
import { BodyRow, HeaderRow } from './table-rows';

/** A dense, virtualised table: 32 px rows, sticky header, sortable; arrow keys move between rows, Enter opens one. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  onOpen,
  isSelected,
  sort,
  onSort,
  hidden,
  onHidden,
  minWidth = 640,
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
  readonly minWidth?: number;
}) {
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
      <ColumnChooser columns={columns} hidden={hidden} onHidden={onHidden} />
      <div ref={scroller} className="h-full overflow-auto bg-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a <table> */}
        <div role="table" aria-label={label} aria-rowcount={sorted.length + 1} style={{ minWidth }}>
          <HeaderRow columns={shown} template={template} sorting={{ sort, onSort }} />
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
