import type { ReactNode } from 'react';

export const ROW_HEIGHT = 32;
const compare = new Intl.Collator('en', { numeric: true }).compare;

/** One column; `sort` gives what to compare and is also what a CSV holds. `width` is a CSS grid track. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly width: string;
  readonly number?: boolean;
  /** Rows cannot be sorted by it. */
  readonly fixed?: boolean;
  readonly sort: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
}

/** Which column decides the order, and which way. */
export interface Sort {
  readonly id: string;
  readonly down: boolean;
}

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
