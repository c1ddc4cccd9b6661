import { expect, it } from 'vitest';
import { type Column, sortRows } from './table-model';

interface Row {
  readonly name: string;
  readonly count: number | null;
}
const rows: readonly Row[] = [
  { name: 'pod-10', count: 2 },
  { name: 'pod-2', count: null },
  { name: 'pod-1', count: 11 },
];
const name: Column<Row> = { id: 'name', label: 'Name', width: '1fr', sort: (row) => row.name };
const count: Column<Row> = { id: 'count', label: 'Count', width: '1fr', sort: (row) => row.count };

it('sorts names by their numbers, and keeps empty values last both ways', () => {
  expect(sortRows(rows, name, false).map((row) => row.name)).toEqual(['pod-1', 'pod-2', 'pod-10']);
  expect(sortRows(rows, count, false).map((row) => row.count)).toEqual([2, 11, null]);
  expect(sortRows(rows, count, true).map((row) => row.count)).toEqual([11, 2, null]);
});
