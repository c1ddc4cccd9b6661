import type { Schema } from '../schema/schema';
import type { KubeObject } from '../store/contract';
import { leavesOf } from './leaves';
import { disown, managerFor, readManagers, writeManagers } from './managers';

/** Records in `next.metadata.managedFields` which fields a create, update or patch by a manager has set. */
export function trackUpdate(
  schema: Schema,
  old: KubeObject | undefined,
  next: KubeObject,
  writer: { manager: string; subresource?: string },
): void {
  const before = old ? leavesOf(schema, old, 'update') : new Map<string, string>();
  const after = leavesOf(schema, next, 'update');
  const set = [...after].filter(([path, value]) => before.get(path) !== value);
  const replaced = set
    .filter(([path, value]) => before.has(path) && value !== '{' && value !== '[')
    .map(([path]) => path);
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const managers = readManagers(next.metadata.managedFields ?? old?.metadata.managedFields);
  if (set.length === 0 && removed.length === 0 && next.metadata.managedFields === undefined) {
    if (old?.metadata.managedFields) next.metadata.managedFields = old.metadata.managedFields;
    return;
  }
  for (const manager of managers) {
    disown(manager, removed);
    disown(manager, replaced);
  }
  if (set.length > 0) {
    const own = managerFor(managers, { ...writer, operation: 'Update', apiVersion: next.apiVersion });
    for (const [path] of set) if (!own.fields.has(path)) own.fields.add(path);
    own.changed = true;
  }
  next.metadata.managedFields = writeManagers(managers);
}
