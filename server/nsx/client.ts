import type { RequestGauge } from '@/lib/model';
import { type Failure, fail, type Outcome, succeed } from '../transport/failure';
import { RequestMeter } from '../transport/meter';
import { type Limits, RequestBudget } from './budget';
import { type Answer, Exchange, type NsxTls } from './exchange';
import { authorize, type Credentials, type Login, loginBody, readSession, SessionKeeper } from './session';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface NsxClientOptions {
  readonly urls: readonly string[];
  readonly login: Login;
  readonly tls: NsxTls;
  readonly limits: Limits;
  readonly answerMs: number;
}

export interface AskOptions {
  readonly query?: Query;
  /** Somebody is looking: goes before the collector's own requests. */
  readonly urgent?: boolean;
  readonly signal: AbortSignal;
}

const POLICY = '/policy/api/v1';
/** How often a request is sent when NSX answers 429 or 503. */
const TRIES = 4;
const URGENT_TRIES = 2;

/** One node of the manager cluster: sessions belong to the node that made them. */
interface Endpoint {
  readonly url: string;
  readonly sessions: SessionKeeper;
  /** Basic authentication has worked here, so that a refusal is about the request and not about the login. */
  basicWorks: boolean;
  /** When a fresh login changed nothing about a refusal: then another one soon after would not either. */
  uselessLoginAt: number;
}

const USELESS_LOGIN_MS = 10_000;
/** NSX locks accounts that fail too often: after a refused login, only the collector tries again, in its own slow time. */
const REFUSED_MS = 60_000;
/** Somebody is looking: better a quick "not now" than a late answer. */
const URGENT_MS = 8_000;

/** Asks one NSX Manager, over the first of its addresses that answers, within the budget. Read only; failures are values. */
export class NsxClient {
  readonly #options: NsxClientOptions;
  readonly #endpoints: readonly Endpoint[];
  readonly #exchange: Exchange;
  readonly #budget: RequestBudget;
  readonly #meter = new RequestMeter();
  #current = 0;
  #refused: { readonly failure: Failure; readonly at: number } | null = null;

  constructor(options: NsxClientOptions) {
    this.#options = options;
    this.#exchange = new Exchange(options.tls);
    this.#budget = new RequestBudget(options.limits);
    this.#endpoints = options.urls.map((url) => ({
      url,
      sessions: new SessionKeeper(),
      basicWorks: false,
      uselessLoginAt: Number.NEGATIVE_INFINITY,
    }));
  }

  gauge(): RequestGauge {
    const { perSecond, concurrent } = this.#budget.limits;
    return this.#meter.read(Date.now(), { perSecond, inFlight: concurrent });
  }

  /** GET below the Policy API root; `path` is a policy path or an API path that begins with a slash. */
  async policy(path: string, options: AskOptions): Promise<Outcome<Record<string, unknown>>> {
    return await this.get(`${POLICY}${path}`, options);
  }

  /** GET of a JSON object; another address is tried once when the present one does not answer. */
  async get(path: string, options: AskOptions): Promise<Outcome<Record<string, unknown>>> {
    let outcome = await this.#askSomewhere(path, options);
    const patience = options.urgent ? URGENT_TRIES : TRIES;
    // The budget makes each further try wait its turn, later and slower than the one before.
    for (let tries = 1; tries < patience && isThrottled(outcome) && !options.signal.aborted; tries += 1) {
      outcome = await this.#askSomewhere(path, options);
    }
    if (!outcome.ok) return outcome;
    return readJson(outcome.value.text);
  }

  async close(): Promise<void> {
    this.#budget.close();
    await this.#exchange.close();
  }

  async #askSomewhere(path: string, options: AskOptions): Promise<Outcome<Answer>> {
    let outcome = await this.#ask(path, options);
    for (let tries = 1; tries < this.#endpoints.length && isDead(outcome); tries += 1) {
      this.#current = (this.#current + 1) % this.#endpoints.length;
      outcome = await this.#ask(path, options);
    }
    return outcome;
  }

  async #ask(path: string, options: AskOptions): Promise<Outcome<Answer>> {
    const endpoint = this.#endpoints[this.#current];
    if (endpoint === undefined) return fail('unreachable', 'no address is configured');
    if (options.urgent && this.#refused !== null && Date.now() - this.#refused.at < REFUSED_MS) {
      return { ok: false, failure: this.#refused.failure };
    }
    const outcome = await this.#askAgain(endpoint, path, options);
    if (outcome.ok) this.#refused = null;
    else if (outcome.failure.kind === 'unauthorized') this.#refused = { failure: outcome.failure, at: Date.now() };
    return outcome;
  }

  /** Asks, and once more after a new login when the present one is not accepted any more. */
  async #askAgain(endpoint: Endpoint, path: string, options: AskOptions): Promise<Outcome<Answer>> {
    const { outcome, credentials } = await this.#askAs(endpoint, path, options);
    if (outcome.ok && credentials?.scheme === 'basic') endpoint.basicWorks = true;
    if (outcome.ok || credentials === null || !isLoginLost(outcome.failure)) return outcome;
    if (credentials.scheme === 'basic') {
      if (endpoint.basicWorks) return outcome;
      endpoint.sessions.reject(credentials);
      return badLogin(outcome.failure);
    }
    if (Date.now() - endpoint.uselessLoginAt < USELESS_LOGIN_MS) return outcome;
    endpoint.sessions.reject(credentials);
    const again = (await this.#askAs(endpoint, path, options)).outcome;
    if (!again.ok && isLoginLost(again.failure)) endpoint.uselessLoginAt = Date.now();
    return again;
  }

  async #askAs(
    endpoint: Endpoint,
    path: string,
    options: AskOptions,
  ): Promise<{ readonly outcome: Outcome<Answer>; readonly credentials: Credentials | null }> {
    const credentials = await endpoint.sessions.get(() => this.#logIn(endpoint, options.signal));
    if (!credentials.ok) return { outcome: credentials, credentials: null };
    const headers = this.#headers(credentials.value);
    if (headers === null) return { outcome: noPassword(), credentials: null };
    const url = `${endpoint.url}${path}${writeQuery(options.query ?? {})}`;
    const outcome = await this.#send('GET', url, headers, undefined, options.urgent ?? false, options.signal);
    return { outcome, credentials: credentials.value };
  }

  /** A refused session is not yet a refused user: some managers take basic authentication only. */
  async #logIn(endpoint: Endpoint, signal: AbortSignal): Promise<Outcome<Credentials>> {
    const { login } = this.#options;
    let body: string;
    try {
      body = loginBody(login);
    } catch {
      return noPassword();
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await this.#send('POST', `${endpoint.url}/api/session/create`, headers, body, true, signal);
    if (answer.ok) return succeed(readSession(answer.value) ?? { scheme: 'basic' });
    const refused =
      answer.failure.status !== null && answer.failure.status < 500 && answer.failure.kind !== 'throttled';
    return refused ? succeed({ scheme: 'basic' }) : answer;
  }

  #headers(credentials: Credentials): Record<string, string> | null {
    try {
      return { ...authorize(credentials, this.#options.login), accept: 'application/json' };
    } catch {
      return null;
    }
  }

  async #send(
    method: 'GET' | 'POST',
    url: string,
    headers: Record<string, string>,
    body: string | undefined,
    urgent: boolean,
    signal: AbortSignal,
  ): Promise<Outcome<Answer>> {
    if (!(await this.#budget.acquire(urgent, signal))) return fail('aborted', 'stopped');
    this.#meter.started(Date.now());
    const ms = urgent ? Math.min(URGENT_MS, this.#options.answerMs) : this.#options.answerMs;
    const outcome = await this.#exchange.send({ method, url, headers, body, ms }, signal);
    const throttled = !outcome.ok && outcome.failure.kind === 'throttled';
    if (throttled) this.#budget.throttled(outcome.failure.retryAfterMs);
    else if (outcome.ok) this.#budget.succeeded();
    this.#meter.finished(throttled ? 'throttled' : outcome.ok ? 'good' : 'failed');
    this.#budget.release();
    return outcome;
  }
}

function readJson(text: string): Outcome<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    // A JSON object is a record of unknown values by construction.
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return succeed(value as Record<string, unknown>);
  } catch {
    // Falls through: what it is instead does not matter.
  }
  return fail('garbled', 'NSX answered with something that is not a JSON object', { status: 200 });
}

function writeQuery(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  return params.size === 0 ? '' : `?${params}`;
}

/** The node is down, or is not what we take it for; another node may do better. */
function isDead(outcome: Outcome<Answer>): boolean {
  if (outcome.ok) return false;
  return ['unreachable', 'timeout', 'tls'].includes(outcome.failure.kind);
}

const isThrottled = (outcome: Outcome<Answer>): boolean => !outcome.ok && outcome.failure.kind === 'throttled';

/** NSX says 403 for an expired session, a bad token and a bad password alike. */
function isLoginLost(failure: Failure): boolean {
  return failure.kind === 'unauthorized' || failure.kind === 'forbidden';
}

function badLogin(failure: Failure): Outcome<never> {
  return {
    ok: false,
    failure: { ...failure, kind: 'unauthorized', message: `NSX refuses the login: ${failure.message}` },
  };
}

function noPassword(): { readonly ok: false; readonly failure: Failure } {
  return fail('credentials', 'the password cannot be read; see passwordFile or passwordEnv in the settings');
}
