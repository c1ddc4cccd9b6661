import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Lab, startLab } from '@/lab/testing';
import type { GraphResponse } from '@/lib/wire';
import { ScriptedServer, type SeenRequest } from './support/https-server';
import { until } from './support/until';

/** Everything that must never leave the process, by where it comes from. */
const secrets = new Map<string, string>();
/** Everything that did leave it, by how. */
const left: { readonly by: string; readonly text: string }[] = [];

let lab: Lab;
/** Stands between Portolan and the lab's NSX, to learn the secrets of sessions, and to break. */
let door: ScriptedServer;
let isDoorShut = false;

/** Passes a request on to NSX, and notes the cookie and the token of the session that it opens. */
function passOn(seen: SeenRequest, response: Parameters<ScriptedServer['handler']>[1]): void {
  if (isDoorShut) {
    response.destroy();
    return;
  }
  const target = `${lab.nsx.url}${seen.path}${seen.query.size > 0 ? `?${seen.query}` : ''}`;
  const { host: _, connection: __, ...headers } = seen.headers;
  const onward = request(target, { method: seen.method, headers, ca: lab.caPem }, (answer) => {
    const cookie = /JSESSIONID=([^;]+)/.exec(String(answer.headers['set-cookie'] ?? ''))?.[1];
    if (cookie !== undefined) secrets.set(`session cookie ${secrets.size}`, cookie);
    const token = answer.headers['x-xsrf-token'];
    if (typeof token === 'string') secrets.set(`XSRF token ${secrets.size}`, token);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(seen.body);
}

interface User {
  readonly [field: string]: unknown;
}

/** A kubeconfig that differs from the lab's in its user only. */
async function kubeconfigWith(name: string, user: User): Promise<string> {
  const config = parse(await lab.kubeconfig('admin'));
  config.users[0].user = user;
  const file = join(lab.folder, name);
  await writeFile(file, JSON.stringify(config));
  return file;
}

/** Plants a secret at every way into Portolan, and writes the settings that lead to them. */
async function plant(): Promise<string> {
  const admin = parse(await lab.kubeconfig('admin')).users[0].user;
  const key = Buffer.from(admin['client-key-data'], 'base64').toString();
  secrets.set('client key, as in the kubeconfig', admin['client-key-data'].slice(40, 120));
  secrets.set('client key', key.split('\n')[2] ?? '');
  const { token } = parse(await lab.kubeconfig('viewer')).users[0].user;
  secrets.set('kubeconfig token', token);
  const plugin = (script: string) => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', script],
      interactiveMode: 'Never',
    },
  });
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
  const sentinel = (name: string): string => {
    secrets.set(name, `SENTINEL-${name.replaceAll(' ', '-')}`);
    return `SENTINEL-${name.replaceAll(' ', '-')}`;
  };
  const users: Readonly<Record<string, User>> = {
    key: admin,
    token: { token },
    plugin: plugin(`console.log(${JSON.stringify(JSON.stringify(credential))})`),
    broken: plugin(`console.error(${JSON.stringify(sentinel('plugin output'))}); process.exit(1)`),
    basic: { username: 'someone', password: sentinel('kubeconfig password') },
    refused: { token: sentinel('refused token') },
  };
  secrets.set(
    'kubeconfig password, encoded',
    Buffer.from(`someone:${secrets.get('kubeconfig password')}`).toString('base64'),
  );
  const clusters = await Promise.all(
    Object.entries(users).map(async ([name, user]) => ({
      name,
      kubeconfig: await kubeconfigWith(`kubeconfig-${name}`, user),
      context: 'lab',
      manager: name === 'refused' ? 'locked' : 'nsx',
      ...(name === 'key' ? {} : { tagValue: `other-${name}` }),
    })),
  );
  secrets.set('NSX password', lab.nsx.password);
  secrets.set('NSX password, encoded', Buffer.from(`${lab.nsx.username}:${lab.nsx.password}`).toString('base64'));
  await writeFile(join(lab.folder, 'wrong-password'), sentinel('wrong NSX password'));
  const manager = { urls: [door.url], username: lab.nsx.username, caFile: door.caFile };
  const managers = [
    { name: 'nsx', ...manager, passwordFile: join(lab.folder, 'nsx-password') },
    { name: 'locked', ...manager, passwordFile: join(lab.folder, 'wrong-password') },
  ];
  await plantObjects(sentinel);
  const file = join(lab.folder, 'portolan.yaml');
  await writeFile(file, JSON.stringify({ clusters, managers }));
  return file;
}

/** Objects in the cluster that hold secrets where people leave them. */
async function plantObjects(sentinel: (name: string) => string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromString(await lab.kubeconfig('admin'));
  const core = config.makeApiClient(CoreV1Api);
  const name = { namespace: 'nsx-system', name: 'nsx-ncp-config' };
  const map = await core.readNamespacedConfigMap(name);
  const ini = (map.data?.['ncp.ini'] ?? '')
    .replace(/nsx_api_password = .*/, `nsx_api_password = ${sentinel('ncp.ini password')}`)
    .replace('[nsx_v3]', `[nsx_v3]\nnsx_api_private_key = ${sentinel('ncp.ini key')}`)
    .replace(/nsx_api_managers = .*/, `nsx_api_managers = https://ncp:${sentinel('password in a URL')}@192.0.2.1`);
  await core.replaceNamespacedConfigMap({ ...name, body: { ...map, data: { 'ncp.ini': ini } } });
  await core.createNamespacedConfigMap({
    namespace: 'default',
    body: {
      metadata: { name: 'nsx-operator-config' },
      data: { 'nsxop.ini': `[coe]\ncluster = pandora\n[vc]\npassword = ${sentinel('nsxop.ini password')}\n` },
    },
  });
  const applied = { 'kubectl.kubernetes.io/last-applied-configuration': `{"x":"${sentinel('last applied')}"}` };
  const env = (which: string) => [{ name: 'PASSWORD', value: sentinel(which) }];
  const probe = { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: sentinel('probe header') }] } };
  const spec = {
    containers: [{ name: 'c', image: 'nginx', env: env('variable'), readinessProbe: probe }],
    initContainers: [{ name: 'i', image: 'nginx', env: env('variable of an init container') }],
  };
  const labels = { app: 'sentinel' };
  await core.createNamespacedPod({
    namespace: 'default',
    body: { metadata: { name: 'sentinel', annotations: applied }, spec },
  });
  const body = {
    metadata: { name: 'sentinel', annotations: applied },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
  await config.makeApiClient(AppsV1Api).createNamespacedDeployment({ namespace: 'default', body });
  const ports = [{ port: 80 }];
  await core.createNamespacedService({
    namespace: 'default',
    body: { metadata: { name: 'sentinel', annotations: applied }, spec: { ports } },
  });
}

let child: ChildProcessByStdio<Writable, Readable, Readable>;
let base = '';

async function run(settings: string): Promise<void> {
  child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/serve-api.ts'], {
    env: { ...process.env, PORTOLAN_SETTINGS: settings, PORTOLAN_LOG: 'trace' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => left.push({ by: 'stdout', text }));
  child.stderr.setEncoding('utf8').on('data', (text: string) => left.push({ by: 'stderr', text }));
  await until('the API is served, or has failed', () => isServed() || child.exitCode !== null, 50_000);
  if (child.exitCode !== null) throw new Error(said('stderr').slice(0, 2_000));
}

const said = (by: string): string =>
  left
    .filter((each) => each.by === by)
    .map(({ text }) => text)
    .join('');

function isServed(): boolean {
  const port = /^port (\d+)$/m.exec(said('stdout'))?.[1];
  base = `http://127.0.0.1:${port}/api/v1`;
  return port !== undefined;
}

async function ask(path: string, method = 'GET'): Promise<string> {
  const answer = await fetch(`${base}${path}`, { method });
  const text = `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  left.push({ by: `${method} ${path}`, text });
  return text;
}

const graphOf = async (query = ''): Promise<GraphResponse> =>
  JSON.parse((await ask(`/graph${query}`)).replace(/^\d+ \[.*?\]\] /, '')) as GraphResponse; // checked by the API's own tests

/** Reads the stream until `enough` of it has come. */
async function listen(enough: number): Promise<void> {
  const stop = new AbortController();
  const answer = await fetch(`${base}/events?view=&view=${encodeURIComponent('cluster=key')}`, { signal: stop.signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk);
    if (text.length >= enough) break;
  }
  stop.abort();
  left.push({ by: 'the stream', text });
}

/** Asks every endpoint for what it has, and for what it has not. */
async function askEverything(): Promise<GraphResponse['nodes']> {
  const { nodes } = await graphOf();
  expect(nodes.filter(({ name }) => name.startsWith('sentinel')).length).toBeGreaterThan(3);
  const kinds = new Set<string>();
  for (const { id, plane, name, type, kind } of nodes) {
    const planted = plane === 'kubernetes' && (name.startsWith('sentinel') || type === 'ConfigMap');
    // Of the others, one object of each kind: reading costs from the budget.
    if (kinds.has(kind) && !planted) continue;
    kinds.add(kind);
    await ask(`/objects/${encodeURIComponent(id)}?raw=true`);
  }
  expect(left.filter(({ text }) => text.includes('[redacted]')).length).toBeGreaterThan(5);
  const group = encodeURIComponent(nodes.find(({ kind }) => kind === 'group')?.id ?? '');
  const good = ['/groups', `/groups/${group}`, `/groups/${group}/members`, '/pods/key/default/sentinel', '/sources'];
  const plain = ['/health', '/health/live', '/health/ready', '/metrics', '/openapi.json'];
  const bad = [
    '/objects/nothing',
    '/objects/%25',
    '/graph?nonsense=1',
    '/pods/a/b/c',
    '/events?view=nonsense',
    '/nothing',
  ];
  for (const path of [...good, ...plain, ...bad]) await ask(path);
  await ask('/graph', 'POST');
  return nodes;
}

/** Where a secret was found, without showing the whole of what left. */
function leaks(): string[] {
  return [...secrets].flatMap(([name, secret]) =>
    left
      .filter(({ text }) => text.includes(secret))
      .map(
        ({ by, text }) =>
          `${name} by ${by}: …${text.slice(Math.max(0, text.indexOf(secret) - 80), text.indexOf(secret))}`,
      ),
  );
}

beforeAll(async () => {
  lab = await startLab();
  door = await ScriptedServer.start(passOn);
  await run(await plant());
}, 120_000);
afterAll(async () => {
  child.kill('SIGKILL');
  await door.close();
  await lab.close();
});

describe('a run with a secret at every way in', () => {
  it('lets none of them out: by answers, errors, metrics, stream, log or crash', async () => {
    const logged = () => said('stdout');
    const isLive = (source: string) => logged().includes(`"source":"${source}","state":"live"`);
    await until('a cluster and NSX are read', () => isLive('kubernetes:key') && isLive('nsx:nsx'), 40_000);
    await listen(20_000);
    const nodes = await askEverything();
    const group = nodes.find(({ kind }) => kind === 'group');

    // A session that ends, an NSX that is away, and a cluster that refuses.
    isDoorShut = true;
    await until('NSX is away', () => /nsx","state":"stale"/.test(logged()), 30_000);
    for (const path of ['/sources', '/graph', '/metrics', '/health']) await ask(path);
    await ask(`/objects/${encodeURIComponent(group?.id ?? '')}?raw=true`);
    await listen(2_000);
    isDoorShut = false;
    const sources = await ask('/sources');
    expect(sources).toMatch(/credential plugin fails/);
    expect(sources).toMatch(/Unauthorized/);

    // Planted for nothing, if Portolan never had them.
    expect([...secrets.keys()].filter((name) => /cookie|XSRF/.test(name)).length).toBeGreaterThan(1);
    expect(door.requests.some(({ body }) => body.includes(secrets.get('wrong NSX password') ?? '?'))).toBe(true);
    expect([...secrets.values()].filter((secret) => secret.length < 8)).toEqual([]);

    child.stdin.write('throw\n');
    await new Promise((resolve) => child.on('close', resolve));
    expect(left.some(({ by, text }) => by === 'stderr' && text.includes('a fault on purpose'))).toBe(true);
    expect(leaks()).toEqual([]);
    expect(await readFile(join(lab.folder, 'nsx-password'), 'utf8')).toContain(lab.nsx.password);
  }, 120_000);
});
