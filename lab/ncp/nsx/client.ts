import { type Dispatcher, Pool } from 'undici';
import { backoffMs, pause } from '../backoff';
import { type JsonObject, list, number, object, text } from '../json';
import { type Budget, Limiter } from './limiter';

/** Where an NSX Manager is and who NCP is to it. */
export interface NsxAccess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly caPem?: string;
  readonly insecure?: boolean;
}

/** An answer other than 2xx from NSX; `code` is NSX's own number. */
export class NsxError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Counts of what NCP asked of NSX. */
export interface NsxCounters {
  total: number;
  failed: number;
  refused: number;
  logins: number;
  byMethod: Record<string, number>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Session {
  readonly cookie: string;
  readonly xsrf: string;
}

const maxTries = 6;
const timeoutMs = 30_000;
const pageSize = 500;

function errorOf(answer: Answer): NsxError {
  let body: JsonObject = {};
  try {
    body = object(JSON.parse(answer.body));
  } catch {
    // The front door sometimes answers in plain text.
  }
  // NSX's front door writes the code as text, everything behind it as number.
  const code = Number(body.error_code ?? answer.status);
  return new NsxError(answer.status, code, text(body.error_message) ?? `HTTP ${answer.status}`);
}

/** A client of one NSX Manager: session login, re-login, own rate limit, retries of refusals. */
export class NsxClient {
  readonly counters: NsxCounters = { total: 0, failed: 0, refused: 0, logins: 0, byMethod: {} };
  readonly #access: NsxAccess;
  readonly #pool: Pool;
  readonly #limiter: Limiter;
  #session: Promise<Session> | undefined;

  constructor(access: NsxAccess, budget: Budget) {
    this.#access = access;
    this.#limiter = new Limiter(budget);
    this.#pool = new Pool(new URL(access.url).origin, {
      connections: budget.concurrent,
      connect: {
        ...(access.caPem === undefined ? {} : { ca: access.caPem }),
        rejectUnauthorized: access.insecure !== true,
        timeout: 10_000,
      },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  /** Reads a policy object or list by its path below the Policy API root. Throws NsxError, or the connection's error. */
  async get(path: string, signal: AbortSignal): Promise<JsonObject> {
    return await this.#json('GET', `/policy/api/v1${path}`, signal);
  }

  /** Reads from the Manager API, `path` starting with /api. */
  async getManager(path: string, signal: AbortSignal): Promise<JsonObject> {
    return await this.#json('GET', path, signal);
  }

  /** Posts to the Manager API, `path` starting with /api. */
  async postManager(path: string, body: JsonObject, signal: AbortSignal): Promise<void> {
    await this.#send('POST', path, signal, body);
  }

  /** Creates or replaces a policy object. */
  async patch(path: string, body: JsonObject, signal: AbortSignal): Promise<void> {
    await this.#send('PATCH', `/policy/api/v1${path}`, signal, body);
  }

  /** Deletes a policy object; one that is already gone is fine. */
  async delete(path: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#send('DELETE', `/policy/api/v1${path}`, signal);
    } catch (error) {
      if (!(error instanceof NsxError && error.status === 404)) throw error;
    }
  }

  /** How many objects a search would find. */
  async count(query: string, signal: AbortSignal): Promise<number> {
    const parameters = new URLSearchParams({ query, page_size: '1' });
    return number((await this.get(`/search/query?${parameters}`, signal)).result_count) ?? 0;
  }

  /** Every hit of a search, all pages. */
  async search(query: string, signal: AbortSignal): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    let cursor: string | undefined;
    for (;;) {
      const parameters = new URLSearchParams({
        query,
        page_size: String(pageSize),
        sort_by: 'id',
        ...(cursor === undefined ? {} : { cursor }),
      });
      const page = await this.get(`/search/query?${parameters}`, signal);
      const results = list(page.results).map(object);
      found.push(...results);
      cursor = text(page.cursor);
      // The search cursor is an offset that is there even on the last page.
      if (results.length === 0 || cursor === undefined || found.length >= Number(page.result_count ?? 0)) return found;
    }
  }

  /** Every entry of a list endpoint, all pages. */
  async list(path: string, signal: AbortSignal, root: 'policy' | 'manager' = 'policy'): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams(cursor === undefined ? {} : { cursor }).toString();
      const full = query === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
      const page = await (root === 'policy' ? this.get(full, signal) : this.getManager(full, signal));
      found.push(...list(page.results).map(object));
      cursor = text(page.cursor);
      // Older releases always send a cursor; one that starts with 0000 means the end.
    } while (cursor !== undefined && !cursor.startsWith('0000'));
    return found;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #json(method: 'GET', path: string, signal: AbortSignal): Promise<JsonObject> {
    const answer = await this.#send(method, path, signal);
    return object(JSON.parse(answer.body));
  }

  async #send(method: Dispatcher.HttpMethod, path: string, signal: AbortSignal, body?: JsonObject): Promise<Answer> {
    let relogins = 0;
    for (let attempt = 0; ; attempt += 1) {
      const session = await this.#login(signal);
      const answer = await this.#exchange(
        method,
        path,
        signal,
        { cookie: session.cookie, 'x-xsrf-token': session.xsrf },
        body,
      );
      if (answer.status < 300) return answer;
      if ((answer.status === 403 || answer.status === 401) && relogins === 0) {
        // An expired session answers 403, as does a lost right: one new login tells them apart.
        relogins += 1;
        this.#session = undefined;
        continue;
      }
      const refused = answer.status === 429 || answer.status === 503;
      if (!refused || attempt + 1 >= maxTries) {
        this.counters.failed += 1;
        throw errorOf(answer);
      }
      await pause(backoffMs(attempt, 250, 8000), signal);
      signal.throwIfAborted();
    }
  }

  async #exchange(
    method: Dispatcher.HttpMethod,
    path: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
    body?: JsonObject | string,
  ): Promise<Answer> {
    return await this.#limiter.run(signal, async () => {
      this.counters.total += 1;
      this.counters.byMethod[method] = (this.counters.byMethod[method] ?? 0) + 1;
      const answer = await this.#pool.request({
        method,
        path,
        signal,
        headers: {
          accept: 'application/json',
          'user-agent': 'ncp/lab',
          ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const received = { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
      if (received.status === 429 || received.status === 503) {
        this.counters.refused += 1;
        this.#limiter.refused();
      } else this.#limiter.accepted();
      return received;
    });
  }

  async #login(signal: AbortSignal): Promise<Session> {
    this.#session ??= this.#createSession(signal).catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return await this.#session;
  }

  async #createSession(signal: AbortSignal): Promise<Session> {
    const form = new URLSearchParams({ j_username: this.#access.username, j_password: this.#access.password });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    this.counters.logins += 1;
    const answer = await this.#exchange('POST', '/api/session/create', signal, headers, form.toString());
    if (answer.status >= 300) throw errorOf(answer);
    const cookies = [answer.headers['set-cookie'] ?? []].flat();
    const cookie = cookies.map((line) => line.split(';')[0] ?? '').find((pair) => pair.startsWith('JSESSIONID='));
    const xsrf = [answer.headers['x-xsrf-token'] ?? []].flat()[0];
    if (cookie === undefined || xsrf === undefined)
      throw new NsxError(answer.status, 0, 'login answered without a session');
    return { cookie, xsrf };
  }
}
