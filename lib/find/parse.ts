import type { Mistake, Parsed, Test } from './expression';
import { testOf } from './terms';
import { type Token, tokensOf } from './tokens';

/** Longer expressions are mistakes of whoever made the link. */
const MAX_LENGTH = 500;
const MAX_DEPTH = 20;

/** Thrown and caught in here alone: where the expression cannot be read on. */
class Unreadable extends Error {
  constructor(readonly mistake: Mistake) {
    super(mistake.message);
  }
}

/**
 * Reads an expression: terms (`kind:pod`, `state:failed,warning`, `label:app=web`, `tag:scope|value`, `name~redis`,
 * `ip in 10.0.0.0/8`, a lone word), joined by `and` (or nothing), `or` and `not` (or `-`), with brackets.
 */
export function parseFind(text: string): Parsed {
  if (text.length > MAX_LENGTH)
    return { ok: false, mistake: { at: MAX_LENGTH, message: `it is longer than ${MAX_LENGTH} characters` } };
  const tokens = tokensOf(text);
  if ('message' in tokens) return { ok: false, mistake: tokens };
  if (tokens.length === 0) return { ok: false, mistake: { at: 0, message: 'it says nothing' } };
  try {
    const reader = new Reader(tokens, text.length);
    return { ok: true, test: reader.whole() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, mistake: error.mistake };
    throw error;
  }
}

class Reader {
  #next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly length: number,
  ) {}

  whole(): Test {
    const test = this.#either(0);
    const left = this.tokens[this.#next];
    if (left !== undefined) throw new Unreadable({ at: left.at, message: 'a bracket is closed that was not opened' });
    return test;
  }

  #either(depth: number): Test {
    const tests = [this.#all(depth)];
    while (this.#take('or')) tests.push(this.#all(depth));
    const [only] = tests;
    return tests.length === 1 && only !== undefined ? only : (subject) => tests.some((test) => test(subject));
  }

  #all(depth: number): Test {
    const tests = [this.#one(depth)];
    for (;;) {
      const joined = this.#take('and');
      const type = this.tokens[this.#next]?.type;
      if (!joined && (type === undefined || type === 'or' || type === ')')) break;
      tests.push(this.#one(depth));
    }
    const [only] = tests;
    return tests.length === 1 && only !== undefined ? only : (subject) => tests.every((test) => test(subject));
  }

  #one(depth: number): Test {
    if (depth > MAX_DEPTH) throw new Unreadable({ at: this.#at(), message: 'it nests too deeply' });
    if (this.#take('not')) {
      const test = this.#one(depth + 1);
      return (subject) => !test(subject);
    }
    if (this.#take('(')) {
      const test = this.#either(depth + 1);
      if (!this.#take(')')) throw new Unreadable({ at: this.#at(), message: 'a bracket is not closed' });
      return test;
    }
    const token = this.tokens[this.#next];
    if (token?.type !== 'term') throw new Unreadable({ at: this.#at(), message: 'a term such as kind:pod is missing' });
    this.#next++;
    const test = testOf(token);
    if (typeof test === 'string') throw new Unreadable({ at: token.at, message: test });
    return test;
  }

  #take(type: Token['type']): boolean {
    if (this.tokens[this.#next]?.type !== type) return false;
    this.#next++;
    return true;
  }

  #at(): number {
    return this.tokens[this.#next]?.at ?? this.length;
  }
}
