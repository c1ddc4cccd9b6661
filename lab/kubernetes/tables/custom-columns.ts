import { at, isObject } from '../json/value';
import type { PrinterColumn } from '../registry/custom';
import type { KubeObject } from '../store/contract';
import { ageOf } from './duration';
import type { Cell, TableColumn } from './printer';

/** Values a simple JSONPath (`.a.b[0].c`, `.a[*].b`, `.a[?(@.type=="X")].b`) selects. */
export function jsonPath(path: string, root: unknown): unknown[] {
  const steps = path.match(/\.[A-Za-z0-9_/-]+(?:\\\.[A-Za-z0-9_/-]+)*|\[[^\]]+\]/g) ?? [];
  let current: unknown[] = [root];
  for (const step of steps) {
    current = current.flatMap((value): unknown[] => {
      if (step.startsWith('.')) {
        const next = at(value, step.slice(1).replaceAll('\\.', '.'));
        return next === undefined ? [] : [next];
      }
      return index(value, step.slice(1, -1));
    });
  }
  return current;
}

function index(value: unknown, selector: string): unknown[] {
  if (!Array.isArray(value)) {
    const name = /^['"](.*)['"]$/.exec(selector)?.[1];
    const next = name === undefined ? undefined : at(value, name);
    return next === undefined ? [] : [next];
  }
  if (selector === '*') return value;
  const filter = /^\?\(@\.([\w.]+)\s*==\s*["'](.*)["']\)$/.exec(selector);
  if (filter) return value.filter((item) => at(item, ...(filter[1] ?? '').split('.')) === filter[2]);
  const item: unknown = value.at(Number(selector));
  return item === undefined ? [] : [item];
}

function cellOf(column: PrinterColumn, object: KubeObject, now: number): Cell {
  const found = jsonPath(column.jsonPath, object);
  const first = found[0];
  if (first === undefined || first === null) return column.type === 'date' ? '<unknown>' : null;
  if (column.type === 'date') return ageOf(first, now);
  if (found.length > 1)
    return found.map((value) => (isObject(value) ? JSON.stringify(value) : String(value))).join(',');
  if (typeof first === 'number' || typeof first === 'boolean') return column.type === 'string' ? String(first) : first;
  return typeof first === 'string' ? first : JSON.stringify(first);
}

/** Columns of a custom resource: its own, or Name and Age when it declares none. */
export function customColumns(
  declared: readonly PrinterColumn[],
  nameColumn: TableColumn,
  ageColumn: TableColumn,
): { columns: readonly TableColumn[]; cells: (object: KubeObject, now: number) => Cell[] } {
  if (declared.length === 0) {
    return {
      columns: [nameColumn, { ...ageColumn, type: 'date' }],
      cells: (object, now) => [object.metadata.name, ageOf(object.metadata.creationTimestamp, now)],
    };
  }
  const columns = declared.map(({ name, type, format = '', description = '', priority }) => ({
    name,
    type,
    format,
    description: description || `Custom resource definition column (in JSONPath format): ${name}`,
    priority,
  }));
  return {
    columns: [nameColumn, ...columns],
    cells: (object, now) => [object.metadata.name, ...declared.map((entry) => cellOf(entry, object, now))],
  };
}
