import type { KubeObject } from '../store/contract';

/** A table cell. */
export type Cell = string | number | boolean | null;

/** A column definition as it travels. */
export interface TableColumn {
  name: string;
  type: string;
  format: string;
  description: string;
  /** 0 always shows, 1 only with `-o wide`. */
  priority: number;
}

/** How one resource prints. */
export interface TablePrinter {
  columns: readonly TableColumn[];
  cells: (object: KubeObject, now: number) => Cell[];
}

/** A column definition; `description` says where the value comes from. */
export function column(name: string, type = 'string', priority = 0, format = '', description = ''): TableColumn {
  return { name, type, format, description: description || `${name} of the object`, priority };
}

/** A wide column. */
export function wide(name: string, type = 'string'): TableColumn {
  return column(name, type, 1);
}

/** Builds a printer whose first column is the name and whose cells follow it. */
export function printer(
  columns: readonly TableColumn[],
  cells: (object: KubeObject, now: number) => Cell[],
): TablePrinter {
  return {
    columns: [column('Name', 'string', 0, 'name'), ...columns],
    cells: (object, now) => [object.metadata.name, ...cells(object, now)],
  };
}
