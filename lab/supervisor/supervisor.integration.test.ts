import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { LabClient } from './lab-client';

// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 60_000, interval: 100 };
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

interface Ready {
  readonly kubernetes: string;
  readonly nsx: string;
  readonly ncp: string;
  readonly control: string;
  readonly kubeconfig: string;
  readonly settings: string;
}

let folder: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-supervisor-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

function launch(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'lab/main.ts', '--data-dir', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error('no output to read');
  child.stderr?.resume();
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as Ready; // its one line
  throw new Error('the lab ended before it was ready');
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; error: string }> {
  const child = launch(...args);
  let [out, error] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    error += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, out, error };
}

async function status(
  control: string,
): Promise<{ programs: Record<string, { state: string; pid?: number; restarts: number }> }> {
  // The control API's own answer, checked by what the tests read from it.
  return (await (await fetch(`${control}/status`)).json()) as Awaited<ReturnType<typeof status>>;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('one line of JSON says where everything is; files are private; a crash is mended; a signal leaves no orphan', async () => {
  const child = launch('--json', '--port-base', '0');
  const facts = await ready(child);
  const settings = parse(await readFile(facts.settings, 'utf8'));
  expect(settings).toMatchObject({
    clusters: [{ name: 'pandora', kubeconfig: facts.kubeconfig, manager: 'lab' }],
    managers: [{ name: 'lab', urls: [facts.nsx], username: 'audit' }],
  });
  expect((await stat(settings.managers[0].passwordFile)).mode & 0o777).toBe(0o600);
  expect((await stat(facts.kubeconfig)).mode & 0o777).toBe(0o600);

  const client = new LabClient(await readFile(join(folder, 'ca.pem'), 'utf8'));
  const running = async () => await client.call(`${facts.nsx}/_lab/status`, 'GET').catch(() => ({ status: 0 }));
  expect(await running()).toMatchObject({ status: 200 });
  const said = await run('kill', 'nsx');
  expect(said.code).toBe(0);
  await expect
    .poll(async () => (await status(facts.control)).programs.nsx, patience)
    .toMatchObject({ state: 'running', restarts: 1 });
  expect(await running()).toMatchObject({ status: 200 });
  await client.close();

  const through = await fetch(`${facts.control}/programs/ncp/_lab/status`);
  expect(await through.json()).toMatchObject({ program: 'ncp' });
  expect((await fetch(`${facts.control}/status`, { headers: { origin: 'http://evil.example' } })).status).toBe(403);

  const pids = Object.values((await status(facts.control)).programs).flatMap((program) => program.pid ?? []);
  expect(pids).toHaveLength(3);
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(pids.filter(isAlive)).toEqual([]);
});

async function namespaceUid(facts: Ready): Promise<string> {
  const dump = await (await fetch(`${facts.control}/programs/kubernetes/_lab/dump`)).json();
  // Any listing will do, as long as the lab shows the namespace with its UID.
  const objects: { kind: string; metadata: { name: string; uid: string } }[] = dump.objects;
  return (
    objects.find((object) => object.kind === 'Namespace' && object.metadata.name === 'lab-tools')?.metadata.uid ?? ''
  );
}

test('programs go when the supervisor is killed, and --keep goes on where the lab was', async () => {
  const child = launch('--json', '--port-base', '0');
  const facts = await ready(child);
  const pids = Object.values((await status(facts.control)).programs).flatMap((program) => program.pid ?? []);
  const uid = await namespaceUid(facts);
  expect(uid).not.toBe('');
  child.kill('SIGKILL');
  await expect.poll(() => pids.filter(isAlive), patience).toEqual([]);
  const kept = launch('--json', '--keep', '--port-base', '0');
  expect(await namespaceUid(await ready(kept))).toBe(uid);
  kept.kill('SIGTERM');
  await once(kept, 'exit');
  const fresh = launch('--json', '--port-base', '0');
  expect(await namespaceUid(await ready(fresh))).not.toBe(uid);
});

test('a taken port is replaced by a free one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const facts = await ready(launch('--json', '--only', 'kubernetes', '--port-base', String(port)));
  expect(facts.kubernetes).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(facts.kubernetes).not.toBe(`https://127.0.0.1:${port}`);
  server.close();
});

test('a cluster that is not the lab’s is served: node ports, settings and NSX objects for it', async () => {
  const other = await mkdtemp(join(tmpdir(), 'portolan-foreign-'));
  try {
    const api = launch('--json', '--only', 'kubernetes', '--port-base', '0', '--data-dir', other);
    const foreign = await ready(api);
    const facts = await ready(launch('--json', '--kubeconfig', foreign.kubeconfig, '--cluster', 'elsewhere'));
    const settings = parse(await readFile(facts.settings, 'utf8'));
    expect(settings.clusters).toMatchObject([{ name: 'elsewhere', kubeconfig: foreign.kubeconfig }]);
    const ncp = async () => (await fetch(`${facts.control}/programs/ncp/_lab/status`)).json();
    await expect.poll(ncp, patience).toMatchObject({ phase: 'running', pending: 0 });
    const dump = await (await fetch(`${facts.control}/programs/nsx/_lab/dump`)).text();
    expect(dump).toContain('/infra/domains/elsewhere');
    expect(dump).toContain('nsx.kube-system.coredns-');
  } finally {
    for (const child of started.splice(0).reverse()) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(other, { recursive: true, force: true });
  }
});

test('bad flags, a missing kubeconfig and a lab that does not run end with a plain message', async () => {
  expect(await run('--world', 'nowhere')).toMatchObject({ code: 2, error: expect.stringContaining('--world') });
  expect(await run('--kubeconfig', '/does/not/exist')).toMatchObject({
    code: 1,
    error: expect.stringContaining('/does/not/exist'),
  });
  expect(await run('status')).toMatchObject({ code: 1, error: expect.stringContaining('No lab runs') });
});
