'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { ColumnChooser } from './column-chooser';
import { type Column, ROW_HEIGHT, type Sort } from './table-model';
import { BodyRow, HeaderRow } from './table-rows';

/** A table of any length whose rows come page by page: it asks for what is looked at, and others sort and filter it. */
export function PagedTable<Row>({
  label,
  total,
  rowAt,
  onLook,
  columns,
  rowKey,
  onOpen,
  sort,
  onSort,
  hidden,
  onHidden,
  minWidth,
  rowLook,
}: {
  readonly label: string;
  readonly total: number;
  /** Undefined while it is on its way. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Told of the first and the last row in sight whenever they change. */
  readonly onLook: (first: number, last: number) => void;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  /** Without these its order is fixed. */
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
  readonly minWidth: number;
  /** More classes of a row. */
  readonly rowLook?: (row: Row) => string;
}) {
  const shown = columns.filter((column) => !hidden.has(column.id));
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialRect: { width: 1_000, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onLook(first, last), [onLook, first, last]);
  const template = shown.map((column) => column.width).join(' ');
  return (
    <div className="relative h-full">
      <ColumnChooser columns={columns} hidden={hidden} onHidden={onHidden} />
      <div ref={scroller} className="h-full overflow-auto bg-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid cannot be a <table> */}
        <div role="table" aria-label={label} aria-rowcount={total + 1} style={{ minWidth }}>
          <HeaderRow
            columns={shown}
            template={template}
            {...(sort === undefined || onSort === undefined ? {} : { sorting: { sort, onSort } })}
          />
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const row = rowAt(index);
              return row === undefined ? (
                <div
                  key={`waiting ${index}`}
                  aria-hidden
                  className="absolute inset-x-0 flex items-center border-line border-b px-3"
                  style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
                >
                  <div className="skeleton h-3 w-1/2" />
                </div>
              ) : (
                <BodyRow
                  key={rowKey(row)}
                  row={row}
                  index={index}
                  top={start}
                  columns={shown}
                  template={template}
                  selected={false}
                  onOpen={onOpen}
                  {...(rowLook === undefined ? {} : { look: rowLook(row) })}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
