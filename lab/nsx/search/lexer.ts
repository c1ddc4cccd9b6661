/** A piece of a query string. `word` keeps its wildcards apart from escaped characters. */
export type Token =
  | { readonly kind: 'word'; readonly chars: readonly WordChar[]; readonly at: number }
  | { readonly kind: 'phrase'; readonly text: string; readonly at: number }
  | { readonly kind: 'compare'; readonly operator: '>' | '>=' | '<' | '<='; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: SymbolText; readonly at: number };

/** One character of a word; `literal` when it was escaped and so means itself. */
export interface WordChar {
  readonly char: string;
  readonly literal: boolean;
}

type SymbolText = '(' | ')' | '[' | ']' | '{' | '}' | ':' | 'AND' | 'OR' | 'NOT' | '+' | '-';

/** Raised while reading a query; the search answers it with 400. */
export class QuerySyntaxError extends Error {}

const single = new Set(['(', ')', '[', ']', '{', '}', ':']);
/** Reserved wherever they stand unescaped. `-`, `+` and `!` only count at the start of a clause. */
const forbidden = new Set(['/', '=', '^', '~', '&', '|', '>', '<', '"']);

function isSymbolChar(char: string): char is '(' | ')' | '[' | ']' | '{' | '}' | ':' {
  return single.has(char);
}

function readPhrase(query: string, start: number): { text: string; next: number } {
  let text = '';
  for (let index = start + 1; index < query.length; index += 1) {
    const char = query.charAt(index);
    if (char === '"') return { text, next: index + 1 };
    if (char === '\\') index += 1;
    text += query.charAt(index);
  }
  throw new QuerySyntaxError(`the quote at position ${start} is not closed`);
}

function readWord(query: string, start: number): { chars: WordChar[]; next: number } {
  const chars: WordChar[] = [];
  let index = start;
  while (index < query.length) {
    const char = query.charAt(index);
    if (/\s/.test(char) || single.has(char)) break;
    if (char === '\\') {
      if (index + 1 >= query.length) throw new QuerySyntaxError('a backslash at the end escapes nothing');
      chars.push({ char: query.charAt(index + 1), literal: true });
      index += 2;
      continue;
    }
    if (forbidden.has(char)) throw new QuerySyntaxError(`unescaped '${char}' at position ${index}`);
    chars.push({ char, literal: false });
    index += 1;
  }
  return { chars, next: index };
}

function wordToken(chars: readonly WordChar[], at: number): Token {
  if (chars.every(({ literal }) => !literal)) {
    const text = chars.map(({ char }) => char).join('');
    if (text === 'AND' || text === 'OR' || text === 'NOT') return { kind: 'symbol', text, at };
  }
  return { kind: 'word', chars, at };
}

function comparison(query: string, index: number): Token & { kind: 'compare' } {
  const operator = query.charAt(index) as '>' | '<'; // the caller has looked at this character
  return { kind: 'compare', operator: query.charAt(index + 1) === '=' ? `${operator}=` : operator, at: index };
}

function readOne(query: string, index: number): { token: Token; next: number } {
  const char = query.charAt(index);
  if (isSymbolChar(char)) return { token: { kind: 'symbol', text: char, at: index }, next: index + 1 };
  if (char === '"') {
    const { text, next } = readPhrase(query, index);
    return { token: { kind: 'phrase', text, at: index }, next };
  }
  if (query.startsWith('&&', index)) return { token: { kind: 'symbol', text: 'AND', at: index }, next: index + 2 };
  if (query.startsWith('||', index)) return { token: { kind: 'symbol', text: 'OR', at: index }, next: index + 2 };
  if (char === '!') return { token: { kind: 'symbol', text: 'NOT', at: index }, next: index + 1 };
  if ((char === '+' || char === '-') && /[^\s)]/.test(query.charAt(index + 1))) {
    return { token: { kind: 'symbol', text: char, at: index }, next: index + 1 };
  }
  if (char === '>' || char === '<') {
    const token = comparison(query, index);
    return { token, next: index + token.operator.length };
  }
  const { chars, next } = readWord(query, index);
  return { token: wordToken(chars, index), next };
}

/** Splits a query into tokens; throws QuerySyntaxError on unescaped reserved characters. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  while (index < query.length) {
    if (/\s/.test(query.charAt(index))) {
      index += 1;
      continue;
    }
    const { token, next } = readOne(query, index);
    tokens.push(token);
    index = next;
  }
  return tokens;
}
