import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { NsxClient } from '../ncp/nsx/client';
import { type Lab, startLab } from './index';
import { hasKubectl, kubectlWith } from './kubectl';

const manifests = join(import.meta.dirname, '../worlds/pandora/manifests');
const patience = { timeout: 60_000, interval: 100 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe.skipIf(!hasKubectl())('kubectl exec (skipped where kubectl is not installed)', () => {
  let lab: Lab;
  let frontends: { name: string; address: string }[];
  let redis: { name: string; address: string };

  const environment = (user = '') => ({
    ...process.env,
    KUBECONFIG: join(lab.folder, `kubeconfig${user}`),
    HOME: lab.folder,
  });
  const run = (args: readonly string[], user = '') =>
    new Promise<Ended>((resolve) => {
      execFile('kubectl', args, { env: environment(user), timeout: 60_000 }, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
      );
    });
  const first = () => frontends[0]?.name ?? '';
  const inFirst = (...command: string[]) => run(['exec', '-n', 'development', first(), '--', ...command]);

  async function hitsOfDefaultRule(): Promise<number> {
    const client = new NsxClient({ ...lab.nsx, caPem: lab.caPem }, { perSecond: 50, concurrent: 2 });
    try {
      const rule = '/infra/domains/default/security-policies/default-layer3-section/rules/default-layer3-rule';
      const answer = JSON.stringify(await client.get(`${rule}/statistics`, AbortSignal.timeout(10_000)));
      return Number(/"hit_count":(\d+)/.exec(answer)?.[1]);
    } finally {
      await client.close();
    }
  }

  async function podsOf(kubectl: (...args: string[]) => Promise<string>, app: string) {
    const columns = 'jsonpath={range .items[*]}{.metadata.name} {.status.podIP}{"\\n"}{end}';
    const text = await kubectl('get', 'pods', '-n', 'development', '-l', app, '-o', columns);
    return text
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', address = ''] = line.split(' ');
        return { name, address };
      });
  }

  beforeAll(async () => {
    lab = await startLab();
    const kubectl = kubectlWith(join(lab.folder, 'kubeconfig'));
    await kubectl('create', '-f', join(manifests, 'namespace-dev.yaml'));
    const files = ['redis-master-deployment', 'redis-master-service', 'frontend-deployment'];
    await kubectl('apply', '-n', 'development', ...files.flatMap((file) => ['-f', join(manifests, `${file}.yaml`)]));
    for (const name of ['frontend', 'redis-master'])
      await kubectl('rollout', 'status', '-n', 'development', `deployment/${name}`, '--timeout=60s');
    frontends = await podsOf(kubectl, 'tier=frontend');
    redis = (await podsOf(kubectl, 'role=master'))[0] ?? { name: '', address: '' };
  });
  afterAll(async () => {
    await lab.close();
  });

  test('programs connect by address and by name, and say what is not there', async () => {
    expect(await inFirst('nc', '-zv', '-w', '2', redis.address, '6379')).toMatchObject({
      code: 0,
      stderr: `${redis.address} (${redis.address}:6379) open\n`,
    });
    expect(await inFirst('nc', '-zv', '-w', '2', 'redis-master', '6379')).toMatchObject({ code: 0 });
    expect((await inFirst('nc', '-zv', '-w', '2', redis.address, '99')).stderr).toContain('Connection refused');
    expect((await inFirst('wget', '-qO-', '-T', '1', `http://${frontends[1]?.address ?? ''}:80`)).stdout).toContain(
      'port 80 answers',
    );
    expect((await inFirst('curl', '-s', 'nowhere')).code).toBe(6);
    expect((await inFirst('ping', '-c', '1', '192.168.1.27')).code).toBe(0);
    expect((await inFirst('ping', '-c', '1', '-W', '0.1', '192.168.1.99')).code).toBe(1);
    expect((await inFirst('ping', '-c', '1', 'nowhere')).stderr).toContain('ping: unknown host');
    const absent = await inFirst('htop');
    expect(absent.stderr).toContain('exec: "htop": executable file not found in $PATH');
    expect(absent.code).toBe(127);
  });

  test('what is asked for wrongly is refused as elsewhere', async () => {
    expect((await run(['exec', '-n', 'development', 'absent', '--', 'ping'])).stderr).toContain(
      'pods "absent" not found',
    );
    const container = await run(['exec', '-n', 'development', first(), '-c', 'absent', '--', 'ping']);
    expect(container.stderr).toContain('container absent is not valid for pod');
    const viewer = await run(['exec', '-n', 'development', first(), '--', 'ping', '-c', '1', redis.address], '-viewer');
    expect(viewer.stderr).toMatch(/pods ".*" is forbidden: User "viewer" cannot (create|get) resource "pods\/exec"/);
  });

  test('a ping without end stops when its caller goes', async () => {
    const pinging = ['exec', '-n', 'development', first(), '--', 'ping', '-i', '0.1', redis.address];
    const child = spawn('kubectl', pinging, { env: environment() });
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => chunk.includes('icmp_seq=1') && resolve());
    });
    child.kill('SIGKILL');
    // Each echo request is counted at the rule it meets: once the count stands still, the ping has ended.
    let last = 0;
    const stands = async () => {
      const before = last;
      last = await hitsOfDefaultRule();
      return last === before;
    };
    expect(await hitsOfDefaultRule()).toBeGreaterThan(0);
    await expect.poll(stands, { timeout: 60_000, interval: 500 }).toBe(true);
  });

  test('a NetworkPolicy holds back whom it does not name', async () => {
    const policy = (ingress: unknown[]) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'redis', namespace: 'development' },
      spec: { podSelector: { matchLabels: { role: 'master' } }, policyTypes: ['Ingress'], ingress },
    });
    const apply = async (ingress: unknown[]) => {
      const file = join(lab.folder, 'policy.json');
      await writeFile(file, JSON.stringify(policy(ingress)));
      expect(await run(['apply', '-f', file])).toMatchObject({ code: 0 });
    };
    const knock = async () => (await inFirst('nc', '-zv', '-w', '0.1', redis.address, '6379')).stderr;
    await apply([]);
    await expect.poll(knock, patience).toContain('Connection timed out');
    await apply([{ from: [{ podSelector: { matchLabels: { tier: 'frontend' } } }], ports: [{ port: 6379 }] }]);
    await expect.poll(knock, patience).toContain('open');
    expect((await inFirst('ping', '-c', '1', '-W', '0.1', redis.address)).code).toBe(1);
    expect(await run(['delete', 'networkpolicy', '-n', 'development', 'redis'])).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await inFirst('ping', '-c', '1', '-W', '0.1', redis.address)).code, patience)
      .toBe(0);
  });

  test('the story: a label cuts the frontends off from each other, and from nobody else', async () => {
    const ping = (address: string) => inFirst('ping', '-c', '2', '-i', '0.1', '-W', '0.1', address);
    const other = frontends[1]?.address ?? '';
    const before = await ping(other);
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toMatch(
      /^PING (\S+) \(\1\): 56 data bytes\n64 bytes from \1: icmp_seq=0 ttl=64 time=\d+\.\d+ ms\n.*icmp_seq=1 .*\n--- \1 ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip /,
    );
    await kubectlWith(join(lab.folder, 'kubeconfig'))(
      ...['label', '-n', 'development', 'pods', '-l', 'tier=frontend', 'secgroup=web'],
    );
    await expect.poll(async () => (await ping(other)).code, patience).toBe(1);
    const after = await ping(other);
    expect(after.stdout).toContain('2 packets transmitted, 0 packets received, 100% packet loss');
    expect(after.stderr).toContain('command terminated with exit code 1');
    expect(await ping(redis.address)).toMatchObject({ code: 0 });
  });
});
