import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { type KeyPairPem, loadOrCreateCa } from './index';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(pair: KeyPairPem, ca: string): Promise<number> {
  const server = createServer(
    { cert: pair.certPem, key: pair.keyPem, ca, requestCert: true, rejectUnauthorized: false },
    (incoming, outgoing) => {
      const socket = incoming.socket as TLSSocket; // an https server's sockets are TLS sockets
      const subject = socket.authorized ? socket.getPeerCertificate().subject : undefined;
      outgoing.end(JSON.stringify({ cn: subject?.CN ?? null, o: subject?.O ?? null }));
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => new Promise<void>((done) => server.close(() => done())));
  return (server.address() as AddressInfo).port; // listening on TCP, never on a pipe
}

function get(port: number, ca: string, client?: KeyPairPem): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { ca, agent: false, ...(client ? { cert: client.certPem, key: client.keyPem } : {}) };
    request(`https://127.0.0.1:${port}/`, options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

test('a server certificate is trusted on 127.0.0.1 and a client certificate names its user and groups', async () => {
  const ca = await loadOrCreateCa();
  const port = await serve(await ca.issue({ commonName: 'server' }), ca.certPem);
  expect(await get(port, ca.certPem)).toBe('{"cn":null,"o":null}');
  const client = await ca.issue({ commonName: 'admin', organizations: ['system:masters'], client: true });
  expect(await get(port, ca.certPem, client)).toBe('{"cn":"admin","o":"system:masters"}');
});

test('a certificate of another authority is refused', async () => {
  const [ca, other] = [await loadOrCreateCa(), await loadOrCreateCa()];
  const port = await serve(await ca.issue({ commonName: 'server' }), ca.certPem);
  await expect(get(port, other.certPem)).rejects.toThrow();
});

test('the authority in a directory survives a restart and its key is private', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'lab-tls-'));
  closers.push(() => rm(dir, { recursive: true }));
  const first = await loadOrCreateCa(dir);
  const second = await loadOrCreateCa(dir);
  expect(second.certPem).toBe(first.certPem);
  expect((await stat(join(dir, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
  const port = await serve(await second.issue({ commonName: 'server' }), second.certPem);
  expect(await get(port, first.certPem)).toContain('cn');
});
