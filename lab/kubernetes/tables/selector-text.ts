import { asArray, asObject, asString } from '../json/value';

/** A label map as `a=b,c=d`, sorted; `<none>` when empty. */
export function labelsText(labels: unknown): string {
  const pairs = Object.entries(asObject(labels)).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

/** A label selector object as the query text that means the same; `<none>` when it selects nothing special. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = asObject(selector);
  const parts = Object.entries(asObject(matchLabels))
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort();
  for (const entry of asArray(matchExpressions)) {
    const { key, operator, values } = asObject(entry);
    const list = asArray(values).map(asString).sort().join(',');
    if (operator === 'In') parts.push(`${asString(key)} in (${list})`);
    else if (operator === 'NotIn') parts.push(`${asString(key)} notin (${list})`);
    else parts.push(operator === 'Exists' ? asString(key) : `!${asString(key)}`);
  }
  return parts.length === 0 ? '<none>' : parts.join(',');
}
