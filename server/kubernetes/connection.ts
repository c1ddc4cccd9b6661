import { type Dispatcher, request } from 'undici';
import type { RequestGauge } from '@/lib/model';
import { type Failure, fail, type Outcome, retryAfter, succeed, transportFailure } from '../transport/failure';
import { RequestMeter } from '../transport/meter';
import type { CredentialSource } from './access';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** An answer whose body is still to be read. */
export interface OpenAnswer {
  readonly body: Dispatcher.ResponseData['body'];
}

/** What to send, and how to wait for it. */
interface Ask {
  readonly body?: string;
  readonly bodyMs?: number;
}

const MAX_ERROR_BYTES = 64 * 1024;

/** Requests to one API server. Failures are values; a 401 makes the credentials be asked for again. */
export class Connection {
  readonly #credentials: CredentialSource;
  readonly #answerMs: number;
  readonly #meter = new RequestMeter();

  constructor(credentials: CredentialSource, answerMs: number) {
    this.#credentials = credentials;
    this.#answerMs = answerMs;
  }

  /** Reads a whole JSON body. */
  async getJson(path: string, query: Query, signal: AbortSignal): Promise<Outcome<unknown>> {
    return await readJson(await this.open(path, query, signal), signal);
  }

  /** Reads a whole body as text, which costs less room than what it says. */
  async getText(path: string, query: Query, signal: AbortSignal): Promise<Outcome<string>> {
    return await readText(await this.open(path, query, signal), signal);
  }

  /** Asks a question that needs a body, such as a review of what this account may do. */
  async postJson(path: string, body: unknown, signal: AbortSignal): Promise<Outcome<unknown>> {
    return await readJson(await this.#counted(path, { body: JSON.stringify(body) }, signal), signal);
  }

  /** Sends a GET and gives the body of a 200 unread; `bodyMs` bounds the silence between two pieces of it (0: unbounded). */
  async open(path: string, query: Query, signal: AbortSignal, bodyMs?: number): Promise<Outcome<OpenAnswer>> {
    return await this.#counted(`${path}${writeQuery(query)}`, bodyMs === undefined ? {} : { bodyMs }, signal);
  }

  gauge(): RequestGauge {
    // A cluster's own fairness decides; Portolan sets itself no limit there.
    return this.#meter.read(Date.now(), { perSecond: 0, inFlight: 0 });
  }

  async #counted(path: string, ask: Ask, signal: AbortSignal): Promise<Outcome<OpenAnswer>> {
    this.#meter.started(Date.now());
    const outcome = await this.#send(path, ask, signal);
    if (outcome.ok) this.#meter.finished('good');
    else this.#meter.finished(outcome.failure.kind === 'throttled' ? 'throttled' : 'failed');
    return outcome;
  }

  async #send(path: string, { body, bodyMs }: Ask, signal: AbortSignal): Promise<Outcome<OpenAnswer>> {
    const prepared = await this.#prepare();
    if (!prepared.ok) return prepared;
    const { server, headers, dispatcher } = prepared.value;
    const posted = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const answer = await request(`${server}${path}`, {
        dispatcher,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...posted, accept: 'application/json' },
        ...(body === undefined ? {} : { body }),
        headersTimeout: this.#answerMs,
        bodyTimeout: bodyMs ?? this.#answerMs,
        signal,
      });
      if (answer.statusCode === 200 || answer.statusCode === 201) return succeed({ body: answer.body });
      if (answer.statusCode === 401) this.#credentials.invalidate();
      return { ok: false, failure: await readFailure(answer) };
    } catch (error) {
      const failure = transportFailure(error, signal);
      if (failure.kind === 'tls') this.#credentials.invalidate();
      return { ok: false, failure };
    }
  }

  async #prepare(): Promise<Outcome<Awaited<ReturnType<CredentialSource['get']>>>> {
    try {
      return succeed(await this.#credentials.get());
    } catch {
      // What the library or a plugin says may hold a token, so that it is not passed on.
      return fail('credentials', 'the kubeconfig cannot be read, or its credential plugin fails');
    }
  }
}

async function readText(opened: Outcome<OpenAnswer>, signal: AbortSignal): Promise<Outcome<string>> {
  if (!opened.ok) return opened;
  try {
    return succeed(await opened.value.body.text());
  } catch (error) {
    return { ok: false, failure: transportFailure(error, signal) };
  }
}

async function readJson(opened: Outcome<OpenAnswer>, signal: AbortSignal): Promise<Outcome<unknown>> {
  const text = await readText(opened, signal);
  return text.ok ? parseJson(text.value) : text;
}

export function parseJson(text: string): Outcome<unknown> {
  try {
    return succeed(JSON.parse(text));
  } catch {
    return fail('garbled', 'the answer is not JSON', { status: 200 });
  }
}

function writeQuery(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  return params.size === 0 ? '' : `?${params}`;
}

async function readFailure(answer: Dispatcher.ResponseData): Promise<Failure> {
  const { message, reason } = await readStatus(answer.body);
  const status = answer.statusCode;
  const wait = retryAfter(answer.headers['retry-after'], Date.now());
  const words = message ?? `the API server answered ${status}`;
  return fail(kindOfStatus(status), words, { status, code: reason, retryAfterMs: wait }).failure;
}

/** The meaning of an HTTP status, or of the code in a Status object. */
export function kindOfStatus(status: number): Failure['kind'] {
  const known: Readonly<Record<number, Failure['kind']>> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'not-found',
    410: 'gone',
    429: 'throttled',
    503: 'throttled',
  };
  return known[status] ?? (status >= 500 ? 'server-error' : 'rejected');
}

async function readStatus(
  body: Dispatcher.ResponseData['body'],
): Promise<{ message: string | null; reason: string | null }> {
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_ERROR_BYTES) break;
    }
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return statusWords(parsed);
  } catch {
    return { message: null, reason: null };
  }
}

/** Message and reason of a Status object, cut to a length fit for a screen. */
export function statusWords(status: unknown): { message: string | null; reason: string | null } {
  if (typeof status !== 'object' || status === null) return { message: null, reason: null };
  const message = 'message' in status && typeof status.message === 'string' ? status.message.slice(0, 400) : null;
  const reason = 'reason' in status && typeof status.reason === 'string' ? status.reason : null;
  return { message, reason };
}
