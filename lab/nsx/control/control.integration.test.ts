import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOrCreateCa } from '../../tls/index';
import { asList, asObjects, asText, parseJson, isObject } from '../json';
import { basic, startBed, TestClient, type TestBed } from '../testing/client';

describe('control API', () => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await startBed();
  });
  afterAll(() => bed.close());
  const lab = (method: string, path: string, body?: string | Record<string, unknown>) =>
    bed.admin.call(
      method,
      `/_lab/${path}`,
      body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    );
  const plant = async (fault: Record<string, unknown>) => {
    const planted = await lab('POST', 'faults', fault);
    expect(planted.status, planted.text).toBe(201);
    return asText(planted.body.id) ?? '';
  };

  it('loads a world in any order, realised at once, dumps it and resets', async () => {
    const objects = [
      {
        path: '/infra/tier-1s/t1',
        resource_type: 'Tier1',
        tier0_path: '/infra/tier-0s/t0',
        _create_user: 'ncp',
        _create_time: 5,
        unique_id: 'u-1',
      },
      { path: '/infra/tier-0s/t0', resource_type: 'Tier0' },
      { resource_type: 'VirtualMachine', external_id: 'vm-1', display_name: 'node-1' },
    ];
    const loaded = await lab('POST', 'load', { objects, world: 'small' });
    expect(loaded.status, loaded.text).toBe(200);
    expect((await lab('GET', 'status')).body).toMatchObject({ program: 'nsx', ready: true, world: 'small' });
    expect((await bed.admin.get('/infra/tier-1s/t1')).body).toMatchObject({
      _create_user: 'ncp',
      _create_time: 5,
      unique_id: 'u-1',
    });
    expect((await bed.admin.get('/search/query?query=resource_type:Tier1')).body).toMatchObject({
      result_count: 1,
      results: [{ status: { publish_status: 'REALIZED' } }],
    });
    expect((await bed.admin.call('GET', '/api/v1/fabric/virtual-machines')).body.result_count).toBe(1);
    const dump = await lab('GET', 'dump');
    expect(asObjects(dump.body.objects).map(({ path }) => path)).toContain('/infra/tier-1s/t1');
    expect(dump.body.groups).toBeUndefined();
    expect((await lab('GET', 'dump?groups=true')).body.groups).toEqual({});
    expect((await lab('POST', 'load', { objects: [{ resource_type: 'Nothing' }] })).status).toBe(400);
    await lab('POST', 'reset');
    expect((await bed.admin.get('/infra/tier-1s/t1')).status).toBe(404);
    expect((await bed.admin.get('/infra/domains/default')).status).toBe(200);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown kind', { kind: 'flood' }, /kind: 'flood'.*latency/],
    ['an unknown field', { kind: 'drop', speed: 1 }, /speed.*known are/],
    ['a missing field', { kind: 'latency' }, /ms: required/],
    ['a bad expression', { kind: 'drop', match: { path: '(' } }, /match\.path/],
    ['a bad match', { kind: 'drop', match: { host: 'x' } }, /match\.host/],
  ])('refuses %s', async (_name, fault, reason) => {
    const answer = await lab('POST', 'faults', fault);
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(reason);
  });

  it('injects and heals faults', async () => {
    const ask = () => bed.admin.get('/infra/domains');
    await plant({ kind: 'status', status: 429, times: 1 });
    expect((await ask()).body.error_code).toBe('102');
    expect((await ask()).status).toBe(200);
    const id = await plant({ kind: 'drop', match: { method: 'get', path: 'domains' } });
    await expect(ask()).rejects.toThrow();
    expect((await bed.admin.get('/infra/segments')).status).toBe(200);
    expect(asList((await lab('GET', 'faults')).body.faults)).toHaveLength(1);
    await lab('DELETE', `faults/${id}`);
    expect((await ask()).status).toBe(200);
    for (const kind of ['truncate', 'garbage']) {
      await plant({ kind, times: 1 });
      expect(parseJson((await ask()).text), kind).toBeUndefined();
    }
    await plant({ kind: 'wrong-count', delta: 3, times: 1 });
    expect((await ask()).body.result_count).toBe(4);
    await plant({ kind: 'down' });
    await expect(ask()).rejects.toThrow();
    await lab('DELETE', 'faults');
    expect((await ask()).status).toBe(200);
  });

  it('breaks the search, for one type or for all', async () => {
    await plant({ kind: 'search-broken', code: 60515, resourceType: 'Group' });
    expect((await bed.admin.get('/search/query?query=resource_type:Tier0')).status).toBe(200);
    expect((await bed.admin.get('/search/query?query=resource_type:Group')).body.error_code).toBe(60515);
    expect((await bed.admin.get('/search/query?query=display_name:x')).body.error_code).toBe(60515);
    await lab('DELETE', 'faults');
    await plant({ kind: 'search-broken', code: 60576 });
    expect(await bed.admin.get('/search/query?query=resource_type:Group')).toMatchObject({
      status: 503,
      body: { error_code: 60576 },
    });
    await lab('DELETE', 'faults');
  });

  it('delays the index and lets it catch up when healed', async () => {
    await plant({ kind: 'search-lag', ms: 60_000 });
    await bed.admin.patch('/infra/domains/late', {});
    expect((await bed.admin.get('/search/query?query=id:late')).body.result_count).toBe(0);
    await lab('DELETE', 'faults');
    expect((await bed.admin.get('/search/query?query=id:late')).body.result_count).toBe(1);
  });

  it('answers what the data plane makes of one flow, or of many', async () => {
    const ports = [1, 2].map((host) => ({
      path: `/infra/segments/s/ports/p${host}`,
      resource_type: 'SegmentPort',
      address_bindings: [{ ip_address: `10.9.0.${host}` }],
    }));
    const policy = '/infra/domains/default/security-policies/web';
    await lab('POST', 'load', {
      objects: [
        { path: '/infra/segments/s', resource_type: 'Segment' },
        ...ports,
        { path: policy, resource_type: 'SecurityPolicy', category: 'Application' },
        { path: `${policy}/rules/no`, resource_type: 'Rule', action: 'DROP', destination_groups: ['10.9.0.2'] },
      ],
    });
    const flow = { from: '/infra/segments/s/ports/p1', to: '10.9.0.2', protocol: 'tcp', port: 80 };
    const one = await lab('POST', 'flows', flow);
    expect(one.body, one.text).toMatchObject({
      outcome: 'drop',
      source: { address: '10.9.0.1' },
      destination: { port: '/infra/segments/s/ports/p2', kind: 'port' },
      out: { rule: `${policy}/rules/no`, policy, category: 'Application', action: 'DROP', reason: 'rule' },
      in: { rule: `${policy}/rules/no` },
    });
    const many = await lab('POST', 'flows', {
      count: true,
      flows: [flow, { ...flow, to: '10.9.0.1' }, { ...flow, from: '192.0.2.9', protocol: 'icmp', port: undefined }],
    });
    expect(asObjects(many.body.answers).map(({ outcome }) => outcome)).toEqual(['drop', 'allow', 'drop']);
    const counted = await bed.admin.get('/infra/domains/default/security-policies/web/rules/no/statistics');
    expect(counted.body.results).toMatchObject([{ statistics: { hit_count: 2, packet_count: 2 } }]);
    const wrong = await lab('POST', 'flows', { flows: [flow, { from: 'nowhere', to: '10.9.0.2', protocol: 'tcp' }] });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toMatch(/flows\[1\]: from: .*port: required/);
    const absent = await lab('POST', 'flows', { ...flow, from: '/infra/segments/s/ports/p9' });
    expect(absent.text).toContain("from: no port at '/infra/segments/s/ports/p9'");
  });

  it('tightens the rate limit', async () => {
    await plant({ kind: 'rate-limit', perSecond: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => bed.admin.get('/infra/domains')));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(2);
    await lab('DELETE', 'faults');
  });
});

describe('a killed process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nsx-'));
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<{ child: ChildProcess; client: TestClient }> {
    const tuning = JSON.stringify({ realizationLagMs: 0, searchLagMs: 0 });
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'lab/nsx/main.ts', '--data-dir', folder, '--ca-dir', folder, '--tuning', tuning],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    started.push(child);
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      child.once('exit', (code) => reject(new Error(`exited with ${code}`)));
    });
    const ready = parseJson(line);
    if (!isObject(ready)) throw new Error(`not a ready line: ${line}`);
    expect(ready.ready).toBe(true);
    const ca = await loadOrCreateCa(folder);
    return { child, client: new TestClient(asText(ready.url) ?? '', ca.certPem, basic('admin', 'VMware1!VMware1!')) };
  }

  const ended = (child: ChildProcess) =>
    new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  it('comes back with all its objects and addresses, and ends cleanly on SIGTERM', async () => {
    const first = await start();
    await first.client.patch('/infra/ip-blocks/b', { cidr: '10.0.0.0/16' });
    await first.client.patch('/infra/ip-pools/p', {});
    await first.client.patch('/infra/ip-pools/p/ip-subnets/s', {
      resource_type: 'IpAddressPoolBlockSubnet',
      ip_block_path: '/infra/ip-blocks/b',
      size: 256,
    });
    for (const id of ['gone', 'kept']) {
      await first.client.patch(`/infra/ip-pools/p/ip-allocations/${id}`, {});
      await first.client.get('/infra/ip-pools/p');
    }
    await first.client.call('DELETE', '/policy/api/v1/infra/ip-pools/p/ip-allocations/gone');
    const entities = '/infra/realized-state/realized-entities?intent_path=/infra/ip-pools/p/ip-allocations/kept';
    const attributes = async (client: TestClient) =>
      asObjects((await client.get(entities)).body.results)[0]?.extended_attributes;
    const before = await attributes(first.client);
    expect(before).toMatchObject([{ key: 'allocation_ip', values: ['10.0.0.3'] }]);
    const domain = (await first.client.get('/infra/domains/default')).body;
    const dead = ended(first.child);
    first.child.kill('SIGKILL');
    await dead;
    first.client.close();

    const second = await start();
    expect(await attributes(second.client)).toEqual(before);
    expect((await second.client.get('/infra/domains/default')).body).toEqual(domain);
    expect((await second.client.get('/infra/ip-pools/p/ip-allocations/gone')).status).toBe(404);
    const stopped = ended(second.child);
    second.child.kill('SIGTERM');
    expect(await stopped).toBe(0);
    second.client.close();
  });
});
