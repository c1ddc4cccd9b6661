import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx, failure } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';
import type { ManagerOptions } from './feed';

let fake: FakeNsx;
let watched: WatchedFeed | undefined;

const begin = (options: Partial<ManagerOptions> = {}): WatchedFeed => {
  watched = new WatchedFeed(fake, options);
  return watched;
};
const password = (): string => readFileSync(fake.passwordFile, 'utf8');
const header = (word: string, user: string, secret: string): string =>
  `${word} ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

beforeEach(async () => {
  fake = await FakeNsx.start();
  fake.put('Tier1', '/infra/tier-1s/t1');
});
afterEach(async () => {
  await watched?.feed.stop();
  watched = undefined;
  await fake.server.close();
});

describe('a login', () => {
  it('by session is ended at the stop, and never mixed with basic authentication', async () => {
    const one = begin({ login: { by: 'session', username: 'admin', password } });
    await one.live();
    expect(fake.sessions.size).toBe(1);
    await one.feed.stop();
    expect(fake.destroyed).toBe(1);
    expect(fake.sessions.size).toBe(0);
    expect(fake.server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('by session says so where sessions are switched off', async () => {
    fake.sessionsAllowed = false;
    const { feed } = begin({ login: { by: 'session', username: 'admin', password } });
    await until('it is told', () => feed.status().reason?.includes('sessions are switched off') === true);
  });

  it('by basic authentication asks for no session, and reads the password again when it is refused', async () => {
    const one = begin({ login: { by: 'basic', username: 'admin', password } });
    await one.live();
    await fake.setPassword('sentinel-rotated');
    fake.put('Tier1', '/infra/tier-1s/t2');
    await until('the new gateway is known', () => one.known.has('/infra/tier-1s/t2'));
    expect(fake.logins).toBe(0);
    expect(JSON.stringify([one.logged, one.feed.status()])).not.toContain('sentinel');
  });

  it('of a vIDM user goes with the word Remote', async () => {
    fake.sessionsAllowed = false;
    fake.basicAllowed = false;
    fake.headers.add(header('Remote', 'jane@corp.example', 'sentinel-remote'));
    const one = begin({
      login: { by: 'remote', username: 'jane@corp.example', password: () => 'sentinel-remote' },
    });
    await one.live();
    expect(fake.logins).toBe(0);
    expect(one.known.size).toBe(1);
  });

  it('by token reads a rotated one when the old one is refused', async () => {
    const file = join(fake.server.folder, 'token');
    await writeFile(file, 'sentinel.jwt.1\n');
    fake.headers.add('Bearer sentinel.jwt.1');
    const one = begin({ login: { by: 'token', token: () => readFileSync(file, 'utf8') } });
    await one.live();
    fake.headers.clear();
    await until('it is refused', () => one.feed.status().reason?.includes('refuses the login') === true);
    fake.headers.add('Bearer sentinel.jwt.2');
    await writeFile(file, 'sentinel.jwt.2\n');
    await one.live();
    expect(JSON.stringify([one.logged, one.feed.status()])).not.toContain('sentinel');
  });

  it('by client certificate takes a renewed one without a restart', async () => {
    const certificate = { certFile: join(fake.server.folder, 'pi.pem'), keyFile: join(fake.server.folder, 'pi.key') };
    const write = async (commonName: string): Promise<void> => {
      const { certPem, keyPem } = await fake.server.ca.issue({ commonName, client: true });
      await writeFile(certificate.keyFile, keyPem);
      await writeFile(certificate.certFile, certPem);
    };
    await write('portolan-1');
    fake.clients.add('portolan-1');
    const one = begin({ login: { by: 'certificate', certificate } });
    await one.live();
    expect(fake.logins).toBe(0);
    fake.intercept = ({ clientName }, response) => {
      if (clientName !== 'portolan-1') return false;
      failure(response, 500, 'The certificate is not trusted.', 99);
      return true;
    };
    await until('it is refused', () => one.feed.status().reason?.includes('refuses the login') === true);
    fake.clients.add('portolan-2');
    await write('portolan-2');
    await one.live();
    expect(fake.server.requests.at(-1)?.clientName).toBe('portolan-2');
  });

  it('tells that a secret cannot be read, and goes on once it can', async () => {
    let there = false;
    const token = (): string => {
      if (!there) throw new Error('no file');
      return 'sentinel-token';
    };
    fake.headers.add('Bearer sentinel-token');
    const one = begin({ login: { by: 'token', token } });
    await until('it is told', () => one.feed.status().reason?.includes('the token cannot be read') === true);
    there = true;
    await one.live();
  });

  it('that was refused is tried again as soon as its secret has been replaced, and not before', async () => {
    const right = fake.password;
    await fake.setPassword('sentinel-wrong');
    fake.password = right;
    const login = { by: 'basic', username: 'admin', password } as const;
    const hour = { baseMs: 3_600_000, capMs: 3_600_000 };
    const one = begin({ login, tuning: { loginBackoff: hour, secretMs: 10 } });
    await until('it is refused', () => one.feed.status().reason?.includes('refuses the login') === true);
    const before = fake.server.requests.length;
    expect(one.feed.status().retryAt).toBeGreaterThan(Date.now() + 60_000);
    await fake.setPassword(right);
    await one.live();
    expect(before).toBeLessThanOrEqual(3);
    expect(JSON.stringify([one.logged, one.feed.status()])).not.toContain('sentinel');
  });

  it('that may not read one kind goes on with the others', async () => {
    fake.intercept = ({ query, path }, response) => {
      if (!path.endsWith('/search/query') || !query.get('query')?.startsWith('resource_type:Group')) return false;
      failure(response, 403, 'The user has no right to read this.', 289);
      return true;
    };
    const one = begin({ login: { by: 'basic', username: 'admin', password } });
    await until('it is partial', () => one.feed.status().state === 'partial');
    expect(one.statusOf('group').state).toBe('forbidden');
    expect(one.known.has('/infra/tier-1s/t1')).toBe(true);
  });
});
