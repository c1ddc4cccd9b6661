// Serves the API over plain HTTP without the pages, in a process of its own, for tests of what leaves the process.
// Prints its port first. A line on stdin makes it fail: `reject` and `throw` end it as a fault of its own would.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { readSettings } from '@/server/config';
import { startRuntime } from '@/server/start';
import { ENDPOINTS } from '@/app/api/v1/_openapi/endpoints';

type Method = (request: Request) => Promise<Response> | Response;

const routes = await Promise.all(
  Object.keys(ENDPOINTS).map(async (path) => {
    const folder = path.replace('/api/v1/', '').replaceAll('{', '[').replaceAll('}', ']');
    const methods: Readonly<Record<string, Method>> = await import(`../../app/api/v1/${folder}/route.ts`);
    return { pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`), methods };
  }),
);

const server = createServer((request, response) => void answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`port ${address?.port}\n`);
  startRuntime();
});
createInterface({ input: process.stdin }).on('line', (how) => {
  // The worst that an error can carry: everything this process was told.
  const fault = Object.assign(new Error('a fault on purpose'), {
    settings: readSettings(process.env.PORTOLAN_SETTINGS ?? ''),
    runtime: startRuntime(),
  });
  if (how === 'reject') void Promise.reject(fault);
  else
    setImmediate(() => {
      throw fault;
    });
});

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  const found = routes.find(({ pattern }) => pattern.test(url.pathname));
  const method = found?.methods[incoming.method ?? 'GET'];
  if (method === undefined) {
    outgoing.writeHead(404).end();
    return;
  }
  const stop = new AbortController();
  outgoing.on('close', () => stop.abort());
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const answered = await method(new Request(url, { method: incoming.method ?? 'GET', headers, signal: stop.signal }));
  outgoing.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (answered.body === null) outgoing.end();
  // The two declarations of web streams differ in name only.
  else
    Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0])
      .on('error', () => undefined)
      .pipe(outgoing);
}
