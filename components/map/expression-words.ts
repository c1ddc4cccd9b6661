import { parseFind } from '@/lib/find';
import { tokensOf } from '@/lib/find/tokens';

/** A field whose values can be listed by commas; of several, one is enough. */
const LISTS = ['state', 'kind', 'namespace', 'cluster', 'node', 'ip'] as const;
export type ListField = (typeof LISTS)[number];
const isList = (field: string): field is ListField => LISTS.some((name) => name === field);

const patternOf = (field: ListField): RegExp => new RegExp(`(^|[\\s(])${field}:([\\w.,/:-]+)`);

/** Values of the field that the expression names first. */
export function valuesOf(text: string, field: ListField): readonly string[] {
  return patternOf(field).exec(text)?.[2]?.split(',') ?? [];
}

/** The expression with one value more, or without it: `state:failed` and `warning` give `state:failed,warning`. */
export function withValue(text: string, field: ListField, value: string): string {
  const values = valuesOf(text, field);
  if (values.length === 0) return `${text} ${field}:${value}`.trim();
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  const term = next.length === 0 ? '' : `${field}:${next.join(',')}`;
  return tidy(text.replace(patternOf(field), (_, before: string) => `${before}${term}`));
}

/** The expression narrowed by one more term; a value of a field that takes lists joins those that are there. */
export function withTerm(text: string, field: string, value: string): string {
  if (isList(field)) return valuesOf(text, field).includes(value) ? text : withValue(text, field, value);
  const term = `${field}:${/[\s()"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
  return termsOf(text)?.includes(term) === true ? text : `${text} ${term}`.trim();
}

/** The terms of an expression that must all hold; null where it says more than that, with `or` or brackets. */
export function termsOf(text: string): readonly string[] | null {
  const tokens = parseFind(text).ok ? tokensOf(text) : [];
  if ('message' in tokens || tokens.some(({ type }) => type === 'or' || type === '(' || type === ')')) return null;
  const terms: string[] = [];
  let start: number | null = null;
  for (const [index, { type, at }] of tokens.entries()) {
    if (type === 'and') continue;
    start ??= at;
    if (type === 'not') continue;
    terms.push(text.slice(start, tokens[index + 1]?.at ?? text.length).trim());
    start = null;
  }
  return terms;
}

/** The expression without one of its terms. */
export function withoutTerm(text: string, term: string): string {
  return (termsOf(text) ?? []).filter((one) => one !== term).join(' ');
}

/** An expression without effect, and why. */
export interface IdleExpression {
  readonly name: 'find' | 'hide';
  readonly text: string;
  readonly why: string;
}

/** Which of Find and Hide do nothing: those that cannot be read, and a Find that means nothing in the view. */
export function idleExpressions(
  { find, hide }: Readonly<Record<'find' | 'hide', string>>,
  found: number | undefined,
): readonly IdleExpression[] {
  return (
    [
      ['find', find],
      ['hide', hide],
    ] as const
  ).flatMap(([name, text]) => {
    if (text === '') return [];
    const parsed = parseFind(text);
    if (!parsed.ok)
      return { name, text, why: ` cannot be read, character ${parsed.mistake.at + 1}: ${parsed.mistake.message}` };
    return name === 'find' && found === 0 ? { name, text, why: ' means nothing on this map, drawn or folded.' } : [];
  });
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();
