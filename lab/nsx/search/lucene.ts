import { QuerySyntaxError, type Token, tokenize, type WordChar } from './lexer';

/** What one value must satisfy. All texts are lower case: matching ignores case. */
export type ValueTest =
  | { readonly kind: 'equals'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: RegExp }
  | { readonly kind: 'range'; readonly bounds: readonly RangeBound[] };

/** One end of a range. */
export interface RangeBound {
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly text: string;
}

/** A parsed query. A term without a field looks at every value of an object. */
export type QueryNode =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly part: QueryNode }
  | { readonly kind: 'all' }
  | { readonly kind: 'term'; readonly field: string | undefined; readonly test: ValueTest };

const plain = (chars: readonly WordChar[]) => chars.map(({ char }) => char).join('');

function wordTest(chars: readonly WordChar[]): ValueTest {
  const wild = chars.some(({ char, literal }) => !literal && (char === '*' || char === '?'));
  if (!wild) return { kind: 'equals', text: plain(chars).toLowerCase() };
  const source = chars
    .map(({ char, literal }) => {
      if (!literal && char === '*') return '[\\s\\S]*';
      if (!literal && char === '?') return '[\\s\\S]';
      return char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    })
    .join('');
  return { kind: 'pattern', source: new RegExp(`^${source}$`, 'iu') };
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): QueryNode {
    const node = this.#or(undefined);
    const rest = this.#peek();
    if (rest !== undefined) throw new QuerySyntaxError(`unexpected input at position ${rest.at}`);
    return node;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #isSymbol(text: string): boolean {
    const token = this.#peek();
    return token?.kind === 'symbol' && token.text === text;
  }

  #take(text: string): boolean {
    if (!this.#isSymbol(text)) return false;
    this.#next += 1;
    return true;
  }

  #or(field: string | undefined): QueryNode {
    const parts = [this.#and(field)];
    // Clauses that merely stand side by side are alternatives, as in Lucene.
    while (this.#take('OR') || this.#startsClause()) parts.push(this.#and(field));
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'or', parts };
  }

  #startsClause(): boolean {
    const token = this.#peek();
    if (token === undefined) return false;
    return token.kind !== 'symbol' || ['(', '[', '{', 'NOT', '+', '-'].includes(token.text);
  }

  #and(field: string | undefined): QueryNode {
    const parts = [this.#unary(field)];
    while (this.#take('AND')) parts.push(this.#unary(field));
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'and', parts };
  }

  #unary(field: string | undefined): QueryNode {
    if (this.#take('NOT') || this.#take('-')) return { kind: 'not', part: this.#unary(field) };
    if (this.#take('+')) return this.#unary(field);
    return this.#primary(field);
  }

  #primary(field: string | undefined): QueryNode {
    const token = this.#peek();
    if (token === undefined) throw new QuerySyntaxError('the query ends where a term is expected');
    if (this.#take('(')) {
      const node = this.#or(field);
      if (!this.#take(')')) throw new QuerySyntaxError(`the parenthesis at position ${token.at} is not closed`);
      return node;
    }
    if (token.kind === 'symbol' && (token.text === '[' || token.text === '{')) return this.#range(field);
    if (token.kind === 'compare') return this.#comparison(field);
    this.#next += 1;
    if (token.kind === 'word' && this.#take(':')) return this.#fieldValue(plain(token.chars), field, token.at);
    if (token.kind === 'word') return { kind: 'term', field, test: wordTest(token.chars) };
    if (token.kind === 'phrase')
      return { kind: 'term', field, test: { kind: 'equals', text: token.text.toLowerCase() } };
    throw new QuerySyntaxError(`unexpected '${token.text}' at position ${token.at}`);
  }

  #fieldValue(name: string, outer: string | undefined, at: number): QueryNode {
    if (outer !== undefined || name === '') throw new QuerySyntaxError(`unescaped ':' at position ${at}`);
    const value = this.#peek();
    if (value === undefined) throw new QuerySyntaxError(`field '${name}' has no value`);
    if (value.kind === 'symbol' && !['(', '[', '{', '-', '+'].includes(value.text)) {
      throw new QuerySyntaxError(`unexpected '${value.text}' at position ${value.at}`);
    }
    if (name === '*' && value.kind === 'word' && plain(value.chars) === '*') {
      this.#next += 1;
      return { kind: 'all' };
    }
    const node = this.#signedValue(name);
    if (this.#isSymbol(':')) throw new QuerySyntaxError(`unescaped ':' at position ${this.#peek()?.at ?? at}`);
    return node;
  }

  /** A value that begins with a minus is a negative number, not a negation: `n:-5`. */
  #signedValue(name: string): QueryNode {
    const sign = this.#peek();
    if (sign?.kind !== 'symbol' || (sign.text !== '-' && sign.text !== '+')) return this.#primary(name);
    this.#next += 1;
    const word = this.#peek();
    if (word?.kind !== 'word') throw new QuerySyntaxError(`unexpected '${sign.text}' at position ${sign.at}`);
    this.#next += 1;
    return { kind: 'term', field: name, test: wordTest([{ char: sign.text, literal: true }, ...word.chars]) };
  }

  #comparison(field: string | undefined): QueryNode {
    const token = this.#peek();
    if (token?.kind !== 'compare' || field === undefined) throw new QuerySyntaxError('a comparison needs a field');
    this.#next += 1;
    const text = this.#plainValue();
    return { kind: 'term', field, test: { kind: 'range', bounds: [{ operator: token.operator, text }] } };
  }

  #range(field: string | undefined): QueryNode {
    if (field === undefined) throw new QuerySyntaxError('a range needs a field');
    const low = this.#take('[') ? '>=' : this.#take('{') ? '>' : undefined;
    const from = this.#plainValue();
    const word = this.#peek();
    if (word?.kind !== 'word' || plain(word.chars) !== 'TO') throw new QuerySyntaxError('a range is written [a TO b]');
    this.#next += 1;
    const to = this.#plainValue();
    const high = this.#take(']') ? '<=' : this.#take('}') ? '<' : undefined;
    if (low === undefined || high === undefined) throw new QuerySyntaxError('the range is not closed');
    const bounds: RangeBound[] = [];
    if (from !== '*') bounds.push({ operator: low, text: from });
    if (to !== '*') bounds.push({ operator: high, text: to });
    return { kind: 'term', field, test: { kind: 'range', bounds } };
  }

  #plainValue(): string {
    const negative = this.#take('-') ? '-' : '';
    const token = this.#peek();
    this.#next += 1;
    if (token?.kind === 'word') return `${negative}${plain(token.chars)}`.toLowerCase();
    if (token?.kind === 'phrase') return token.text.toLowerCase();
    throw new QuerySyntaxError('a comparison or range needs a value');
  }
}

/** Parses the Lucene subset of the search API; throws QuerySyntaxError with the reason. */
export function parseQuery(query: string): QueryNode {
  const tokens = tokenize(query);
  if (tokens.length === 0) throw new QuerySyntaxError('the query is empty');
  return new Parser(tokens).parse();
}
