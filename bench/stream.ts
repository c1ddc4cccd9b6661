import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startChurn } from '../lab/churn';
import { type FleetHouse, openFleet } from './fleet-house';
import type { Row } from './measure';
import { largestOf, mainThreadMs } from './processes';
import type { Order, Taken } from './stream-clients';

/** World size of the run: what one change costs to work out is S4 and S7, so that a small world does. */
const SIZE = process.env.BENCH_SIZE ?? 'S';
const CLIENTS = 1_000;
const WATCHED_MS = 15_000;
const CHANGES_PER_SECOND = 5;
const BARE_EVENTS = 100;
const PAUSE_MS = 50;

/** S5: live changes of the running server to 1,000 browsers, what one browser costs taken off; against bare writing of one buffer. */
export async function toManyBrowsers(): Promise<readonly Row[]> {
  const house = await openFleet(SIZE);
  try {
    const alone = await live(house, 1);
    const many = await live(house, CLIENTS);
    const floor = await bare(Math.round(many.bytesPerEvent));
    const work = `one event to ${CLIENTS} browsers, main thread`;
    const note = `${many.events} events of ${many.bytesPerEvent.toFixed(0)} bytes to each; ${alone.msPerEvent.toFixed(1)} ms an event with one browser`;
    return [{ gate: 'S5', work, ours: many.msPerEvent - alone.msPerEvent, floor, limit: 2, unit: 'ms', note }];
  } finally {
    await house.close();
  }
}

/** What the server spends on an event while the world changes. */
async function live(house: FleetHouse, count: number) {
  const clients = await openClients(`${house.url}/api/v1/events`, count);
  const server = largestOf(house.pid);
  const churn = await startChurn({
    kubeconfig: readFileSync(house.kubeconfig, 'utf8'),
    perSecond: CHANGES_PER_SECOND,
    seed: 7,
  });
  try {
    await clients.taken();
    const began = mainThreadMs(server);
    await pass(WATCHED_MS);
    const spent = mainThreadMs(server) - began;
    const { events, bytes } = await clients.taken();
    return { events, bytesPerEvent: bytes / count / events, msPerEvent: spent / events };
  } finally {
    await churn.stop();
    clients.close();
  }
}

/** The floor: one buffer written to every response of a plain HTTP server. */
async function bare(bytes: number): Promise<number> {
  const responses: ServerResponse[] = [];
  const event = Buffer.from(`data: ${'x'.repeat(Math.max(0, bytes - 8))}\n\n`);
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event);
    responses.push(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = await openClients(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, CLIENTS); // listening
  await clients.taken();
  const began = mainThreadMs(process.pid);
  for (let i = 0; i < BARE_EVENTS; i++) {
    for (const response of responses) response.write(event);
    await pass(PAUSE_MS);
  }
  const spent = mainThreadMs(process.pid) - began;
  clients.close();
  server.closeAllConnections();
  server.close();
  return spent / BARE_EVENTS;
}

async function openClients(url: string, count: number) {
  const child = fork(path.join(import.meta.dirname, 'stream-clients.ts'), { execArgv: ['--import', 'tsx'] });
  await ask(child, { open: url, count });
  return {
    taken: async () => (await ask(child, { tell: true })) as Taken, // the answer to this order
    close: () => void child.kill(),
  };
}

async function ask(child: ChildProcess, order: Order): Promise<unknown> {
  const answer = once(child, 'message');
  child.send(order);
  return (await answer)[0];
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
