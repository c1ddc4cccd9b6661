import { Agent, request } from 'undici';
import type { Lab } from '@/lab/testing';

/** The NSX API of a lab as its administrator sees it. */
export class NsxAdmin {
  readonly #lab: Lab;
  readonly #agent: Agent;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.#agent = new Agent({ connect: { ca: lab.caPem } });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** Asks the Policy API; throws unless the answer is 200. */
  async ask(method: 'GET' | 'PATCH', path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>> {
    const { url, password } = this.#lab.nsx;
    const answer = await request(`${url}/policy/api/v1${path}`, {
      method,
      dispatcher: this.#agent,
      headers: {
        authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }
}
