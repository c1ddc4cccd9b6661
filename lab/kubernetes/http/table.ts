import { columnsFor } from '../tables/columns';
import type { ResourceRegistry } from '../registry/registry';
import type { KubeObject, ResourceDefinition } from '../store/contract';

/** How much of each object a row carries. */
export interface TableOptions {
  /** `Metadata` (also when empty), `Object` or `None`. */
  includeObject: string;
  metadata?: Record<string, unknown>;
}

function rowObject(object: KubeObject, includeObject: string): Record<string, unknown> {
  if (includeObject === 'None') return {};
  if (includeObject === 'Object') return { object };
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}

/** Objects as the Table a server prints for `kubectl get`. */
export function tableOf(
  registry: ResourceRegistry,
  definition: ResourceDefinition,
  objects: readonly KubeObject[],
  options: TableOptions,
): Record<string, unknown> {
  const { columns, cells } = columnsFor(registry, definition);
  const now = Date.now();
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata ?? {},
    columnDefinitions: columns,
    rows: objects.map((object) => ({ cells: cells(object, now), ...rowObject(object, options.includeObject) })),
  };
}
