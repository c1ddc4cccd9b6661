import { expect, it } from 'vitest';
import { asColumns, readSort } from './use-table';

const USUAL = {
  columns: ['state', 'name', 'cluster'],
  hidden: new Set(['cluster']),
  sort: { id: 'state', down: false },
};

it('reads the order from the address, and takes the usual one where it names no column', () => {
  expect(readSort('name', USUAL)).toEqual({ id: 'name', down: false });
  expect(readSort('-name', USUAL)).toEqual({ id: 'name', down: true });
  for (const nonsense of [null, '', '-', 'colour', '-colour']) expect(readSort(nonsense, USUAL)).toBe(USUAL.sort);
});

it('writes the columns that are shown, and nothing where they are the usual ones', () => {
  expect(asColumns(USUAL, new Set(['cluster']))).toBeNull();
  expect(asColumns(USUAL, new Set())).toEqual(['state', 'name', 'cluster']);
  expect(asColumns(USUAL, new Set(['state', 'cluster', 'gone']))).toEqual(['name']);
  expect(asColumns(USUAL, new Set(['state', 'name', 'cluster']))).toBeNull();
});
