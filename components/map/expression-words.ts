/** A field whose values can be listed by commas. */
export type ListField = 'state' | 'kind';

const patternOf = (field: ListField): RegExp => new RegExp(`(^|[\\s(])${field}:([\\w,-]+)`);

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
  return text
    .replace(patternOf(field), (_, before: string) => `${before}${term}`)
    .replace(/\s+/g, ' ')
    .trim();
}
