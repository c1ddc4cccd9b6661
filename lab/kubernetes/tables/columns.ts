import type { ResourceRegistry } from '../registry/registry';
import type { KubeObject, ResourceDefinition } from '../store/contract';
import { customColumns } from './custom-columns';
import { ageOf } from './duration';
import { clusterTables } from './cluster-tables';
import { networkTables } from './network-tables';
import { type Cell, column, type TableColumn, type TablePrinter } from './printer';
import { workloadTables } from './workload-tables';

const printers: Readonly<Record<string, TablePrinter>> = { ...workloadTables, ...networkTables, ...clusterTables };

const nameColumn = column('Name', 'string', 0, 'name');
const ageColumn = column('Age');

const plain: TablePrinter = {
  columns: [nameColumn, column('Age')],
  cells: (object, now) => [object.metadata.name, ageOf(object.metadata.creationTimestamp, now)],
};

/** Columns and cells of a resource, wide ones included, as a real server prints them. */
export function columnsFor(
  registry: ResourceRegistry,
  definition: ResourceDefinition,
): { columns: readonly TableColumn[]; cells: (object: KubeObject, now: number) => Cell[] } {
  const custom = registry.customOf(definition);
  if (custom) return customColumns(custom.columns, nameColumn, ageColumn);
  return printers[`${definition.group}/${definition.resource}`] ?? plain;
}
