import type { RequestGauge, SourceHealth, SourceId } from '@/lib/model';
import { delay } from '../transport/delay';
import { type Failure, fail, type Outcome, succeed } from '../transport/failure';
import type { RequestBudget } from './budget';
import { Endpoints } from './endpoints';
import { isPassing } from './errors';
import { type Answer, Exchange } from './exchange';
import { parseObject } from './json';
import type { Login } from './login';
import { NodeAccess } from './node-access';
import { probeNode } from './probe';
import { Sender } from './sender';
import { Connections, type NsxTls } from './tls';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface NsxClientOptions {
  readonly urls: readonly string[];
  readonly login: Login;
  readonly tls: NsxTls;
  /** Shared by everything that logs in as the same user to the same manager. */
  readonly budget: RequestBudget;
  readonly sharedWith: readonly SourceId[];
  readonly answerMs: number;
  readonly probeAnswerMs: number;
}

export interface AskOptions {
  readonly query?: Query;
  /** Somebody is looking: goes before the collector's own requests. */
  readonly urgent?: boolean;
  readonly signal: AbortSignal;
}

export type NsxApi = 'policy' | 'manager';

const ROOTS: Readonly<Record<NsxApi, string>> = { policy: '/policy/api/v1', manager: '/api/v1' };
/** How often a request is sent when NSX answers 429 or 503, or asks to try again. */
const TRIES = 4;
const URGENT_TRIES = 2;
const PASSING_MS = 250;
/** NSX locks accounts that fail too often: after a refused login, only the collector tries again, in its own slow time. */
const REFUSED_MS = 60_000;

/** Asks one NSX Manager, over one of its addresses, within the budget. Read only; failures are values. */
export class NsxClient {
  readonly #options: NsxClientOptions;
  readonly #endpoints: Endpoints;
  readonly #connections: Connections;
  readonly #sender: Sender;
  #refused: { readonly failure: Failure; readonly at: number } | null = null;

  constructor(options: NsxClientOptions) {
    const { urls, login, tls, budget } = options;
    this.#options = options;
    this.#connections = new Connections(tls, login.by === 'certificate' ? login.certificate : null);
    this.#sender = new Sender(new Exchange(this.#connections), budget, options);
    this.#endpoints = new Endpoints(urls.map((url) => new NodeAccess(url, login, this.#sender)));
  }

  gauge(): RequestGauge {
    return this.#sender.gauge();
  }

  health(): SourceHealth {
    return this.#endpoints.health();
  }

  /** The address in use: what was proven of the server before holds for this one only. */
  get servedBy(): string {
    return this.#endpoints.current?.access.url ?? '';
  }

  /** GET below the root of an API; `path` begins with a slash. */
  async api(api: NsxApi, path: string, options: AskOptions): Promise<Outcome<Record<string, unknown>>> {
    return await this.get(`${ROOTS[api]}${path}`, options);
  }

  /** GET below the Policy API root; `path` is a policy path or an API path that begins with a slash. */
  async policy(path: string, options: AskOptions): Promise<Outcome<Record<string, unknown>>> {
    return await this.api('policy', path, options);
  }

  /** GET of a JSON object; every other address is tried once when the present one does not answer. */
  async get(path: string, options: AskOptions): Promise<Outcome<Record<string, unknown>>> {
    const target = `${path}${writeQuery(options.query ?? {})}`;
    let outcome = await this.#askSomewhere(target, options);
    const patience = options.urgent ? URGENT_TRIES : TRIES;
    for (let tries = 1; tries < patience && isWorthRepeating(outcome) && !options.signal.aborted; tries += 1) {
      // After throttling, the budget makes each further try wait its turn, later and slower than the one before.
      if (!isThrottled(outcome)) await delay(PASSING_MS * tries * (0.5 + Math.random()), options.signal);
      outcome = await this.#askSomewhere(target, options);
    }
    if (!outcome.ok) return outcome;
    const body = parseObject(outcome.value.text);
    if (body !== null) return succeed(body);
    return fail('garbled', 'NSX answered with something that is not a JSON object', { status: 200 });
  }

  /** Asks every address how it is, one after the other. */
  async probe(signal: AbortSignal): Promise<void> {
    for (const endpoint of this.#endpoints.all) {
      if (signal.aborted || this.#isRefused()) return;
      const outcome = await probeNode(endpoint.access, { ms: this.#options.probeAnswerMs, signal });
      if (outcome.ok) this.#endpoints.probed(endpoint, outcome.value);
      else if (isDead(outcome.failure)) this.#endpoints.died(endpoint, outcome.failure);
      else if (outcome.failure.kind === 'unauthorized') this.#note(outcome);
    }
  }

  /** Ends the sessions and all connections. */
  async close(): Promise<void> {
    await Promise.all(this.#endpoints.all.map(({ access }) => access.end()));
    await this.#connections.close();
  }

  async #askSomewhere(target: string, options: AskOptions): Promise<Outcome<Answer>> {
    let outcome = await this.#ask(target, options);
    for (let tries = 1; tries < this.#endpoints.all.length && !outcome.ok && isDead(outcome.failure); tries += 1) {
      outcome = await this.#ask(target, options);
    }
    return outcome;
  }

  async #ask(target: string, { urgent = false, signal }: AskOptions): Promise<Outcome<Answer>> {
    const endpoint = this.#endpoints.current;
    if (endpoint === undefined) return fail('unreachable', 'no address is configured');
    if (urgent && this.#refused !== null && this.#isRefused()) return { ok: false, failure: this.#refused.failure };
    const outcome = await endpoint.access.get(target, { urgent, signal });
    if (!outcome.ok && isDead(outcome.failure)) this.#endpoints.died(endpoint, outcome.failure);
    else if (outcome.ok || outcome.failure.kind !== 'aborted') this.#endpoints.answered(endpoint);
    this.#note(outcome);
    return outcome;
  }

  #note(outcome: Outcome<unknown>): void {
    if (outcome.ok) this.#refused = null;
    else if (outcome.failure.kind === 'unauthorized') this.#refused = { failure: outcome.failure, at: Date.now() };
  }

  #isRefused(): boolean {
    return this.#refused !== null && Date.now() - this.#refused.at < REFUSED_MS;
  }
}

function writeQuery(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  return params.size === 0 ? '' : `?${params}`;
}

/** The node is down, or is not what we take it for; another node may do better. */
const isDead = ({ kind }: Failure): boolean => ['unreachable', 'timeout', 'tls'].includes(kind);

const isThrottled = (outcome: Outcome<unknown>): boolean => !outcome.ok && outcome.failure.kind === 'throttled';

const isWorthRepeating = (outcome: Outcome<unknown>): boolean =>
  isThrottled(outcome) || (!outcome.ok && isPassing(outcome.failure));
