import { isObject } from '../json/value';
import type { ManagedFieldsEntry } from '../store/contract';
import { timestamp } from '../store/timestamp';
import { type FieldSet, fromFields, toFields } from './field-set';

/** One manager's fields while they are worked on. */
export interface Manager {
  entry: Omit<ManagedFieldsEntry, 'fieldsV1' | 'fieldsType'>;
  fields: FieldSet;
  changed: boolean;
}

/** Identity of a managedFields entry. */
export interface ManagerId {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource?: string;
}

/** Opens managedFields for work; entries without fields (a client's way to reset them) vanish. */
export function readManagers(entries: readonly ManagedFieldsEntry[] | undefined): Manager[] {
  return (entries ?? [])
    .filter((entry) => isObject(entry.fieldsV1))
    .map(({ fieldsV1, fieldsType: _type, ...entry }) => ({ entry, fields: fromFields(fieldsV1), changed: false }));
}

/** The entry of a manager, made when absent. */
export function managerFor(managers: Manager[], id: ManagerId): Manager {
  const found = managers.find(
    ({ entry }) =>
      entry.manager === id.manager &&
      entry.operation === id.operation &&
      entry.subresource === id.subresource &&
      entry.apiVersion === id.apiVersion,
  );
  if (found) return found;
  const made: Manager = { entry: { ...id }, fields: new Set(), changed: false };
  managers.push(made);
  return made;
}

/** Removes fields from a manager. */
export function disown(manager: Manager, fields: Iterable<string>): void {
  for (const field of fields) if (manager.fields.delete(field)) manager.changed = true;
}

function inOrder(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  if (a.operation !== b.operation) return a.operation === 'Apply' ? -1 : 1;
  return (a.time ?? '') < (b.time ?? '') ? -1 : (a.time ?? '') > (b.time ?? '') ? 1 : 0;
}

/** Back to managedFields; changed entries get the present time, emptied ones go. */
export function writeManagers(managers: readonly Manager[]): ManagedFieldsEntry[] {
  const now = timestamp();
  return managers
    .filter((manager) => manager.fields.size > 0)
    .map(({ entry, fields, changed }): ManagedFieldsEntry => {
      const time = changed || entry.time === undefined ? now : entry.time;
      return {
        manager: entry.manager,
        operation: entry.operation,
        apiVersion: entry.apiVersion,
        time,
        fieldsType: 'FieldsV1',
        fieldsV1: toFields(fields),
        ...(entry.subresource === undefined ? {} : { subresource: entry.subresource }),
      };
    })
    .sort(inOrder);
}
