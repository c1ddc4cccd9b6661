'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { recall, remember } from '@/components/ui/remembered';
import type { Sort } from '@/components/ui/table-model';
import { useMapParams } from './use-map-params';

/** A table as it is when nobody has chosen anything. */
export interface UsualTable {
  /** Under which the browser remembers the columns. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly sort: Sort;
  readonly hidden: ReadonlySet<string>;
}

export interface TableChoices {
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/**
 * Order and columns of a table. The address holds what is not usual, so that a link shows the same to others; the columns
 * are also remembered by the browser, and go into the address of a table that is opened without any.
 */
export function useTable(usual: UsualTable): TableChoices {
  const [params, update] = useMapParams();
  const { name, columns } = usual;
  const shown = columns.filter((id) => params.columns?.includes(id));
  const key = shown.join(',');
  const hidden = useMemo(
    () => (key === '' ? usual.hidden : new Set(columns.filter((id) => !key.split(',').includes(id)))),
    [key, columns, usual],
  );
  const [isOpened, setOpened] = useState(false);
  useEffect(() => {
    // Once, when the table is opened: a link has the last word.
    if (isOpened) return;
    setOpened(true);
    const stored = read(name);
    if (params.columns === null && stored !== null) update({ columns: asColumns(usual, stored) });
  }, [isOpened, name, params.columns, update, usual]);
  const onHidden = useCallback(
    (next: ReadonlySet<string>) => {
      update({ columns: asColumns(usual, next) });
      keep(name, next);
    },
    [update, name, usual],
  );
  const onSort = useCallback(
    (sort: Sort) => {
      const isUsual = sort.id === usual.sort.id && sort.down === usual.sort.down;
      update({ sort: isUsual ? null : writeSort(sort) });
    },
    [update, usual],
  );
  const sort = useMemo(() => readSort(params.sort, usual), [params.sort, usual]);
  return { sort, onSort, hidden, onHidden };
}

/** `name`, or `-name` downwards; the usual order where it names no column. */
export function readSort(text: string | null, { columns, sort }: Pick<UsualTable, 'columns' | 'sort'>): Sort {
  const down = text?.startsWith('-') === true;
  const id = down ? text?.slice(1) : text;
  return id !== null && id !== undefined && columns.includes(id) ? { id, down } : sort;
}

const writeSort = ({ id, down }: Sort): string => (down ? `-${id}` : id);

/** The columns that stay, for the address; null where those are the usual ones. */
export function asColumns(
  { columns, hidden }: Pick<UsualTable, 'columns' | 'hidden'>,
  wanted: ReadonlySet<string>,
): readonly string[] | null {
  const shown = columns.filter((id) => !wanted.has(id));
  const isUsual = columns.every((id) => hidden.has(id) === wanted.has(id));
  return isUsual || shown.length === 0 ? null : shown;
}

const storedName = (name: string): string => `${name}.hidden`;

function keep(name: string, hidden: ReadonlySet<string>): void {
  remember(storedName(name), JSON.stringify([...hidden]));
}

function read(name: string): ReadonlySet<string> | null {
  try {
    const stored: unknown = JSON.parse(recall(storedName(name)) ?? 'null');
    return Array.isArray(stored) ? new Set(stored.filter((id) => typeof id === 'string')) : null;
  } catch {
    return null;
  }
}
