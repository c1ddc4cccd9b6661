import { z } from 'zod';
import { Remembered } from './remembered';

export type Json = Readonly<Record<string, unknown>>;

/** True for a plain JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a non-empty string, else null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number, also when it came as a string, as some NSX versions send it; else null. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return null;
}

/** The same for schemas; nothing else is taken for a number, least of all null for 0. */
export const wholeNumber = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);

/** Epoch milliseconds of a number, an ISO string or a Date (client libraries give either); null when there is none. */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isFinite(value.getTime()) ? value.getTime() : null;
  if (typeof value !== 'string' || value === '') return null;
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isFinite(time) ? time : null;
}

/** The elements of an array that are objects; empty for anything else. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The non-empty strings of an array. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}

/** The string values of a map such as labels; entries of other types are left out. */
export function textMapOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  for (const key in value) if (typeof value[key] !== 'string') return withoutForeign(value);
  return value as Record<string, string>; // every value was just checked
}

function withoutForeign(value: Json): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, item] of Object.entries(value)) if (typeof item === 'string') texts[key] = item;
  return texts;
}

const shared = new Remembered<string>(50_000);
const itself = (text: string): string => text;

/**
 * The same string object for equal text. JSON.parse makes a new string for every value, and tag scopes, namespaces and
 * cluster names come a hundred thousand times: sharing them keeps an object under its memory budget.
 */
export function shareText(text: string): string {
  return shared.of(text, itself);
}

const NOTHING: readonly never[] = [];

/** A copy without room to grow: arrays made by push keep space for sixteen more, which adds up over many objects. */
export function exact<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NOTHING : list.slice();
}

const MAX_BAD_FIELDS = 8;

/**
 * Reads the fields a schema names. A field of the wrong type is left out and told in `issues`, so that one bad field does
 * not cost the object; the schema must therefore make every field optional.
 */
export function readFields<T extends z.ZodType>(
  schema: T,
  raw: Json,
): { fields: z.infer<T>; issues: readonly string[] } {
  // Nearly every object is without any: they share one list.
  let issues: readonly string[] = NOTHING;
  let input: unknown = raw;
  for (let attempt = 0; attempt <= MAX_BAD_FIELDS; attempt++) {
    const result = schema.safeParse(input);
    if (result.success) return { fields: result.data, issues };
    const [issue] = result.error.issues;
    const path = issue?.path ?? [];
    issues = [...issues, `${path.join('.') || 'object'}: ${issue?.message ?? 'unreadable'}`];
    input = without(input, path);
  }
  return { fields: schema.parse({}), issues };
}

/** The fields that issues of {@link readFields} are about, by their names at the top. */
export function unreadFields(issues: readonly string[]): readonly string[] {
  if (issues.length === 0) return NOTHING;
  return [...new Set(issues.map((issue) => /^[^.:]+/.exec(issue)?.[0] ?? 'object'))];
}

function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return {};
  if (Array.isArray(value)) {
    if (rest.length === 0) return value.filter((_, index) => index !== head);
    return value.map((item, index) => (index === head ? without(item, rest) : item));
  }
  if (!isObject(value)) return {};
  const { [String(head)]: child, ...others } = value;
  return rest.length === 0 ? others : { ...others, [String(head)]: without(child, rest) };
}
