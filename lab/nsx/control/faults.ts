import { randomUUID } from 'node:crypto';
import { asNumber, asText, isObject, type Json, type JsonObject } from '../json';

/** Every kind of fault and the fields it takes besides id, kind, match, times and probability. */
const kinds: Readonly<Record<string, Readonly<Record<string, 'number' | 'text' | 'any'>>>> = {
  latency: { ms: 'number', jitterMs: 'number' },
  status: { status: 'number', body: 'any', headers: 'any' },
  drop: {},
  truncate: {},
  garbage: {},
  hang: {},
  'sessions-expire': {},
  'rate-limit': { perSecond: 'number', concurrent: 'number' },
  'search-lag': { ms: 'number' },
  'search-broken': { code: 'number', resourceType: 'text' },
  'wrong-count': { delta: 'number' },
  down: {},
  'half-open': {},
  'clock-skew': { ms: 'number' },
};
const requiredFields: Readonly<Record<string, readonly string[]>> = {
  latency: ['ms'],
  status: ['status'],
  'search-lag': ['ms'],
  'search-broken': ['code'],
  'wrong-count': ['delta'],
  'clock-skew': ['ms'],
};
const shared = ['id', 'kind', 'match', 'times', 'probability'];

/** A planted fault. */
export interface Fault {
  readonly id: string;
  readonly kind: string;
  readonly method: string | undefined;
  readonly path: RegExp | undefined;
  /** How often it still strikes; undefined for ever. */
  remaining: number | undefined;
  /** How likely it strikes a request it matches. */
  readonly probability: number;
  readonly fields: JsonObject;
}

function matchErrors(match: Json | undefined): string[] {
  if (match === undefined) return [];
  if (!isObject(match)) return ['match: an object with method and path'];
  const errors = Object.keys(match)
    .filter((key) => key !== 'method' && key !== 'path')
    .map((key) => `match.${key}: unknown, known are method, path`);
  for (const key of ['method', 'path'])
    if (match[key] !== undefined && typeof match[key] !== 'string') errors.push(`match.${key}: a string`);
  const path = asText(match.path);
  try {
    if (path !== undefined) new RegExp(path);
  } catch {
    errors.push(`match.path: '${path ?? ''}' is not a regular expression`);
  }
  return errors;
}

function numberErrors(body: JsonObject): string[] {
  const errors: string[] = [];
  const times = body.times;
  if (times !== undefined && !(typeof times === 'number' && Number.isInteger(times) && times > 0))
    errors.push('times: a positive integer');
  const { probability } = body;
  if (probability !== undefined && !(typeof probability === 'number' && probability >= 0 && probability <= 1))
    errors.push('probability: a number from 0 to 1');
  return errors;
}

function fieldErrors(body: JsonObject): string[] {
  const kind = asText(body.kind) ?? '';
  const fields = kinds[kind];
  if (fields === undefined) return [`kind: '${kind}' is unknown, known are ${Object.keys(kinds).join(', ')}`];
  const errors = matchErrors(body.match);
  const known = [...shared, ...Object.keys(fields)];
  for (const [key, value] of Object.entries(body)) {
    if (!known.includes(key)) errors.push(`${key}: unknown, known are ${known.join(', ')}`);
    else if (fields[key] === 'number' && asNumber(value) === undefined) errors.push(`${key}: a number`);
    else if (fields[key] === 'text' && asText(value) === undefined) errors.push(`${key}: a string`);
  }
  for (const key of requiredFields[kind] ?? [])
    if (body[key] === undefined) errors.push(`${key}: required for ${kind}`);
  errors.push(...numberErrors(body));
  return errors;
}

/** The faults in force, in the order they were planted. */
export class FaultBoard {
  readonly #faults = new Map<string, Fault>();

  /** Plants a fault described by a control request; the errors when it makes no sense. */
  plant(body: JsonObject): Fault | readonly string[] {
    const errors = fieldErrors(body);
    if (errors.length > 0) return errors;
    const match = isObject(body.match) ? body.match : {};
    const path = asText(match.path);
    const fault: Fault = {
      id: asText(body.id) ?? randomUUID(),
      kind: asText(body.kind) ?? '',
      method: asText(match.method)?.toUpperCase(),
      path: path === undefined ? undefined : new RegExp(path),
      remaining: asNumber(body.times),
      probability: asNumber(body.probability) ?? 1,
      fields: body,
    };
    this.#faults.set(fault.id, fault);
    return fault;
  }

  /** Heals one fault, or all of them. */
  heal(id: string | undefined): boolean {
    if (id !== undefined) return this.#faults.delete(id);
    this.#faults.clear();
    return true;
  }

  list(): JsonObject[] {
    return [...this.#faults.values()].map((fault) => ({
      ...fault.fields,
      id: fault.id,
      ...(fault.remaining === undefined ? {} : { remaining: fault.remaining }),
    }));
  }

  /** Faults of a kind that hold for every request while they last. */
  standing(kind: string): Fault[] {
    return [...this.#faults.values()].filter((fault) => fault.kind === kind);
  }

  /** The faults that strike a request; each strike counts against `times`. */
  strike(method: string, path: string): Fault[] {
    const hits: Fault[] = [];
    for (const fault of [...this.#faults.values()]) {
      if (fault.method !== undefined && fault.method !== method) continue;
      if (fault.path !== undefined && !fault.path.test(path)) continue;
      if (fault.probability < 1 && Math.random() >= fault.probability) continue;
      hits.push(fault);
      if (fault.remaining === undefined) continue;
      fault.remaining -= 1;
      if (fault.remaining === 0) this.#faults.delete(fault.id);
    }
    return hits;
  }
}
