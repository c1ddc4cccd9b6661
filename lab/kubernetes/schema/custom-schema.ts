import { asArray, asObject, asString, isObject } from '../json/value';
import type { Schema } from './schema';

const types = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

function propertiesOf(source: Record<string, unknown>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(asObject(source.properties)).map(([name, value]) => [name, fromOpenApi(value)]),
  );
}

/** Reads one node of a CRD's openAPIV3Schema. */
export function fromOpenApi(value: unknown): Schema {
  const source = asObject(value);
  const type = asString(source.type);
  const values = source.additionalProperties;
  const keys = asArray(source['x-kubernetes-list-map-keys']).map(asString);
  const listType = asString(source['x-kubernetes-list-type']);
  return {
    ...(types.has(type) ? { type: type as NonNullable<Schema['type']> } : {}), // checked against the set of types
    ...(source.format === undefined ? {} : { format: asString(source.format) }),
    ...(source.description === undefined ? {} : { description: asString(source.description) }),
    ...(isObject(source.properties) ? { properties: propertiesOf(source) } : {}),
    ...(source.required === undefined ? {} : { required: asArray(source.required).map(asString) }),
    ...(isObject(source.items) ? { items: fromOpenApi(source.items) } : {}),
    ...(isObject(values) ? { values: fromOpenApi(values) } : {}),
    ...(source['x-kubernetes-int-or-string'] === true ? { intOrString: true } : {}),
    ...(source['x-kubernetes-preserve-unknown-fields'] === true || values === true ? { free: true } : {}),
    ...(source['x-kubernetes-embedded-resource'] === true ? { embedded: true } : {}),
    ...(listType === 'map' || listType === 'set' || listType === 'atomic' ? { listType } : {}),
    ...(keys.length > 0 ? { listMapKeys: keys } : {}),
    ...(source['x-kubernetes-map-type'] === 'atomic' ? { mapType: 'atomic' as const } : {}),
  };
}
