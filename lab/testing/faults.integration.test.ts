import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Agent, request } from 'undici';
import { readKubeconfig } from '../ncp/kubernetes/kubeconfig';
import { type Lab, startLab } from './index';

let lab: Lab;
let agent: Agent;
let token = '';

beforeAll(async () => {
  lab = await startLab({ only: ['kubernetes', 'nsx'] });
  agent = new Agent({ connect: { ca: lab.caPem }, headersTimeout: 5000, bodyTimeout: 400 });
  token = (await (await readKubeconfig(await lab.kubeconfig('ncp'))).authorization()) ?? '';
});
afterAll(async () => {
  await agent.destroy();
  await lab.close();
});
beforeEach(async () => {
  for (const program of ['kubernetes', 'nsx'] as const) await lab.control(program, 'DELETE', '/_lab/faults');
});

interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: { text(): Promise<string> };
}

async function kubernetes(path: string): Promise<Heard> {
  const {
    statusCode: status,
    headers,
    body,
  } = await request(`${lab.kubernetesUrl}${path}`, {
    dispatcher: agent,
    headers: { authorization: token },
  });
  return { status, headers, body };
}

async function nsx(path: string, method: 'GET' | 'PATCH' = 'GET', sent?: unknown): Promise<Heard> {
  const authorization = `Basic ${Buffer.from(`${lab.nsx.username}:${lab.nsx.password}`).toString('base64')}`;
  const {
    statusCode: status,
    headers,
    body,
  } = await request(`${lab.nsx.url}${path}`, {
    method,
    dispatcher: agent,
    headers: { authorization, 'content-type': 'application/json' },
    ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
  });
  return { status, headers, body };
}

const read = async (heard: Heard) => JSON.parse(await heard.body.text());
const plant = (program: 'kubernetes' | 'nsx', fault: Readonly<Record<string, unknown>>) =>
  lab.control(program, 'POST', '/_lab/faults', fault);
const versionNow = async () => (await read(await kubernetes('/api/v1/pods'))).metadata.resourceVersion;

/** The outcome of one call, in the order in which a client may meet them in a restart. */
async function outcome(path: string): Promise<'refused' | 403 | 410 | 200> {
  try {
    const heard = await kubernetes(path);
    const text = heard.status === 200 && path.includes('watch') ? '' : await heard.body.text();
    if (text.includes('"code":410') || heard.status === 410) return 410;
    return heard.status === 403 ? 403 : 200;
  } catch {
    return 'refused';
  }
}

describe('faults of the Kubernetes API', () => {
  test('restart-sequence refuses, then answers 403, then serves but has forgotten old versions', async () => {
    const old = await versionNow();
    await plant('kubernetes', { kind: 'compact', form: 'status' });
    await plant('kubernetes', { kind: 'restart-sequence', refusedMs: 300, forbiddenMs: 300 });
    const seen: unknown[] = [];
    await expect
      .poll(
        async () => {
          const now = await outcome(`/api/v1/pods?watch=true&resourceVersion=${Number(old) - 1}`);
          if (seen.at(-1) !== now) seen.push(now);
          return seen.at(-1);
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe(410);
    expect(seen.slice(-3)).toEqual(['refused', 403, 410]);
    expect((await kubernetes('/api/v1/pods')).status).toBe(200);
  });

  test('compact tells old watches in an event, or refuses them with HTTP 410', async () => {
    const old = await versionNow();
    await lab.control('kubernetes', 'POST', '/_lab/load', {
      objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'late' } }],
    });
    const watch = `/api/v1/pods?watch=true&resourceVersion=${old}`;
    await plant('kubernetes', { kind: 'compact' });
    const told = await kubernetes(watch);
    expect(told.status).toBe(200);
    expect(await read(told)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    await plant('kubernetes', { kind: 'compact', form: 'status' });
    const refused = await kubernetes(watch);
    expect(refused.status).toBe(410);
    expect(await read(refused)).toMatchObject({ kind: 'Status', reason: 'Expired' });
    await expect(plant('kubernetes', { kind: 'compact', form: 'song' })).rejects.toThrow('event or status');
  });

  test('half-open begins an answer and never ends it', async () => {
    await plant('kubernetes', { kind: 'half-open', match: { path: '/namespaces' } });
    const heard = await kubernetes('/api/v1/namespaces');
    expect(heard.status).toBe(200);
    await expect(heard.body.text()).rejects.toThrow();
    const silent = await kubernetes('/api/v1/namespaces?watch=true');
    expect(silent.status).toBe(200);
    await expect(silent.body.text()).rejects.toThrow();
    await lab.control('kubernetes', 'DELETE', '/_lab/faults');
    expect(await read(await kubernetes('/api/v1/namespaces'))).toMatchObject({ kind: 'NamespaceList' });
  });

  test('clock-skew puts the server a day ahead', async () => {
    const day = 86_400_000;
    await plant('kubernetes', { kind: 'clock-skew', ms: day });
    const { date } = (await kubernetes('/version')).headers;
    expect(Math.abs(Date.parse(String(date)) - Date.now() - day)).toBeLessThan(60_000);
  });

  test('a probability lets some requests through', async () => {
    await plant('kubernetes', { kind: 'status', status: 503, probability: 0.5, match: { path: '/version' } });
    const seen = new Set<number>();
    for (let count = 0; count < 60; count += 1) seen.add((await kubernetes('/version')).status);
    expect(seen).toEqual(new Set([200, 503]));
    await expect(plant('kubernetes', { kind: 'drop', probability: 2 })).rejects.toThrow('probability');
  });
});

describe('faults of NSX', () => {
  const tier0s = '/policy/api/v1/infra/tier-0s';

  test('half-open begins an answer and never ends it', async () => {
    await plant('nsx', { kind: 'half-open', times: 1 });
    const heard = await nsx(tier0s);
    expect(heard.status).toBe(200);
    await expect(heard.body.text()).rejects.toThrow();
    expect(await read(await nsx(tier0s))).toMatchObject({ result_count: 1 });
  });

  test('clock-skew dates objects and answers an hour back, and nothing waits for it', async () => {
    const hour = 3_600_000;
    await plant('nsx', { kind: 'clock-skew', ms: -hour });
    const group = '/policy/api/v1/infra/domains/default/groups/skewed';
    const written = await nsx(group, 'PATCH', { expression: [] });
    expect(written.status).toBe(200);
    expect(Math.abs(Date.parse(String(written.headers.date)) - Date.now() + hour)).toBeLessThan(60_000);
    const body = await read(await nsx(group));
    expect(Math.abs(body._last_modified_time - Date.now() + hour)).toBeLessThan(60_000);
    const search = '/policy/api/v1/search/query?query=resource_type:Group%20AND%20id:skewed';
    await expect.poll(async () => (await read(await nsx(search))).result_count, { timeout: 5000 }).toBe(1);
  });

  test('a storm of 429 and 503 lets some requests through', async () => {
    await plant('nsx', { kind: 'status', status: 429, probability: 0.4 });
    await plant('nsx', { kind: 'status', status: 503, probability: 0.4 });
    const seen = new Set<number>();
    for (let count = 0; count < 80; count += 1) seen.add((await nsx(tier0s)).status);
    expect(seen).toEqual(new Set([200, 429, 503]));
    await expect(plant('nsx', { kind: 'drop', probability: 'often' })).rejects.toThrow('probability');
  });

  test('a wrong page count, a broken index and a manager that is down end with their healing', async () => {
    await plant('nsx', { kind: 'wrong-count', delta: 3 });
    expect(await read(await nsx(tier0s))).toMatchObject({ result_count: 4 });
    await plant('nsx', { kind: 'search-broken', code: 60_515 });
    expect((await nsx('/policy/api/v1/search/query?query=resource_type:Tier0')).status).toBeGreaterThanOrEqual(400);
    await plant('nsx', { kind: 'down' });
    await expect(nsx(tier0s)).rejects.toThrow();
    await lab.control('nsx', 'DELETE', '/_lab/faults');
    expect(await read(await nsx(tier0s))).toMatchObject({ result_count: 1 });
  });
});
