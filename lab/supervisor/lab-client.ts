import { Agent, request } from 'undici';

/** Methods the control APIs know. */
export type ControlMethod = 'GET' | 'POST' | 'DELETE';

/** Talks to the programs' control APIs (`/_lab/...`), trusting the lab's authority only. */
export class LabClient {
  readonly #agent: Agent;

  constructor(caPem: string) {
    this.#agent = new Agent({ connect: { ca: caPem }, headersTimeout: 60_000, bodyTimeout: 60_000 });
  }

  /** Calls and answers status and parsed body; connection errors throw. */
  async call(url: string, method: ControlMethod, body?: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await request(url, {
      method,
      dispatcher: this.#agent,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const received = await answer.body.text();
    return { status: answer.statusCode, body: received === '' ? {} : JSON.parse(received) };
  }

  /** Calls and throws unless the answer is 2xx. */
  async insist(url: string, method: ControlMethod, body?: unknown): Promise<unknown> {
    const answer = await this.call(url, method, body);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
