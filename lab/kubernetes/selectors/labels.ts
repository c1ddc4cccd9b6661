import { badRequest } from '../store/status-error';

/** Decides over a label set. */
export type LabelMatch = (labels: Readonly<Record<string, string>> | undefined) => boolean;

const key = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const setRequirement = new RegExp(String.raw`^(${key})\s+(in|notin)\s*\(([^)]*)\)$`);
const equalityRequirement = new RegExp(String.raw`^(${key})\s*(==|=|!=|>|<)\s*([-A-Za-z0-9_.]*)$`);
const existence = new RegExp(String.raw`^(!?)\s*(${key})$`);

/** Splits at commas outside parentheses. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, position));
      start = position + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim());
}

function compare(name: string, operator: string, wanted: string): LabelMatch {
  switch (operator) {
    case '!=':
      return (labels) => labels?.[name] !== wanted;
    case '>':
      return (labels) => labels?.[name] !== undefined && Number(labels[name]) > Number(wanted);
    case '<':
      return (labels) => labels?.[name] !== undefined && Number(labels[name]) < Number(wanted);
    default:
      return (labels) => labels?.[name] === wanted;
  }
}

function requirement(text: string): LabelMatch | undefined {
  const set = setRequirement.exec(text);
  if (set) {
    const [, name = '', operator, list = ''] = set;
    const values = new Set(list.split(',').map((value) => value.trim()));
    return operator === 'in'
      ? (labels) => labels?.[name] !== undefined && values.has(labels[name])
      : (labels) => labels?.[name] === undefined || !values.has(labels[name]);
  }
  const equality = equalityRequirement.exec(text);
  if (equality) return compare(equality[1] ?? '', equality[2] ?? '', equality[3] ?? '');
  const exists = existence.exec(text);
  if (!exists) return undefined;
  const [, not, name = ''] = exists;
  return not === '!' ? (labels) => labels?.[name] === undefined : (labels) => labels?.[name] !== undefined;
}

/** Parses a label selector with all operators of the API; undefined for an empty one. Throws a 400 on bad syntax. */
export function parseLabelSelector(text: string): LabelMatch | undefined {
  if (text.trim() === '') return undefined;
  const parts = split(text).map((part) => {
    const match = requirement(part);
    if (!match) throw badRequest(`unable to parse requirement: found '${part}', expected: a label requirement`);
    return match;
  });
  return (labels) => parts.every((match) => match(labels));
}
