import { type Failure, fail, type Outcome, succeed } from '../transport/failure';
import type { Answer } from './exchange';
import {
  authorize,
  type Credentials,
  type Login,
  missingSecret,
  readCredentials,
  readSession,
  sessionForm,
  wantsSession,
} from './login';
import type { Sender } from './sender';

/** A GET of one path, query included. */
export interface NodeAsk {
  readonly urgent: boolean;
  readonly ms?: number;
  readonly signal: AbortSignal;
}

const USELESS_LOGIN_MS = 10_000;
const DESTROY_MS = 1_000;
/** What the front door says, in its code, of a login that it does not accept; other codes are about rights. */
const LOGIN_CODES: ReadonlySet<string> = new Set(['403', '98']);

/** Asks one node of a manager cluster as somebody: sessions belong to the node that made them. */
export class NodeAccess {
  readonly url: string;
  readonly #login: Login;
  readonly #sender: Sender;
  #credentials: Credentials | null = null;
  #pending: Promise<Outcome<Credentials>> | null = null;
  /** These credentials have worked here, so that a refusal may be about the request and not about the login. */
  #proven = false;
  /** When a fresh login changed nothing about a refusal: then another one soon after would not either. */
  #uselessLoginAt = Number.NEGATIVE_INFINITY;

  constructor(url: string, login: Login, sender: Sender) {
    this.url = url;
    this.#login = login;
    this.#sender = sender;
  }

  /** Asks, and once more after a new login when the present one is not accepted any more. */
  async get(target: string, ask: NodeAsk): Promise<Outcome<Answer>> {
    const first = await this.#getOnce(target, ask);
    if (first.outcome.ok) this.#proven = true;
    if (first.outcome.ok || first.credentials === null) return first.outcome;
    if (!this.#isRefusal(first.outcome.failure)) return first.outcome;
    if (first.credentials.scheme !== 'session')
      return await this.#refused(first.outcome.failure, first.credentials, target, ask);
    if (Date.now() - this.#uselessLoginAt < USELESS_LOGIN_MS) return first.outcome;
    this.#drop(first.credentials);
    const again = (await this.#getOnce(target, ask)).outcome;
    if (!again.ok && this.#isRefusal(again.failure)) this.#uselessLoginAt = Date.now();
    return again;
  }

  /** Ends the session of this node, if there is one. Never fails, and does not take long. */
  async end(): Promise<void> {
    const credentials = this.#credentials;
    this.#credentials = null;
    if (credentials?.scheme !== 'session') return;
    const headers = authorize(credentials);
    const url = `${this.url}/api/session/destroy`;
    const late = AbortSignal.timeout(DESTROY_MS);
    await this.#sender.send({ method: 'POST', url, headers, body: '', urgent: true, ms: DESTROY_MS }, late);
  }

  /** A refusal without a session: the user may not read this, or the secret has been rotated since it was read. */
  async #refused(failure: Failure, used: Credentials, target: string, ask: NodeAsk): Promise<Outcome<Answer>> {
    const isLogin = failure.status === 401 || failure.status === 500 || LOGIN_CODES.has(failure.code ?? '');
    if (this.#proven && !isLogin) return { ok: false, failure };
    this.#drop(used);
    const now = this.#read();
    if (!now.ok) return now;
    if (JSON.stringify(now.value) === JSON.stringify(used)) return badLogin(failure);
    const { outcome } = await this.#getOnce(target, ask);
    return outcome.ok || !this.#isRefusal(outcome.failure) ? outcome : badLogin(outcome.failure);
  }

  async #getOnce(
    target: string,
    { urgent, ms, signal }: NodeAsk,
  ): Promise<{ readonly outcome: Outcome<Answer>; readonly credentials: Credentials | null }> {
    const credentials = await this.#obtain(signal);
    if (!credentials.ok) return { outcome: credentials, credentials: null };
    const headers = { ...authorize(credentials.value), accept: 'application/json' };
    const limit = ms === undefined ? {} : { ms };
    const url = `${this.url}${target}`;
    const outcome = await this.#sender.send({ method: 'GET', url, headers, body: undefined, urgent, ...limit }, signal);
    return { outcome, credentials: credentials.value };
  }

  /** The credentials to use: secrets are read each time, a session is kept, and only one login runs at a time. */
  async #obtain(signal: AbortSignal): Promise<Outcome<Credentials>> {
    if (this.#credentials?.scheme === 'session') return succeed(this.#credentials);
    if (!wantsSession(this.#login) || this.#credentials !== null) return this.#read();
    this.#pending ??= this.#logIn(signal).finally(() => {
      this.#pending = null;
    });
    const outcome = await this.#pending;
    if (outcome.ok) this.#credentials = outcome.value;
    return outcome;
  }

  #read(): Outcome<Credentials> {
    try {
      return succeed(readCredentials(this.#login));
    } catch {
      return fail('credentials', missingSecret(this.#login));
    }
  }

  /** A refused session is not yet a refused user: some managers take basic authentication only. */
  async #logIn(signal: AbortSignal): Promise<Outcome<Credentials>> {
    if (!wantsSession(this.#login)) return this.#read();
    let body: string;
    try {
      body = sessionForm(this.#login);
    } catch {
      return fail('credentials', missingSecret(this.#login));
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const url = `${this.url}/api/session/create`;
    const answer = await this.#sender.send({ method: 'POST', url, headers, body, urgent: true }, signal);
    const session = answer.ok ? readSession(answer.value) : null;
    if (session !== null) return succeed(session);
    const orBasic = this.#login.by === 'session-or-basic';
    if (answer.ok)
      return orBasic ? this.#read() : fail('garbled', 'the login answer holds no session', { status: 200 });
    const { status, kind } = answer.failure;
    if (status === null || status >= 500 || kind === 'throttled') return answer;
    return orBasic ? this.#read() : badLogin(answer.failure);
  }

  /** The credentials are not accepted any more, unless somebody has logged in again since. */
  #drop(credentials: Credentials): void {
    const same =
      credentials.scheme === 'session' ? this.#credentials === credentials : this.#credentials?.scheme === 'header';
    if (same) this.#credentials = null;
  }

  /** NSX says 403 for an expired session, a bad token and a bad password alike; 500 with code 99 is about a certificate. */
  #isRefusal({ kind, status, code }: Failure): boolean {
    if (kind === 'unauthorized' || kind === 'forbidden') return true;
    return this.#login.by === 'certificate' && status === 500 && code === '99';
  }
}

function badLogin(failure: Failure): Outcome<never> {
  return {
    ok: false,
    failure: { ...failure, kind: 'unauthorized', message: `NSX refuses the login: ${failure.message}` },
  };
}
