import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOrCreateCa } from '../../tls/index';
import { startNsx } from '../index';
import { basic, startBed, TestClient, type TestBed, type WireAnswer } from '../testing/client';

const PASSWORD = 'VMware1!VMware1!';

function cookieOf(answer: WireAnswer): string {
  // The expression an old Python client uses: it needs an attribute after the value.
  return /JSESSIONID=[^;]+(?=;)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[0] ?? '';
}

async function login(
  client: TestClient,
  form = `j_username=admin&j_password=${encodeURIComponent(PASSWORD)}`,
): Promise<WireAnswer> {
  return client.call('POST', '/api/session/create', form, { 'content-type': 'application/x-www-form-urlencoded' });
}

describe('login', () => {
  let bed: TestBed;
  let anonymous: TestClient;
  beforeAll(async () => {
    bed = await startBed();
    anonymous = new TestClient(bed.nsx.url, bed.caPem, undefined);
  });
  afterAll(async () => {
    anonymous.close();
    await bed.close();
  });

  it('by session needs cookie and token on every call, and ends with destroy', async () => {
    const created = await login(anonymous);
    expect(created.status).toBe(200);
    expect(created.headers['set-cookie']?.[0]).toMatch(
      /^JSESSIONID=[0-9A-F]{32}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    const token = String(created.headers['x-xsrf-token']);
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    const cookie = cookieOf(created);
    const read = (headers: Record<string, string>) =>
      anonymous.call('GET', '/policy/api/v1/infra/domains', undefined, headers);
    expect((await read({ cookie, 'x-xsrf-token': token })).status).toBe(200);
    expect((await read({ cookie })).body).toMatchObject({ error_code: 98 });
    expect((await read({ cookie, 'x-xsrf-token': 'other' })).status).toBe(403);
    expect(
      (await anonymous.call('POST', '/api/session/destroy', undefined, { cookie, 'x-xsrf-token': token })).status,
    ).toBe(200);
    expect((await read({ cookie, 'x-xsrf-token': token })).body.error_code).toBe('403');
  });

  it('is refused with the front-door error body', async () => {
    for (const answer of [
      await login(anonymous, 'j_username=admin&j_password=wrong'),
      await anonymous.get('/infra'),
      await bed.client('nobody').get('/infra'),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({
        module_name: 'common-services',
        error_code: '403',
        error_message: 'The credentials were incorrect or the account specified has been locked.',
      });
    }
    const bearer = new TestClient(bed.nsx.url, bed.caPem, 'Bearer nonsense');
    expect((await bearer.get('/infra')).status).toBe(401);
    bearer.close();
  });

  it('makes a session out of an Authorization header as well', async () => {
    const created = await bed.admin.call('POST', '/api/session/create');
    expect(created.status).toBe(200);
    expect(created.headers['x-xsrf-token']).toBeDefined();
  });

  it('takes Remote like Basic for directory users', async () => {
    const remote = new TestClient(
      bed.nsx.url,
      bed.caPem,
      basic('audit@lab.local', PASSWORD).replace('Basic', 'Remote'),
    );
    expect((await remote.get('/infra')).status).toBe(200);
    remote.close();
  });

  it('lets the audit user read but not write', async () => {
    const audit = bed.client('audit');
    expect((await audit.get('/infra/domains')).status).toBe(200);
    const refused = await audit.call('PATCH', '/policy/api/v1/infra/domains/d', {});
    expect(refused.status).toBe(403);
    expect(refused.body.error_code).toBe('403');
  });

  it('expires on command of the control API', async () => {
    const created = await login(anonymous);
    const headers = { cookie: cookieOf(created), 'x-xsrf-token': String(created.headers['x-xsrf-token']) };
    await anonymous.call('POST', '/_lab/faults', { kind: 'sessions-expire' });
    expect((await anonymous.call('GET', '/policy/api/v1/infra', undefined, headers)).status).toBe(403);
  });
});

describe('idle sessions', () => {
  it('die', async () => {
    const bed = await startBed({ sessionIdleMs: 40 });
    const anonymous = new TestClient(bed.nsx.url, bed.caPem, undefined);
    const created = await login(anonymous);
    const headers = { cookie: cookieOf(created), 'x-xsrf-token': String(created.headers['x-xsrf-token']) };
    const since = Date.now();
    while (Date.now() - since < 60) await new Promise((resolve) => setImmediate(resolve));
    expect((await anonymous.call('GET', '/policy/api/v1/infra', undefined, headers)).status).toBe(403);
    anonymous.close();
    await bed.close();
  });
});

describe('principal identities', () => {
  it('log in by client certificate and own what they make', async () => {
    const ca = await loadOrCreateCa();
    const nsx = await startNsx({ ca, tuning: { realizationLagMs: 0 } });
    const { certPem, keyPem } = await ca.issue({ commonName: 'ncp', client: true });
    const ncp = new TestClient(nsx.url, ca.certPem, undefined, { cert: certPem, key: keyPem });
    const admin = new TestClient(nsx.url, ca.certPem, basic('admin', PASSWORD));
    await ncp.patch('/infra/domains/atlas', {});
    expect((await admin.get('/infra/domains/atlas')).body).toMatchObject({
      _create_user: 'ncp',
      _protection: 'REQUIRE_OVERRIDE',
    });
    expect((await ncp.get('/infra/domains/atlas')).body).toMatchObject({ _protection: 'NOT_PROTECTED' });
    expect((await admin.call('DELETE', '/policy/api/v1/infra/domains/atlas')).status).toBe(403);
    expect((await login(ncp, '')).headers['x-xsrf-token']).toBeDefined();
    expect(
      (await admin.call('DELETE', '/policy/api/v1/infra/domains/atlas', undefined, { 'x-allow-overwrite': 'true' }))
        .status,
    ).toBe(200);
    ncp.close();
    admin.close();
    await nsx.close();
  });
});

describe('request limits', () => {
  it('answer 429 with the string code above the rate, per user name', async () => {
    const bed = await startBed({ requestsPerSecond: 10 });
    const audit = bed.client('audit');
    const answers = await Promise.all(Array.from({ length: 25 }, () => bed.admin.get('/infra/domains')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(5);
    expect(refused[0]?.body).toEqual({
      module_name: 'common-services',
      error_code: '102',
      error_message: "Client 'admin' exceeded request rate of 10 per second",
    });
    expect(refused[0]?.headers['retry-after']).toBeUndefined();
    expect((await audit.get('/infra/domains')).status).toBe(200);
    const counted = await bed.admin.call('GET', '/_lab/requests');
    expect(counted.body).toMatchObject({ total: 26, byUser: { admin: 25, audit: 1 } });
    await bed.close();
  });

  it('answer 503 above the number in flight', async () => {
    const bed = await startBed({ concurrentRequests: 3 });
    await bed.admin.call('POST', '/_lab/faults', { kind: 'latency', ms: 150, match: { path: 'domains' } });
    const answers = await Promise.all(Array.from({ length: 5 }, () => bed.admin.get('/infra/domains')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(2);
    expect((await bed.admin.call('GET', '/_lab/requests')).body).toMatchObject({ peakConcurrent: 4 });
    await bed.close();
  });
});

describe('a cluster of manager nodes', () => {
  it('shares its objects but not its sessions, and tells which node is down', async () => {
    const ca = await loadOrCreateCa();
    const nsx = await startNsx({ ca, nodes: 3 });
    expect(new Set(nsx.urls).size).toBe(3);
    const [first, second] = nsx.urls.map((url) => new TestClient(url, ca.certPem, basic('admin', PASSWORD)));
    if (first === undefined || second === undefined) throw new Error('three nodes were asked for');
    await first.patch('/infra/domains/shared', {});
    expect((await second.get('/infra/domains/shared')).status).toBe(200);
    const anonymous = nsx.urls.slice(0, 2).map((url) => new TestClient(url, ca.certPem, undefined));
    const created = await login(first);
    const headers = { cookie: cookieOf(created), 'x-xsrf-token': String(created.headers['x-xsrf-token']) };
    const asked = await Promise.all(
      anonymous.map((client) => client.call('GET', '/policy/api/v1/infra', undefined, headers)),
    );
    expect(asked.map(({ status }) => status)).toEqual([200, 403]);
    await first.call('POST', '/_lab/faults', { kind: 'down' });
    await expect(first.get('/infra')).rejects.toThrow();
    const status = await second.call('GET', '/api/v1/cluster/status');
    expect(status.body).toMatchObject({
      mgmt_cluster_status: { status: 'DEGRADED', online_nodes: [{}, {}], offline_nodes: [{}] },
    });
    for (const client of [first, second, ...anonymous]) client.close();
    await nsx.close();
  });
});
