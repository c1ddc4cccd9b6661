import { isObject } from '../json/value';
import { resolveModel } from '../schema/models';
import type { Schema } from '../schema/schema';
import { joinPath, splitPath } from './field-set';

/** Field values by flattened path: JSON of a leaf, or `{` / `[` for a container that counts as a field itself. */
export type Leaves = Map<string, string>;

/** How containers count: an update owns the containers it brings to life, an apply only map entries and list items. */
export type LeafMode = 'update' | 'apply';

const unowned = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
]);

/** Structures a typed object always has, so that nobody brings them to life. */
const roots = new Set(['f:metadata', 'f:spec', 'f:status']);
const structures = new Set(
  [
    'template',
    'strategy',
    'updateStrategy',
    'loadBalancer',
    'jobTemplate',
    'metadata',
    'spec',
    'containers',
    'names',
  ].map((name) => `f:${name}`),
);

function isAlwaysThere(path: string): boolean {
  const [root = '', ...rest] = splitPath(path);
  return roots.has(root) && rest.every((element) => structures.has(element));
}

/** The key element of an item of a keyed list; undefined when the item lacks its keys. */
export function itemKey(schema: Schema, item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const keys: Record<string, unknown> = {};
  for (const key of [...(schema.listMapKeys ?? [])].sort()) {
    const value = item[key] ?? schema.keyDefaults?.[key];
    if (value !== undefined) keys[key] = value;
  }
  return Object.keys(keys).length === 0 ? undefined : `k:${JSON.stringify(keys)}`;
}

class Walker {
  readonly leaves: Leaves = new Map();

  constructor(private readonly mode: LeafMode) {}

  root(schema: Schema, object: Record<string, unknown>): void {
    const resolved = resolveModel(schema);
    for (const [key, value] of Object.entries(object)) {
      if (key === 'apiVersion' || key === 'kind' || value === undefined) continue;
      if (key === 'metadata' && isObject(value)) this.metadata(resolved.properties?.metadata, value);
      else this.walk(resolved.properties?.[key] ?? { free: true }, value, joinPath('', `f:${key}`));
    }
  }

  private metadata(schema: Schema | undefined, value: Record<string, unknown>): void {
    const resolved = resolveModel(schema ?? { model: 'V1ObjectMeta' });
    for (const [key, item] of Object.entries(value)) {
      if (unowned.has(key) || item === undefined) continue;
      this.walk(resolved.properties?.[key] ?? {}, item, joinPath('f:metadata', `f:${key}`));
    }
  }

  private walk(node: Schema, value: unknown, path: string): void {
    const schema = resolveModel(node);
    if (Array.isArray(value)) this.list(schema, value, path);
    else if (isObject(value)) this.object(schema, value, path);
    else this.leaves.set(path, JSON.stringify(value));
  }

  private list(schema: Schema, value: unknown[], path: string): void {
    const isMerged = schema.listType === 'map' || schema.listType === 'set';
    if (!isMerged || value.length === 0) {
      this.leaves.set(path, JSON.stringify(value));
      return;
    }
    this.container(path, '[');
    for (const item of value) {
      if (schema.listType === 'set') {
        this.leaves.set(joinPath(path, `v:${JSON.stringify(item)}`), JSON.stringify(item));
        continue;
      }
      const key = itemKey(schema, item);
      if (key === undefined) continue;
      const here = joinPath(path, key);
      this.leaves.set(here, '{');
      if (isObject(item)) this.members(resolveModel(schema.items ?? {}), item, here);
    }
  }

  private object(schema: Schema, value: Record<string, unknown>, path: string): void {
    if (schema.mapType === 'atomic' || Object.keys(value).length === 0) {
      this.leaves.set(path, JSON.stringify(value));
      return;
    }
    this.container(path, '{');
    this.members(schema, value, path);
  }

  private members(schema: Schema, value: Record<string, unknown>, path: string): void {
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      const here = joinPath(path, `f:${key}`);
      this.walk(property ?? schema.values ?? {}, item, here);
      if (property === undefined && this.mode === 'apply' && !this.leaves.has(here)) this.leaves.set(here, '{');
    }
  }

  private container(path: string, mark: string): void {
    if (this.mode === 'update' && !isAlwaysThere(path)) this.leaves.set(path, mark);
  }
}

/** Every field of an object that somebody can own, with its value. */
export function leavesOf(schema: Schema, object: Record<string, unknown>, mode: LeafMode): Leaves {
  const walker = new Walker(mode);
  walker.root(schema, object);
  return walker.leaves;
}
