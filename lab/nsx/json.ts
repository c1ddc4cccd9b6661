/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; absent members are simply missing. */
export interface JsonObject {
  [key: string]: Json;
}

/** True for a plain JSON object (not null, not a list). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a string. */
export function asText(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a finite number. */
export function asNumber(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The list, or an empty one. */
export function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list, other entries dropped. */
export function asObjects(value: Json | undefined): JsonObject[] {
  return asList(value).filter(isObject);
}

/** The strings of a list, other entries dropped. */
export function asTexts(value: Json | undefined): string[] {
  return asList(value).filter((entry) => typeof entry === 'string');
}

/** The nested object under a key, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const nested = value[key];
  return isObject(nested) ? nested : {};
}

/** A copy without the given members. */
export function omit(value: JsonObject, keys: readonly string[]): JsonObject {
  const copy: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (!keys.includes(key)) copy[key] = member;
  }
  return copy;
}

/** Structural equality of two JSON values; member order does not matter. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((entry, index) => sameJson(entry, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => key in right && sameJson(left[key], right[key]))
  );
}

/** JSON text to a value; undefined when it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    // JSON.parse can only yield JSON values.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
