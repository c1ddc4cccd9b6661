import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';
import type { NsxTls } from './tls';

let fake: FakeNsx;
let watched: WatchedFeed;

const plain = (text: string): string => text.replaceAll(':', '').toLowerCase();
const begin = (tls: NsxTls): void => {
  watched = new WatchedFeed(fake, { tls });
};

beforeEach(async () => {
  fake = await FakeNsx.start();
  fake.put('Tier1', '/infra/tier-1s/t1');
});
afterEach(async () => {
  await watched.feed.stop();
  await fake.server.close();
});

describe('the certificate of NSX', () => {
  it('is known by its SHA-256, and by its SHA-1 for one address', async () => {
    const certificate = new X509Certificate(fake.server.certPem);
    begin({ verify: 'thumbprint', thumbprints: { '*': [plain(certificate.fingerprint256)] } });
    await watched.live();
    expect(watched.feed.status().warnings).toEqual([]);
    await watched.feed.stop();
    begin({ verify: 'thumbprint', thumbprints: { [fake.server.url]: [plain(certificate.fingerprint)] } });
    await watched.live();
  });

  it('with another thumbprint is refused before anything is said', async () => {
    begin({ verify: 'thumbprint', thumbprints: { '*': ['0'.repeat(64)] } });
    await until('it is told', () => watched.feed.status().reason?.includes('thumbprint') === true);
    expect(watched.feed.status().health).toMatchObject({ level: 'red', endpoints: [{ state: 'down', inUse: true }] });
    expect(fake.server.requests).toEqual([]);
  });

  it('is accepted unseen only with a warning', async () => {
    begin({ verify: 'never' });
    await watched.live();
    expect(watched.feed.status().warnings.join()).toMatch(/not verified/);
  });

  it('is not accepted without a reason to', async () => {
    begin({ verify: 'system' });
    await until('it is told', () => watched.feed.status().reason?.includes('certificate') === true);
    expect(fake.server.requests).toEqual([]);
  });

  it('is awaited when the file of its authority is not there yet', async () => {
    begin({ verify: 'ca-file', caFile: `${fake.server.caFile}.none` });
    await until('it is told', () => watched.feed.status().reason?.includes('cannot be read') === true);
  });
});
