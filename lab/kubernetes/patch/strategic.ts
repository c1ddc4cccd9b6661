import { asString, copy, equal, isObject } from '../json/value';
import { resolveModel } from '../schema/models';
import type { Schema } from '../schema/schema';
import { badRequest } from '../store/status-error';

const directive = '$patch';
const retainKeys = '$retainKeys';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

function childSchema(schema: Schema, key: string): Schema {
  const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  return property ?? schema.values ?? {};
}

function without(value: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (!key.startsWith('$')) result[key] = stripped(item);
  return result;
}

/** A patch value without directives and nulls, for places where nothing stood before. */
function stripped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !(isObject(item) && (item[directive] === 'delete' || item[directive] === 'replace')))
      .map(stripped);
  }
  if (!isObject(value)) return value;
  const result = without(value);
  for (const key of Object.keys(result)) if (result[key] === null) delete result[key];
  return result;
}

function isMergeList(schema: Schema): boolean {
  return schema.patchStrategy?.includes('merge') === true;
}

/** Puts items in the order the patch asks for; items it does not name keep their place relative to those before them. */
function inOrder(list: unknown[], order: readonly unknown[], idOf: (item: unknown) => unknown): unknown[] {
  const rank = (item: unknown) => order.findIndex((wanted) => equal(idOf(wanted), idOf(item)));
  const named = list.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  const result: unknown[] = [];
  let next = 0;
  for (const item of list) {
    if (rank(item) < 0) result.push(item);
    else {
      const ordered = named[next];
      next += 1;
      result.push(ordered);
    }
  }
  return result;
}

function mergeObjects(schema: Schema, key: string, live: unknown[], patch: unknown[]): unknown[] {
  const items = resolveModel(schema.items ?? {});
  let result = [...live];
  for (const entry of patch) {
    if (!isObject(entry)) throw badRequest('a strategic merge list of objects holds something else');
    if (entry[directive] === 'replace') {
      if (Object.keys(entry).length === 1) return patch.filter((item) => item !== entry).map(stripped);
    }
    const id = entry[key];
    if (id === undefined) throw badRequest(`map: ${JSON.stringify(entry)} does not contain declared merge key: ${key}`);
    const position = result.findIndex((item) => isObject(item) && equal(item[key], id));
    if (entry[directive] === 'delete') {
      result = result.filter((item) => !(isObject(item) && equal(item[key], id)));
    } else if (position < 0) result.push(stripped(entry));
    else result[position] = applyStrategicPatch(items, result[position], entry);
  }
  return result;
}

function mergePrimitives(live: unknown[], patch: unknown[]): unknown[] {
  return [...live, ...patch.filter((item) => !live.some((other) => equal(other, item)))];
}

function mergeList(schema: Schema, live: unknown, patch: unknown[]): unknown[] {
  if (!isMergeList(schema)) return patch.map((item) => stripped(item));
  const before = Array.isArray(live) ? live : [];
  return schema.patchMergeKey === undefined
    ? mergePrimitives(before, patch)
    : mergeObjects(schema, schema.patchMergeKey, before, patch);
}

function deleteItems(result: Record<string, unknown>, field: string, doomed: readonly unknown[]): void {
  const list = result[field];
  const kept = Array.isArray(list) ? list.filter((item) => !doomed.some((gone) => equal(gone, item))) : [];
  if (kept.length > 0) result[field] = kept;
  else delete result[field];
}

function orderItems(schema: Schema, result: Record<string, unknown>, field: string, order: readonly unknown[]): void {
  const list = result[field];
  if (!Array.isArray(list)) return;
  const mergeKey = resolveModel(childSchema(schema, field)).patchMergeKey;
  result[field] = inOrder(list, order, (item) => (mergeKey !== undefined && isObject(item) ? item[mergeKey] : item));
}

function applyDirectives(schema: Schema, result: Record<string, unknown>, patch: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(patch)) {
    const list = Array.isArray(value) ? value : [];
    if (key.startsWith(deletePrefix)) deleteItems(result, key.slice(deletePrefix.length), list);
    else if (key.startsWith(orderPrefix)) orderItems(schema, result, key.slice(orderPrefix.length), list);
  }
  const retained = patch[retainKeys];
  if (Array.isArray(retained)) for (const key of Object.keys(result)) if (!retained.includes(key)) delete result[key];
}

/**
 * Applies a strategic merge patch by the merge keys of the schema, with the directives `$patch`, `$retainKeys`,
 * `$deleteFromPrimitiveList` and `$setElementOrder`.
 */
export function applyStrategicPatch(node: Schema, target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return copy(patch);
  const schema = resolveModel(node);
  const mode = asString(patch[directive]);
  if (mode === 'replace') return without(patch);
  if (mode === 'delete') return {};
  if (mode !== '' && mode !== 'merge') throw badRequest(`Unknown patch type: ${mode}`);
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue;
    const child = resolveModel(childSchema(schema, key));
    if (value === null) delete result[key];
    else if (Array.isArray(value)) result[key] = mergeList(child, result[key], value);
    else if (isObject(value) && result[key] !== undefined) result[key] = applyStrategicPatch(child, result[key], value);
    else result[key] = stripped(value);
  }
  applyDirectives(schema, result, patch);
  return result;
}
