/** Readers of JSON of unknown shape: they answer the asked type or a default and never throw. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as object, or an empty one. */
export function object(value: unknown): JsonObject {
  // A non-null, non-array object from JSON.parse is a string-keyed record.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The value as list, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text, or nothing. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value as finite number, or nothing. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value as map of texts; entries of other types are left out. */
export function stringMap(value: unknown): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [key, entry] of Object.entries(object(value))) if (typeof entry === 'string') found[key] = entry;
  return found;
}
