import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asArray, asObject, asString, at } from '../json/value';
import { type ClusterUnderTest, startCluster } from './cluster-under-test';
import { pod } from './manifests';

describe('faults and the control API', () => {
  let cluster: ClusterUnderTest;
  const inject = async (body: unknown) => await cluster.call('POST', '/_lab/faults', { body, user: 'nobody' });
  const heal = async () => await cluster.call('DELETE', '/_lab/faults', { user: 'nobody' });
  const list = async () => await cluster.call('GET', '/api/v1/namespaces');

  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(async () => await cluster.close());

  it('answers with an injected status as often as asked, then heals by itself', async () => {
    await inject({
      kind: 'status',
      status: 429,
      times: 2,
      headers: { 'Retry-After': '1' },
      match: { method: 'GET', path: '/namespaces' },
    });
    expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([429, 429, 200]);
  });

  it('drops, cuts and garbles answers, and heals on request', async () => {
    await inject({ kind: 'drop', times: 1 });
    await expect(list()).rejects.toThrow();
    await inject({ kind: 'truncate', times: 1 });
    expect((await list()).body).toBeUndefined();
    await inject({ kind: 'garbage' });
    expect((await list()).body).toBeUndefined();
    await heal();
    expect(at((await list()).body, 'kind')).toBe('NamespaceList');
  });

  it('delays answers', async () => {
    await inject({ kind: 'latency', ms: 120, times: 1 });
    const begin = performance.now();
    await list();
    expect(performance.now() - begin).toBeGreaterThanOrEqual(115);
  });

  it('takes rights away from one user', async () => {
    await inject({ id: 'no-pods', kind: 'forbid', resource: 'pods', user: 'viewer' });
    expect((await cluster.call('GET', '/api/v1/pods', { user: 'viewer' })).status).toBe(403);
    expect((await cluster.call('GET', '/api/v1/pods', { user: 'ncp' })).status).toBe(200);
    expect((await cluster.call('DELETE', '/_lab/faults/no-pods')).status).toBe(200);
    expect((await cluster.call('GET', '/api/v1/pods', { user: 'viewer' })).status).toBe(200);
    expect((await cluster.call('DELETE', '/_lab/faults/no-pods')).status).toBe(404);
  });

  it.each([
    [{ kind: 'earthquake' }, 'kind'],
    [{ kind: 'latency' }, 'ms'],
    [{ kind: 'latency', ms: 1, colour: 'red' }, 'colour'],
    [{ kind: 'drop', match: { verb: 'GET' } }, 'match.verb'],
    [{ kind: 'drop', match: { path: '(' } }, 'match.path'],
    [{ kind: 'drop', times: 0 }, 'times'],
  ])('refuses the fault %j naming %s', async (body, field) => {
    const answer = await inject(body);
    expect([answer.status, at(answer.body, 'field')]).toEqual([400, field]);
  });

  it('counts requests, loads worlds as they are, dumps and resets', async () => {
    await cluster.call('DELETE', '/_lab/requests');
    await list();
    const counted = (await cluster.call('GET', '/_lab/requests')).body;
    expect(at(counted, 'byRoute')).toEqual({ 'list v1/namespaces': 1 });
    const objects = [
      {
        ...pod('drifter'),
        metadata: { name: 'drifter', namespace: 'sea' },
        status: { phase: 'Succeeded', podIP: '10.1.1.1' },
      },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'sea', uid: 'the-sea' } },
    ];
    expect((await cluster.call('POST', '/_lab/load', { body: { world: 'ocean', objects } })).body).toEqual({
      loaded: 2,
    });
    const drifter = await cluster.call('GET', '/api/v1/namespaces/sea/pods/drifter');
    expect(at(drifter.body, 'status', 'podIP')).toBe('10.1.1.1');
    expect(at((await cluster.call('GET', '/api/v1/namespaces/sea')).body, 'metadata', 'uid')).toBe('the-sea');
    expect(at((await cluster.call('GET', '/_lab/status')).body, 'world')).toBe('ocean');
    const dump = asArray(at((await cluster.call('GET', '/_lab/dump')).body, 'objects'));
    expect(dump.map((object) => at(object, 'metadata', 'name'))).toContain('drifter');
    await cluster.call('POST', '/_lab/reset', { body: {} });
    const left = asArray(at((await list()).body, 'items')).map((item) => asString(at(item, 'metadata', 'name')));
    expect(left).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
    const bad = await cluster.call('POST', '/_lab/load', { body: { objects: [{ apiVersion: 'v1', kind: 'Raft' }] } });
    expect([bad.status, at(bad.body, 'error')]).toEqual([400, 'objects: no resource serves v1 Raft']);
  });
});

describe('the process', () => {
  let folder: string;
  const started: ChildProcess[] = [];

  async function start(): Promise<{ child: ChildProcess; kubeconfig: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'lab/kubernetes/main.ts', '--data-dir', folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string]; // readline emits the text of the line
    const ready: unknown = JSON.parse(line);
    expect(at(ready, 'ready')).toBe(true);
    return { child, kubeconfig: asString(at(ready, 'kubeconfigs', 'admin')) };
  }

  async function kubectl(kubeconfig: string, ...args: string[]): Promise<string> {
    const child = spawn('kubectl', args, {
      env: { ...process.env, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(child, 'close');
    return text;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-kubernetes-process-'));
  });
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps everything over a kill, and forgets only the watch history', async () => {
    const first = await start();
    await kubectl(first.kubeconfig, 'create', 'namespace', 'sea');
    await kubectl(first.kubeconfig, 'create', 'configmap', 'log', '-n', 'sea', '--from-literal=a=b');
    const before = asObject(
      JSON.parse(await kubectl(first.kubeconfig, 'get', 'configmap', 'log', '-n', 'sea', '-o', 'json')),
    );
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    const after: unknown = JSON.parse(
      await kubectl(second.kubeconfig, 'get', 'configmap', 'log', '-n', 'sea', '-o', 'json'),
    );
    expect(after).toEqual(before);
    const version = asString(at(after, 'metadata', 'resourceVersion'));
    const watch = await kubectl(
      second.kubeconfig,
      'get',
      '--raw',
      `/api/v1/configmaps?watch=true&resourceVersion=${Number(version) - 1}`,
    );
    expect(at(JSON.parse(watch), 'object', 'code')).toBe(410);
    second.child.kill('SIGTERM');
    await once(second.child, 'exit');
  });

  it('ends at once on SIGTERM though watches are open', async () => {
    const { child, kubeconfig } = await start();
    const watcher = spawn('kubectl', ['get', 'namespaces', '-w'], {
      env: { ...process.env, KUBECONFIG: kubeconfig },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.push(watcher);
    await once(watcher.stdout, 'data');
    const begin = performance.now();
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(performance.now() - begin).toBeLessThan(3_000);
    watcher.kill();
  });
});
