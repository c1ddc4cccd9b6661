import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { type Json, type JsonObject, isObject, parseJson } from '../json';
import { startNsx, type NsxProgram, type NsxTuning } from '../index';
import { loadOrCreateCa } from '../../tls/index';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; an empty object when there is none. */
  readonly body: JsonObject;
}

/** A small HTTPS client for tests. */
export class TestClient {
  readonly #agent: Agent;

  constructor(
    readonly url: string,
    ca: string,
    readonly authorization: string | undefined,
    tls: { cert?: string; key?: string } = {},
  ) {
    this.#agent = new Agent({ keepAlive: true, ca, ...tls });
  }

  call(method: string, path: string, body?: Json, headers: Readonly<Record<string, string>> = {}): Promise<WireAnswer> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const all = {
      ...(this.authorization === undefined ? {} : { authorization: this.authorization }),
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const request = httpsRequest(`${this.url}${path}`, { method, agent: this.#agent, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const received = Buffer.concat(chunks).toString('utf8');
          const parsed = parseJson(received);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: received,
            body: isObject(parsed) ? parsed : {},
          });
        });
      });
      request.on('error', reject);
      request.end(text);
    });
  }

  get(path: string): Promise<WireAnswer> {
    return this.call('GET', `/policy/api/v1${path}`);
  }

  /** PATCHes a Policy object and insists on success. */
  async patch(path: string, body: JsonObject): Promise<void> {
    const answer = await this.call('PATCH', `/policy/api/v1${path}`, body);
    if (answer.status !== 200) throw new Error(`PATCH ${path}: ${answer.status} ${answer.text}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** A started stand-in with a client logged in as admin. */
export interface TestBed {
  readonly nsx: NsxProgram;
  readonly admin: TestClient;
  readonly caPem: string;
  client(user: string, password?: string): TestClient;
  close(): Promise<void>;
}

/** `Basic` authorization header. */
export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Starts a stand-in with short delays for a test. */
export async function startBed(tuning: Partial<NsxTuning> = {}, dataDir?: string): Promise<TestBed> {
  const ca = await loadOrCreateCa();
  const quick = {
    searchLagMs: 20,
    realizationLagMs: 30,
    deleteLagMs: 50,
    membershipLagMs: 20,
    requestsPerSecond: 0,
    ...tuning,
  };
  const nsx = await startNsx({ ca, tuning: quick, ...(dataDir === undefined ? {} : { dataDir }) });
  const clients: TestClient[] = [];
  const client = (user: string, password = 'VMware1!VMware1!') => {
    const made = new TestClient(nsx.url, ca.certPem, basic(user, password));
    clients.push(made);
    return made;
  };
  return {
    nsx,
    admin: client('admin'),
    caPem: ca.certPem,
    client,
    close: async () => {
      for (const made of clients) made.close();
      await nsx.close();
    },
  };
}

/** Asks again until the answer satisfies the condition; fails with the last answer after five seconds. */
export async function until(
  ask: () => Promise<WireAnswer>,
  holds: (answer: WireAnswer) => boolean,
): Promise<WireAnswer> {
  const end = Date.now() + 5000;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`never came true, last answer ${answer.status} ${answer.text.slice(0, 600)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
