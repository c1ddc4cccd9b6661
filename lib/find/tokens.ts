import type { Mistake } from './expression';

/** A piece of an expression: a bracket, a word between terms, or a term (`name ~ text`, or a lone word). */
export type Token =
  | { readonly type: '(' | ')' | 'and' | 'or' | 'not'; readonly at: number }
  | {
      readonly type: 'term';
      readonly at: number;
      /** Null for a lone word. */
      readonly field: string | null;
      readonly operator: ':' | '=' | '~';
      readonly value: string;
    };

const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not']);
/** A field with its operator; `ip in 10.0.0.0/8` is another way to write `ip:10.0.0.0/8`. */
const FIELD = /^([a-z-]+)\s*([:=~])\s*/i;
const INSIDE = /^(ip)\s+in\s+/i;
const PLAIN = /^[^\s()"]+/;

/** Cuts an expression into its pieces. */
export function tokensOf(text: string): readonly Token[] | Mistake {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const [space] = /^\s*/.exec(rest) ?? [''];
    if (space.length > 0) {
      at += space.length;
      continue;
    }
    const found = bracket(rest, at) ?? word(rest, at) ?? term(rest, at);
    if ('message' in found) return found;
    tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}

interface Found {
  readonly token: Token;
  readonly length: number;
}

function bracket(rest: string, at: number): Found | null {
  const [first] = rest;
  if (first === '(' || first === ')') return { token: { type: first, at }, length: 1 };
  return first === '-' && rest.length > 1 && !/^-\s/.test(rest) ? { token: { type: 'not', at }, length: 1 } : null;
}

function word(rest: string, at: number): Found | null {
  const [found = ''] = PLAIN.exec(rest) ?? [];
  const name = found.toLowerCase();
  if (!WORDS.has(name)) return null;
  return { token: { type: name as 'and' | 'or' | 'not', at }, length: found.length }; // just looked up in WORDS
}

function term(rest: string, at: number): Found | Mistake {
  const [inside, ip] = INSIDE.exec(rest) ?? [];
  const [head = inside ?? '', field = ip ?? null, operator = ':'] = FIELD.exec(rest) ?? [];
  const value = valueAt(rest.slice(head.length));
  if (value === null) return { at: at + head.length, message: 'a quotation mark is not closed' };
  if (value.length === 0) return { at: at + head.length, message: `a value is missing after "${head.trim()}"` };
  const token: Token = {
    type: 'term',
    at,
    field: field?.toLowerCase() ?? null,
    operator: operator as ':' | '=' | '~', // the pattern allows no other
    value: value.text,
  };
  return { token, length: head.length + value.length };
}

/** A quoted text or everything up to the next space; null when the quotation does not end. */
function valueAt(rest: string): { readonly text: string; readonly length: number } | null {
  if (!rest.startsWith('"')) {
    const [text = ''] = PLAIN.exec(rest) ?? [];
    return { text, length: text.length };
  }
  const end = rest.indexOf('"', 1);
  return end < 0 ? null : { text: rest.slice(1, end), length: end + 1 };
}
