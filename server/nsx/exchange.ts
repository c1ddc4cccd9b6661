import { type Dispatcher, request } from 'undici';
import { fail, type Outcome, succeed, transportFailure } from '../transport/failure';
import { LinkedAbort } from '../transport/linked-abort';
import { answerFailure } from './errors';
import { CertificateProblem, type Connections } from './tls';

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
  readonly #connections: Connections;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Sends one request and reads the whole answer; anything but a 2xx is a failure. Redirects are not followed. */
  async send({ method, url, headers, body, ms }: Sent, signal: AbortSignal): Promise<Outcome<Answer>> {
    const link = new LinkedAbort(signal, ms);
    try {
      const dispatcher = this.#connections.dispatcher();
      const what = body === undefined ? { method, headers } : { method, headers, body };
      const answer = await request(url, { ...what, dispatcher, signal: link.signal });
      const text = await readBody(answer.body);
      if (answer.statusCode >= 200 && answer.statusCode < 300) {
        return succeed({ status: answer.statusCode, headers: answer.headers, text });
      }
      return { ok: false, failure: answerFailure(answer.statusCode, text, answer.headers) };
    } catch (error) {
      const problem = certificateProblem(error);
      if (problem !== null) return fail('tls', `the certificate is not accepted: ${problem.message}`);
      if (link.late && !signal.aborted) return fail('timeout', 'no answer in time');
      return { ok: false, failure: transportFailure(error, signal) };
    } finally {
      link.release();
    }
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

/** undici may wrap what a connector says. */
function certificateProblem(error: unknown): CertificateProblem | null {
  if (error instanceof CertificateProblem) return error;
  return error instanceof Error && error.cause !== undefined ? certificateProblem(error.cause) : null;
}
