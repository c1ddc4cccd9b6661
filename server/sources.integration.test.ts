import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { until } from '@/tests/support/until';
import { type ManagerSettings, Secret } from './config';
import { createLogger } from './logging';
import { Sources } from './sources';
import { ROOM } from '@/tests/support/gate';

let sources: Sources;
afterEach(async () => {
  vi.unstubAllEnvs();
  await sources.stop();
});

/** An address at which nobody listens any more. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
  server.close();
  await once(server, 'close');
  return `https://127.0.0.1:${port}`;
}

function manager(name: string, url: string, username: string, perSecond: number): ManagerSettings {
  const password = new Secret({ from: 'environment', name: 'PORTOLAN_TEST_PASSWORD' });
  return {
    name,
    urls: [url],
    login: { by: 'basic', username, password },
    tls: { verify: 'system' },
    budget: { perSecond, concurrent: 4 },
  };
}

it('tells the limits of the settings beside those of the moment, the smaller ones where a budget is shared', async () => {
  vi.stubEnv('PORTOLAN_TEST_PASSWORD', 'not-asked-for');
  const url = await deadUrl();
  const managers = [
    manager('a', url, 'audit', 20),
    manager('b', url, 'audit', 8),
    manager('c', url, 'somebody-else', 50),
  ];
  sources = new Sources({
    settings: { listen: { host: '127.0.0.1', port: 0 }, hosts: [], clusters: [], managers },
    log: createLogger('silent'),
    emit: () => {},
    room: ROOM,
    statusChanged: () => {},
    clear: () => Promise.resolve(),
  });
  const gauges = () => sources.status().map(({ requests }) => requests);
  expect(gauges().map(({ settingsPerSecond }) => settingsPerSecond)).toEqual([8, 8, 50]);
  expect(gauges().map(({ settingsInFlight }) => settingsInFlight)).toEqual([4, 4, 4]);
  await until('all of them were asked', () => gauges().every(({ total }) => total > 0));
  expect(gauges().map(({ settingsPerSecond }) => settingsPerSecond)).toEqual([8, 8, 50]);
});
