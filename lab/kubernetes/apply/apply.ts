import { copy } from '../json/value';
import type { Schema } from '../schema/schema';
import type { KubeObject } from '../store/contract';
import { ApiStatusError, type StatusCause } from '../store/status-error';
import { type FieldSet, printPath } from './field-set';
import { leavesOf } from './leaves';
import { disown, type Manager, type ManagerId, managerFor, readManagers, writeManagers } from './managers';
import { hasBelow, mergeApplied, prune } from './merge';

/** Who applies, and whether conflicts are overridden. */
export interface ApplyRequest extends ManagerId {
  operation: 'Apply';
  force: boolean;
}

interface Conflict {
  manager: Manager;
  paths: string[];
}

function withSubresource(manager: Manager): string {
  const { manager: name, subresource, apiVersion } = manager.entry;
  const via = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  return `"${name}"${via} using ${apiVersion}`;
}

function conflictError(conflicts: readonly Conflict[]): ApiStatusError {
  const count = conflicts.reduce((sum, conflict) => sum + conflict.paths.length, 0);
  const causes: StatusCause[] = conflicts.flatMap(({ manager, paths }) =>
    paths.map((path) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${withSubresource(manager)}`,
      field: printPath(path),
    })),
  );
  const first = causes[0];
  const text =
    count === 1 && first
      ? `${first.message}: ${first.field}`
      : conflicts
          .map(
            ({ manager, paths }) =>
              `conflicts with ${withSubresource(manager)}:\n${paths.map((path) => `- ${printPath(path)}`).join('\n')}`,
          )
          .join('\n');
  const message = `Apply failed with ${count} conflict${count === 1 ? '' : 's'}: ${text}`;
  return new ApiStatusError(409, 'Conflict', message, { causes });
}

function conflictsOf(managers: readonly Manager[], own: Manager, changed: FieldSet): Conflict[] {
  return managers
    .filter((manager) => manager !== own)
    .map((manager) => ({ manager, paths: [...changed].filter((path) => manager.fields.has(path)).sort() }))
    .filter((conflict) => conflict.paths.length > 0);
}

/**
 * Server-side apply: merges a configuration into the live object (undefined for a create), removes what this manager
 * applied before and no longer names, and keeps managedFields. Throws a 409 on conflicts unless forced.
 */
export function applyConfiguration(
  schema: Schema,
  live: KubeObject | undefined,
  configuration: Record<string, unknown>,
  request: ApplyRequest,
): KubeObject {
  const { force, ...id } = request;
  const managers = readManagers(live?.metadata.managedFields);
  const own = managerFor(managers, id);
  const applied = leavesOf(schema, configuration, 'apply');
  const wanted: FieldSet = new Set(applied.keys());
  const base = live ? copy(live) : {};
  const merged = mergeApplied(schema, base, configuration);
  const others = managers.filter((manager) => manager !== own);
  const doomed = new Set(
    [...own.fields].filter((path) => !hasBelow(wanted, path) && !others.some((other) => hasBelow(other.fields, path))),
  );
  const result = prune(schema, merged, '', doomed) as KubeObject; // merged from an object, so an object

  const before = live ? leavesOf(schema, live, 'update') : new Map<string, string>();
  const after = leavesOf(schema, result, 'update');
  const changed: FieldSet = new Set(
    [...after]
      .filter(([path, value]) => value !== '{' && value !== '[' && before.get(path) !== value && wanted.has(path))
      .map(([path]) => path),
  );
  const conflicts = conflictsOf(managers, own, changed);
  if (conflicts.length > 0 && !force) throw conflictError(conflicts);
  for (const { manager, paths } of conflicts) disown(manager, paths);
  const removed = [...before.keys()].filter((path) => !after.has(path));
  for (const manager of others) disown(manager, removed);
  own.changed =
    own.fields.size !== wanted.size || [...wanted].some((path) => !own.fields.has(path)) || changed.size > 0;
  own.fields = wanted;
  result.metadata = { ...result.metadata, managedFields: writeManagers(managers) };
  return result;
}
