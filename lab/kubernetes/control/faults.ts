import { randomUUID } from 'node:crypto';
import { asObject, isObject } from '../json/value';

type FieldType = 'string' | 'number' | 'object' | 'any';

/** Fields of each kind of fault besides id, kind, match and times; a `!` marks those that must be given. */
const kinds: Readonly<Record<string, Readonly<Record<string, `${FieldType}${'' | '!'}`>>>> = {
  latency: { ms: 'number!', jitterMs: 'number' },
  status: { status: 'number!', body: 'any', headers: 'object' },
  drop: {},
  truncate: {},
  garbage: {},
  hang: {},
  'watch-drop': {},
  compact: { form: 'string' },
  'half-open': {},
  'restart-sequence': { refusedMs: 'number', forbiddenMs: 'number' },
  'clock-skew': { ms: 'number!' },
  forbid: { resource: 'string!', group: 'string', namespace: 'string', user: 'string' },
};

/** A fault in force. */
export interface Fault {
  id: string;
  kind: string;
  match?: { method?: string; path?: string };
  /** How likely it strikes a request it matches, 0 to 1; without it, always. */
  probability?: number;
  /** How often it still strikes; without it, until healed. */
  times?: number;
  [field: string]: unknown;
}

/** A refusal of a fault's description: which field, and what would be right. */
export class FaultRefusal extends Error {
  constructor(
    readonly field: string,
    message: string,
    readonly known: readonly string[] = [],
  ) {
    super(message);
    this.name = 'FaultRefusal';
  }
}

function checkMatch(match: unknown): void {
  if (match === undefined) return;
  if (!isObject(match))
    throw new FaultRefusal('match', 'match must be an object with method and path', ['method', 'path']);
  for (const key of Object.keys(match)) {
    if (key !== 'method' && key !== 'path')
      throw new FaultRefusal(`match.${key}`, `unknown field match.${key}`, ['method', 'path']);
    if (typeof match[key] !== 'string') throw new FaultRefusal(`match.${key}`, `match.${key} must be a string`);
  }
  try {
    new RegExp(String(match.path ?? ''));
  } catch {
    throw new FaultRefusal('match.path', 'match.path must be the source of a regular expression');
  }
}

function checkRefinements({ probability, form }: Record<string, unknown>, kind: string): void {
  if (probability !== undefined && (typeof probability !== 'number' || probability < 0 || probability > 1))
    throw new FaultRefusal('probability', 'probability must be a number from 0 to 1');
  if (kind === 'compact' && form !== undefined && form !== 'event' && form !== 'status')
    throw new FaultRefusal('form', 'form is how watches from before are told: event or status', ['event', 'status']);
}

function checkFields(body: Record<string, unknown>, kind: string): void {
  const fields = kinds[kind] ?? {};
  const known = ['id', 'kind', 'match', 'times', 'probability', ...Object.keys(fields)];
  for (const key of Object.keys(body))
    if (!known.includes(key)) throw new FaultRefusal(key, `unknown field ${key} of a ${kind} fault`, known);
  for (const [field, description] of Object.entries(fields)) {
    const type = description.replace('!', '');
    const value = body[field];
    if (value === undefined && description.endsWith('!'))
      throw new FaultRefusal(field, `a ${kind} fault needs ${field} (${type})`, known);
    if (value !== undefined && type !== 'any' && typeof value !== type)
      throw new FaultRefusal(field, `${field} must be a ${type}`);
  }
  const { times, id } = body;
  if (times !== undefined && (typeof times !== 'number' || !Number.isInteger(times) || times < 1))
    throw new FaultRefusal('times', 'times must be a whole number above 0');
  checkRefinements(body, kind);
  if (id !== undefined && typeof id !== 'string') throw new FaultRefusal('id', 'id must be a string');
}

/** Kinds that change how the server is, rather than strike single requests. */
const standing = new Set(['forbid', 'compact', 'clock-skew']);

/** The faults in force, and which of them strike a request. */
export class Faults {
  private readonly active = new Map<string, Fault>();

  /** Takes a described fault into force; throws {@link FaultRefusal} on anything unknown. */
  add(description: unknown): Fault {
    const body = asObject(description);
    const kind = body.kind;
    if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
      throw new FaultRefusal('kind', `unknown kind ${JSON.stringify(kind ?? null)}`, Object.keys(kinds));
    }
    checkFields(body, kind);
    checkMatch(body.match);
    const fault: Fault = { ...body, id: typeof body.id === 'string' ? body.id : randomUUID().slice(0, 8), kind };
    // These act once, at the moment they are injected.
    const momentary =
      kind === 'watch-drop' || kind === 'restart-sequence' || (kind === 'compact' && body.form !== 'status');
    if (!momentary) this.active.set(fault.id, fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.active.values()];
  }

  /** Heals one fault, or all; false when there was none of that id. */
  heal(id?: string): boolean {
    if (id !== undefined) return this.active.delete(id);
    this.active.clear();
    return true;
  }

  /** How far the server's clock is off, in ms. */
  get skewMs(): number {
    return this.list().reduce((sum, fault) => sum + (fault.kind === 'clock-skew' ? Number(fault.ms) : 0), 0);
  }

  /** Whether watches from before the compaction are refused with HTTP 410 rather than told in an event. */
  get refusesOldWatches(): boolean {
    return this.list().some(({ kind }) => kind === 'compact');
  }

  /** The faults that strike this request, each counted down. */
  strike(method: string, url: string): Fault[] {
    return this.list().filter((fault) => {
      if (standing.has(fault.kind) || !this.matches(fault, method, url)) return false;
      if (fault.probability !== undefined && Math.random() >= fault.probability) return false;
      this.count(fault);
      return true;
    });
  }

  /** Whether a forbid fault takes this access away. */
  isForbidden(user: string, wanted: { group: string; resource: string; namespace?: string }): boolean {
    const fault = this.list().find(
      (entry) =>
        entry.kind === 'forbid' &&
        entry.resource === wanted.resource &&
        (entry.group === undefined || entry.group === wanted.group) &&
        (entry.namespace === undefined || entry.namespace === wanted.namespace) &&
        (entry.user === undefined || entry.user === user),
    );
    if (fault) this.count(fault);
    return fault !== undefined;
  }

  private matches(fault: Fault, method: string, url: string): boolean {
    const { method: wantedMethod, path } = fault.match ?? {};
    if (wantedMethod !== undefined && wantedMethod.toUpperCase() !== method) return false;
    return path === undefined || new RegExp(path).test(url);
  }

  private count(fault: Fault): void {
    if (fault.times === undefined) return;
    fault.times -= 1;
    if (fault.times <= 0) this.active.delete(fault.id);
  }
}
