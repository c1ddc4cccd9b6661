import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followResponses, type Runtime, type StreamSink } from '@/server/runtime';
import { until } from '@/tests/support/until';
import { eventStream } from './event-stream';

const PATH = '/events';
const EVENTS = 600;
const encoder = new TextEncoder();

let server: Server;
let sinks: StreamSink[];
let left: number;
/** Chunks that went through the body of the answer. */
let through: number;

/** As much of the runtime as the stream asks for. */
const runtime = {
  subscribe: (_views: unknown, _last: unknown, sink: StreamSink) => {
    sinks.push(sink);
    sink.write(event(0));
    return { drained: () => undefined, close: () => void left++ };
  },
} as unknown as Runtime;

const event = (i: number, padding = 0): Uint8Array => encoder.encode(`data: ${i} ${'x'.repeat(padding)}\n\n`);

/** Pipes a body to a response with care for back pressure, as Next.js does. */
async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const stop = new AbortController();
  outgoing.on('close', () => stop.abort());
  const request = new Request('http://localhost/', { headers, signal: stop.signal });
  const writer = new WritableStream<Uint8Array>({
    write: async (chunk) => {
      through++;
      outgoing.flushHeaders();
      if (!outgoing.write(chunk)) await once(outgoing, 'drain');
    },
    close: () => void outgoing.end(),
  });
  await eventStream(runtime, [], request)
    ?.body?.pipeTo(writer, { signal: stop.signal })
    .catch(() => undefined);
}

beforeEach(async () => {
  [sinks, left, through] = [[], 0, 0];
  followResponses(PATH);
  server = createServer((incoming, outgoing) => void answer(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = get({ port: (server.address() as AddressInfo).port, path, headers }); // it listens
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

/** Numbers of the events taken so far. */
function numbersIn(response: IncomingMessage): () => readonly number[] {
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => [...text.matchAll(/^data: (\d+) x*\n\n/gm)].map(([, number]) => Number(number));
}

const all = Array.from({ length: EVENTS + 1 }, (_, i) => i);

describe('the event stream of one client', () => {
  it('carries every event once and in order, mostly past the body, whatever pauses the client makes', async () => {
    const response = await ask(PATH);
    const taken = numbersIn(response);
    const [sink] = sinks;
    for (let i = 1; i <= EVENTS; i++) {
      sink?.write(event(i, (i * 7_919) % 40_000));
      if (i % 100 === 30) response.pause();
      if (i % 100 === 80) response.resume();
      if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    response.resume();
    await until('all events to be there', () => taken().length > EVENTS);
    expect(taken()).toEqual(all);
    expect(through).toBeLessThan(EVENTS / 2);
    await until('nothing to wait for the client', () => sink?.backlog() === 0);
    response.destroy();
    await until('the client to have left', () => left > 0);
  });

  it('says how much waits for a client that takes nothing', async () => {
    const response = await ask(PATH);
    response.pause();
    const [sink] = sinks;
    await until('much to wait', () => {
      sink?.write(event(1, 100_000));
      return (sink?.backlog() ?? 0) > 5_000_000;
    });
    response.destroy();
  });

  it('goes through the body alone where the response is not known, whatever the client claims', async () => {
    const response = await ask('/elsewhere', { 'x-portolan-response': 'guessed' });
    const taken = numbersIn(response);
    for (let i = 1; i <= EVENTS; i++) {
      sinks[0]?.write(event(i));
      if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until('all events to be there', () => taken().length > EVENTS);
    expect(taken()).toEqual(all);
    expect(through).toBe(EVENTS + 1);
    sinks[0]?.close();
    await once(response, 'close');
  });
});
