import { applicationProblem, type Problem } from '../problem';

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

function condition(field: string, operator: string, value: string): string {
  const bare = value.replace(/^'(.*)'$/, '$1').replace(/^"(.*)"$/, '$1');
  if (operator === '!=') return `NOT ${field}:${quote(bare)}`;
  if (operator === 'like') return `${field}:*${bare.replace(/[^\p{L}\p{N}]/gu, '\\$&')}*`;
  if (operator === '=') return `${field}:${quote(bare)}`;
  return `${field}:${operator}${quote(bare)}`;
}

/** Rewrites `Type where field = value and …` of the DSL into a query string; 400 when it cannot be read. */
export function dslToLucene(text: string): string | Problem {
  const head = /^\s*(\w+)(?:\s+where\s+(.+))?$/is.exec(text);
  if (head === null) return applicationProblem(400, 60507, `The DSL query '${text}' cannot be read.`, 'nsx-search');
  const [, type = '', where] = head;
  if (where === undefined) return `resource_type:${type}`;
  const pieces = where.split(/\s+(and|or)\s+/i);
  const parts: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 1) {
      parts.push(piece.toUpperCase());
      continue;
    }
    const match = /^\s*([\w.]+)\s*(!=|<=|>=|=|<|>|\blike\b)\s*(.+?)\s*$/is.exec(piece);
    if (match === null)
      return applicationProblem(400, 60507, `The DSL condition '${piece}' cannot be read.`, 'nsx-search');
    parts.push(condition(match[1] ?? '', (match[2] ?? '=').toLowerCase(), match[3] ?? ''));
  }
  return `resource_type:${type} AND (${parts.join(' ')})`;
}
