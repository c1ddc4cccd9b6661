import type { Mistake } from './problem';

/** A query parameter that an endpoint knows. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** May be given more than once. */
  readonly many?: boolean;
  /** The only values there are. */
  readonly values?: readonly string[];
}

export type ReadQuery =
  | {
      readonly ok: true;
      readonly all: (name: string) => readonly string[];
      readonly one: (name: string) => string | null;
    }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Checks the query of a request against what the endpoint knows; every mistake is listed. */
export function readQuery(params: URLSearchParams, known: readonly Parameter[]): ReadQuery {
  const mistakes = [...new Set(params.keys())].flatMap((name) => mistakesOf(name, params.getAll(name), known));
  if (mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, all: (name) => params.getAll(name), one: (name) => params.get(name) };
}

function mistakesOf(name: string, values: readonly string[], known: readonly Parameter[]): readonly Mistake[] {
  const where = `query.${name}`;
  const parameter = known.find((candidate) => candidate.name === name);
  if (parameter === undefined) {
    const names = known.map((candidate) => candidate.name).join(', ');
    const remedy = names === '' ? 'take it out; there are no parameters here' : `known here are ${names}`;
    return [{ where, message: `is not a parameter; ${remedy}` }];
  }
  if (values.length > 1 && parameter.many !== true)
    return [{ where, message: 'is given more than once; give it once' }];
  const { values: allowed } = parameter;
  const bad = allowed === undefined ? [] : values.filter((value) => !allowed.includes(value));
  return bad.map((value) => ({ where, message: `is "${value}"; it may be ${(allowed ?? []).join(', ')}` }));
}
