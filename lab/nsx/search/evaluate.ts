import { isObject, type Json, type JsonObject } from '../json';
import type { QueryNode, RangeBound, ValueTest } from './lucene';

/** Every scalar below a dotted path; lists are flattened, so their entries lose their pairing. */
export function valuesAt(value: Json | undefined, path: readonly string[], into: (string | number | boolean)[] = []) {
  if (value === undefined || value === null) return into;
  if (Array.isArray(value)) {
    for (const entry of value) valuesAt(entry, path, into);
  } else if (isObject(value)) {
    const [head, ...rest] = path;
    if (head === undefined) for (const member of Object.values(value)) valuesAt(member, [], into);
    else valuesAt(value[head], rest, into);
  } else if (path.length === 0) {
    into.push(value);
  }
  return into;
}

function compare(value: string | number | boolean, bound: string): number {
  const number = Number(bound);
  if (typeof value === 'number' && bound !== '' && !Number.isNaN(number)) return value - number;
  const text = String(value).toLowerCase();
  return text < bound ? -1 : text > bound ? 1 : 0;
}

function withinBound(value: string | number | boolean, { operator, text }: RangeBound): boolean {
  const order = compare(value, text);
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  return operator === '<' ? order < 0 : order <= 0;
}

/** Whether one scalar satisfies a test. */
export function satisfies(value: string | number | boolean, test: ValueTest): boolean {
  if (test.kind === 'range') return test.bounds.every((bound) => withinBound(value, bound));
  const text = String(value).toLowerCase();
  if (test.kind === 'pattern') return test.source.test(text);
  return text === test.text || (typeof value === 'number' && test.text !== '' && Number(test.text) === value);
}

const pathCache = new Map<string, readonly string[]>();

function splitField(field: string): readonly string[] {
  const known = pathCache.get(field);
  if (known !== undefined) return known;
  const split = field.split('.');
  if (pathCache.size < 500) pathCache.set(field, split);
  return split;
}

function matchesWords(value: string | number | boolean, test: ValueTest): boolean {
  if (satisfies(value, test)) return true;
  // A bare term finds words inside longer texts too.
  return typeof value === 'string' && value.split(/[^\p{L}\p{N}]+/u).some((word) => satisfies(word, test));
}

function termMatches(body: JsonObject, field: string | undefined, test: ValueTest): boolean {
  if (field === undefined) return valuesAt(body, []).some((value) => matchesWords(value, test));
  if (field === '_exists_') return test.kind === 'equals' && valuesAt(body, splitField(test.text)).length > 0;
  return valuesAt(body, splitField(field)).some((value) => satisfies(value, test));
}

/** Whether an object satisfies a parsed query. */
export function matches(node: QueryNode, body: JsonObject): boolean {
  switch (node.kind) {
    case 'all':
      return true;
    case 'and':
      return node.parts.every((part) => matches(part, body));
    case 'or':
      return node.parts.some((part) => matches(part, body));
    case 'not':
      return !matches(node.part, body);
    case 'term':
      return termMatches(body, node.field, node.test);
  }
}

/** True when some term of the query looks below the given top-level member. */
export function mentions(node: QueryNode, member: string): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.parts.some((part) => mentions(part, member));
  if (node.kind === 'not') return mentions(node.part, member);
  return node.kind === 'term' && (node.field === undefined || node.field.split('.')[0] === member);
}
