import { isObject } from '../json/value';
import { resolveModel } from './models';
import type { Schema } from './schema';

/** What reading a body against its schema found. */
export interface Decoded {
  /** Paths of unknown fields, as strict decoding names them. */
  unknown: string[];
  /** The first type mismatch, in the words of a Go JSON decoder. */
  mismatch: string | undefined;
}

const goTypes: Readonly<Record<string, string>> = {
  integer: 'int32',
  number: 'float64',
  boolean: 'bool',
  string: 'string',
};

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function fits(schema: Schema, value: unknown): boolean {
  if (schema.intOrString) return typeof value === 'string' || typeof value === 'number';
  switch (schema.type) {
    case 'string':
      // Quantities are strings to a client and may be written as numbers.
      return typeof value === 'string';
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

function isQuantity(path: string, value: unknown): boolean {
  return (
    typeof value === 'number' &&
    /(?:^|\.)(?:limits|requests|capacity|allocatable|hard|used|averageValue|sizeLimit|max|min|default|defaultRequest)(?:\.|$)/.test(
      path,
    )
  );
}

/**
 * Walks a value by its schema, dropping unknown fields from it (as decoding into a typed object does) and naming them.
 * Null values of typed fields are dropped too: they mean absent.
 */
export function decode(root: Schema, value: Record<string, unknown>): Decoded {
  const result: Decoded = { unknown: [], mismatch: undefined };
  walkObject(resolveModel(root), value, '', result);
  return result;
}

function walk(node: Schema, value: unknown, path: string, result: Decoded): void {
  const schema = resolveModel(node);
  if (value === null || value === undefined) return;
  if (!fits(schema, value) && !isQuantity(path, value)) {
    const expected = goTypes[schema.type ?? ''] ?? schema.type ?? 'value';
    result.mismatch ??= `json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ${path} of type ${expected}`;
    return;
  }
  if (schema.embedded && isObject(value)) return;
  if (Array.isArray(value)) {
    const items = schema.items;
    if (items) {
      for (const [position, item] of value.entries()) walk(items, item, `${path}[${position}]`, result);
    }
  } else if (isObject(value)) {
    walkObject(schema, value, path, result);
  }
}

function walkObject(schema: Schema, value: Record<string, unknown>, path: string, result: Decoded): void {
  for (const key of Object.keys(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    const property = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    const child = property ?? schema.values;
    if (child) {
      if (value[key] === null && property && !property.free) delete value[key];
      else walk(child, value[key], here, result);
    } else if (!schema.free && (schema.properties || schema.values)) {
      result.unknown.push(here);
      delete value[key];
    }
  }
}
