import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of a control port. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A port that answers. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

const longestBody = 16_000_000;

/** The JSON in a request; an empty object when it has none. Throws a SyntaxError for anything else. */
export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  let received = '';
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    // Read to its end, or the answer would not reach who is still sending.
    if (length <= longestBody) received += String(chunk);
  }
  if (length > longestBody) throw new SyntaxError('the body is too long');
  return received === '' ? {} : JSON.parse(received);
}

/** Listens on 127.0.0.1 and answers in JSON, mistakes included; port 0 takes a free one. */
export async function serveJson(
  server: Server,
  wanted: number,
  answer: (request: IncomingMessage) => Promise<Reply>,
): Promise<Listening> {
  server.on('request', (request: IncomingMessage, response) => {
    answer(request)
      .catch((error: unknown): Reply => {
        const message = error instanceof Error ? error.message : String(error);
        return { status: error instanceof SyntaxError ? 400 : 500, body: { error: message } };
      })
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(`${JSON.stringify(body)}\n`);
      });
  });
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
  return {
    port,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
