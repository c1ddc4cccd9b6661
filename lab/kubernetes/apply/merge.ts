import { copy, equal, isObject } from '../json/value';
import { resolveModel } from '../schema/models';
import type { Schema } from '../schema/schema';
import { type FieldSet, joinPath, splitPath } from './field-set';
import { itemKey } from './leaves';

function childOf(schema: Schema, key: string): Schema {
  const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  return resolveModel(property ?? schema.values ?? {});
}

function mergeList(schema: Schema, live: unknown[], applied: unknown[]): unknown[] {
  if (schema.listType === 'set') {
    return [...live, ...applied.filter((item) => !live.some((other) => equal(other, item)))];
  }
  if (schema.listType !== 'map') return copy(applied);
  const items = resolveModel(schema.items ?? {});
  const wanted = new Map(applied.map((item) => [itemKey(schema, item), item]));
  const result = live.map((item) => {
    const key = itemKey(schema, item);
    if (!wanted.has(key)) return item;
    const change = wanted.get(key);
    wanted.delete(key);
    return mergeApplied(items, item, change);
  });
  return [...result, ...wanted.values()];
}

/** Lays an applied configuration over the live value: maps by key, keyed lists by item, everything else replaced. */
export function mergeApplied(node: Schema, live: unknown, applied: unknown): unknown {
  const schema = resolveModel(node);
  if (Array.isArray(applied)) return Array.isArray(live) ? mergeList(schema, live, applied) : copy(applied);
  if (!isObject(applied) || !isObject(live) || schema.mapType === 'atomic') return copy(applied);
  const result: Record<string, unknown> = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    result[key] = key in live ? mergeApplied(childOf(schema, key), live[key], value) : copy(value);
  }
  return result;
}

function pruneList(schema: Schema, value: unknown[], path: string, doomed: FieldSet): unknown[] | undefined {
  if (schema.listType !== 'map' && schema.listType !== 'set') return value;
  const kept = value.flatMap((item) => {
    const element = schema.listType === 'set' ? `v:${JSON.stringify(item)}` : (itemKey(schema, item) ?? '');
    const here = joinPath(path, element);
    if (doomed.has(here)) return [];
    return isObject(item) ? [pruneObject(resolveModel(schema.items ?? {}), item, here, doomed) ?? {}] : [item];
  });
  return kept.length === 0 && value.length > 0 ? undefined : kept;
}

function pruneObject(
  schema: Schema,
  value: Record<string, unknown>,
  path: string,
  doomed: FieldSet,
): Record<string, unknown> | undefined {
  const result: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, item] of Object.entries(value)) {
    const here = joinPath(path, `f:${key}`);
    const kept = doomed.has(here) ? undefined : prune(childOf(schema, key), item, here, doomed);
    if (kept !== item) isChanged = true;
    if (kept !== undefined) result[key] = kept;
  }
  if (!isChanged) return value;
  return Object.keys(result).length === 0 && path !== '' ? undefined : result;
}

/** Removes the doomed fields; containers emptied by it go with them. */
export function prune(node: Schema, value: unknown, path: string, doomed: FieldSet): unknown {
  const schema = resolveModel(node);
  if (Array.isArray(value)) return pruneList(schema, value, path, doomed);
  return isObject(value) ? pruneObject(schema, value, path, doomed) : value;
}

/** Whether some field of the set lies at or below a path. */
export function hasBelow(set: FieldSet, path: string): boolean {
  if (set.has(path)) return true;
  const elements = splitPath(path);
  for (const other of set) {
    const candidate = splitPath(other);
    if (candidate.length > elements.length && elements.every((element, position) => candidate[position] === element))
      return true;
  }
  return false;
}
