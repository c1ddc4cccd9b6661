import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, request } from 'undici';
import { fail, type Outcome, succeed, transportFailure } from '../transport/failure';
import { LinkedAbort } from '../transport/linked-abort';
import { answerFailure } from './errors';

export type NsxTls = { readonly verify: 'ca-file'; readonly caFile: string } | { readonly verify: 'system' | 'never' };

/** A whole answer with a status of success. */
export interface Answer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly text: string;
}

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** How long the exchange may take as a whole. */
  readonly ms: number;
}

const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** Single requests and their answers over TLS; knows nothing of logins and budgets. */
export class Exchange {
  readonly #tls: NsxTls;
  #agent: { readonly dispatcher: Agent; readonly ca: string } | null = null;

  constructor(tls: NsxTls) {
    this.#tls = tls;
  }

  /** Sends one request and reads the whole answer; anything but a 2xx is a failure. Redirects are not followed. */
  async send({ method, url, headers, body, ms }: Sent, signal: AbortSignal): Promise<Outcome<Answer>> {
    const link = new LinkedAbort(signal, ms);
    try {
      const dispatcher = this.#dispatcher();
      const what = body === undefined ? { method, headers } : { method, headers, body };
      const answer = await request(url, { ...what, dispatcher, signal: link.signal });
      const text = await readBody(answer.body);
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        return succeed({ status: answer.statusCode, headers: answer.headers, text });
      }
      return { ok: false, failure: answerFailure(answer.statusCode, text, answer.headers) };
    } catch (error) {
      if (link.late && !signal.aborted) return fail('timeout', 'no answer in time');
      return { ok: false, failure: transportFailure(error, signal) };
    } finally {
      link.release();
    }
  }

  async close(): Promise<void> {
    await this.#agent?.dispatcher.destroy();
  }

  /** The certificate authority is read again when the file has changed. */
  #dispatcher(): Agent {
    const ca = this.#tls.verify === 'ca-file' ? readFileSync(this.#tls.caFile, 'utf8') : '';
    if (this.#agent?.ca === ca) return this.#agent.dispatcher;
    void this.#agent?.dispatcher.close();
    const trust = this.#tls.verify === 'ca-file' ? { ca } : { rejectUnauthorized: this.#tls.verify !== 'never' };
    const dispatcher = new Agent({ connect: { ...trust, timeout: 10_000 }, keepAliveTimeout: 30_000 });
    this.#agent = { dispatcher, ca };
    return dispatcher;
  }
}

async function readBody(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw Object.assign(new Error('the answer is too large'), { code: 'HPE_BODY_TOO_LARGE' });
  }
  return Buffer.concat(chunks).toString('utf8');
}
