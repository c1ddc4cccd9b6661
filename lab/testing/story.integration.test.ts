import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NsxClient } from '../ncp/nsx/client';
import { type Lab, startLab } from './index';
import { hasKubectl, kubectlWith } from './kubectl';
import { type NsxObject, readNsx, tagOf } from './nsx-reader';

const manifests = join(import.meta.dirname, '../worlds/pandora/manifests');
// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 60_000, interval: 100 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let lab: Lab;
let kubectl: (...args: string[]) => Promise<string>;

function manifest(...names: string[]): string[] {
  return names.flatMap((name) => ['-f', join(manifests, `${name}.yaml`)]);
}

async function ofNamespace(name: string): Promise<NsxObject[]> {
  return (await readNsx(lab)).filter((object) => tagOf(object, 'ncp/project') === name);
}

function counts(objects: readonly NsxObject[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { resource_type } of objects) found[resource_type] = (found[resource_type] ?? 0) + 1;
  return found;
}

async function inStep(): Promise<void> {
  await expect
    .poll(async () => await lab.control('ncp', 'GET', '/_lab/status'), patience)
    .toMatchObject({ phase: 'running', pending: 0 });
}

/** How many segment ports NSX itself counts in group Web. */
async function webMembers(): Promise<number> {
  const client = new NsxClient({ ...lab.nsx, username: 'audit', caPem: lab.caPem }, { perSecond: 20, concurrent: 2 });
  try {
    const path = '/infra/domains/default/groups/Web/members/segment-ports';
    return (await client.list(path, AbortSignal.timeout(10_000))).length;
  } finally {
    await client.close();
  }
}

const namespaceObjects = {
  Tier1: 1,
  IpAddressPool: 1,
  IpAddressPoolBlockSubnet: 1,
  IpAddressAllocation: 1,
  Segment: 1,
  PolicyNatRule: 1,
};

describe.skipIf(!hasKubectl())(
  'the story of the lab, told with kubectl (skipped where kubectl is not installed)',
  () => {
    beforeEach(async () => {
      lab = await startLab();
      kubectl = kubectlWith(join(lab.folder, 'kubeconfig'));
      await inStep();
    });
    afterEach(async () => {
      await lab.close();
    });

    test('a namespace appears in NSX with its own gateway and subnet, and leaves nothing behind', async () => {
      const before = (await readNsx(lab)).map((object) => object.path).sort();
      await kubectl('create', ...manifest('namespace-dev'));
      await expect.poll(async () => counts(await ofNamespace('development')), patience).toEqual(namespaceObjects);
      await inStep();
      await kubectl('create', ...manifest('namespace-prod'));
      await expect.poll(async () => counts(await ofNamespace('production')), patience).toEqual(namespaceObjects);
      const [segment] = (await ofNamespace('development')).filter((object) => object.resource_type === 'Segment');
      expect(segment?.subnets).toMatchObject([{ gateway_address: '10.0.6.1/24' }]);
      expect(segment && tagOf(segment, 'name')).toBe('development');
      await kubectl('delete', 'namespace', 'development', 'production');
      await expect.poll(async () => (await readNsx(lab)).map((object) => object.path).sort(), patience).toEqual(before);
    });

    test('the guestbook gets ports with addresses, labels become tags, and group Web gains and loses its members', async () => {
      await kubectl('create', ...manifest('namespace-dev'));
      await kubectl('apply', '-n', 'development', ...manifest('redis-master-deployment', 'redis-master-service'));
      await kubectl('apply', '-n', 'development', ...manifest('redis-slave-deployment', 'redis-slave-service'));
      await kubectl('apply', '-n', 'development', ...manifest('frontend-deployment', 'frontend-service'));
      await kubectl('rollout', 'status', '-n', 'development', 'deployment/frontend', '--timeout=60s');
      await kubectl('rollout', 'status', '-n', 'development', 'deployment/redis-slave', '--timeout=60s');
      await kubectl('rollout', 'status', '-n', 'development', 'deployment/redis-master', '--timeout=60s');
      const addresses = (
        await kubectl('get', 'pods', '-n', 'development', '-o', 'jsonpath={.items[*].status.podIP}')
      ).split(' ');
      expect(addresses.toSorted((a, b) => Number(a.split('.')[3]) - Number(b.split('.')[3]))).toEqual(
        [2, 3, 4, 5, 6, 7].map((host) => `10.0.6.${host}`),
      );
      const ports = (await ofNamespace('development')).filter((object) => object.resource_type === 'SegmentPort');
      expect(ports).toHaveLength(6);
      const frontends = ports.filter((port) => tagOf(port, 'tier') === 'frontend');
      expect(frontends).toHaveLength(3);
      expect(frontends.every((port) => tagOf(port, 'pod-template-hash') === undefined)).toBe(true);
      const links = ports.map((port) => JSON.stringify([at(port, 'context_id'), at(port, 'traffic_tag')]));
      expect(new Set(links).size).toBe(6);
      expect(await webMembers()).toBe(0);
      await kubectl('label', 'pods', '-n', 'development', '-l', 'tier=frontend', 'secgroup=web');
      await expect.poll(webMembers, patience).toBe(3);
      await kubectl('label', 'pods', '-n', 'development', '-l', 'tier=frontend', 'secgroup-');
      await expect.poll(webMembers, patience).toBe(0);
    });

    test('a LoadBalancer Service gets an external address, and its members follow the scale', async () => {
      await kubectl('create', ...manifest('namespace-dev'));
      await kubectl('apply', '-n', 'development', ...manifest('hello-world-deployment'));
      await kubectl('rollout', 'status', '-n', 'development', 'deployment/hello-world', '--timeout=60s');
      await kubectl(
        'expose',
        '-n',
        'development',
        'deployment',
        'hello-world',
        '--type=LoadBalancer',
        '--name=hello-world-nsx-lb',
      );
      const address = () =>
        kubectl(
          'get',
          'service',
          '-n',
          'development',
          'hello-world-nsx-lb',
          '-o',
          'jsonpath={.status.loadBalancer.ingress[0].ip}',
        );
      await expect.poll(address, patience).toMatch(/^172\.16\.0\.\d+$/);
      const server = (await readNsx(lab)).find((object) =>
        object.path.endsWith('/pandora_development_hello-world-nsx-lb_8080'),
      );
      expect(server).toMatchObject({ ip_address: await address(), ports: ['8080'] });
      const members = async () => {
        const pool = (await readNsx(lab)).find((object) => object.path === server?.pool_path);
        return Array.isArray(pool?.members) ? pool.members.length : 0;
      };
      await expect.poll(members, patience).toBe(5);
      await kubectl('scale', '-n', 'development', 'deployment/hello-world', '--replicas=2');
      await expect.poll(members, patience).toBe(2);
      await kubectl('delete', 'service', '-n', 'development', 'hello-world-nsx-lb');
      await expect
        .poll(
          async () => counts((await readNsx(lab)).filter((object) => tagOf(object, 'ncp/service') !== undefined)),
          patience,
        )
        .toEqual({});
    });
  },
);

function at(port: NsxObject, field: string): unknown {
  const { attachment } = port;
  return typeof attachment === 'object' && attachment !== null ? Reflect.get(attachment, field) : undefined;
}

describe.skipIf(!hasKubectl())('restarts in the middle of things (skipped where kubectl is not installed)', () => {
  beforeEach(async () => {
    lab = await startLab({ persistent: true });
    kubectl = kubectlWith(join(lab.folder, 'kubeconfig'));
    await inStep();
  });
  afterEach(async () => {
    await lab.close();
  });

  test('a namespace made while NCP is away is made up for, one deleted meanwhile is cleaned up, nothing is made twice', async () => {
    await kubectl('create', 'namespace', 'first');
    await expect.poll(async () => counts(await ofNamespace('first')), patience).toEqual(namespaceObjects);
    await lab.stop('ncp');
    await kubectl('create', 'namespace', 'second');
    await kubectl('delete', 'namespace', 'first');
    const paths = (await readNsx(lab)).filter((object) => tagOf(object, 'ncp/project') === 'kube-system');
    await lab.start('ncp');
    await expect.poll(async () => counts(await ofNamespace('second')), patience).toEqual(namespaceObjects);
    await expect.poll(async () => counts(await ofNamespace('first')), patience).toEqual({});
    await inStep();
    const after = (await readNsx(lab)).filter((object) => tagOf(object, 'ncp/project') === 'kube-system');
    expect(after.map((object) => object.path).sort()).toEqual(paths.map((object) => object.path).sort());
  });

  test('NSX going away and coming back does not lose a Pod', async () => {
    await kubectl('create', ...manifest('namespace-dev'));
    await expect.poll(async () => counts(await ofNamespace('development')), patience).toEqual(namespaceObjects);
    await lab.stop('nsx');
    await kubectl('apply', '-n', 'development', ...manifest('frontend-deployment'));
    await lab.start('nsx');
    await kubectl('rollout', 'status', '-n', 'development', 'deployment/frontend', '--timeout=60s');
    const ports = (await ofNamespace('development')).filter((object) => object.resource_type === 'SegmentPort');
    expect(ports).toHaveLength(3);
  });

  test('the Kubernetes API going away and coming back is survived, and later changes are seen', async () => {
    await lab.stop('kubernetes');
    await lab.start('kubernetes');
    await kubectl('create', ...manifest('namespace-dev'));
    await expect.poll(async () => counts(await ofNamespace('development')), patience).toEqual(namespaceObjects);
  });

  test('expired sessions, refusals, broken connections and broken answers are got over', async () => {
    for (const fault of [
      { kind: 'sessions-expire' },
      { kind: 'status', status: 429, times: 3 },
      { kind: 'status', status: 500, times: 2 },
      { kind: 'drop', times: 3 },
      { kind: 'truncate', times: 2 },
      { kind: 'garbage', times: 2 },
    ]) {
      await lab.control('nsx', 'POST', '/_lab/faults', fault);
    }
    await lab.control('kubernetes', 'POST', '/_lab/faults', { kind: 'watch-drop' });
    await kubectl('create', ...manifest('namespace-dev'));
    await expect.poll(async () => counts(await ofNamespace('development')), patience).toEqual(namespaceObjects);
  });
});
