import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeWorld, type World, type WorldCluster } from '../worlds';
import { startNcp } from '../ncp';
import { kubectlFor, type Lab, startLab } from './index';
import { hasKubectl } from './kubectl';
import { type NsxObject, readNsx, tagOf } from './nsx-reader';

// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 60_000, interval: 100 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let lab: Lab | undefined;

afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

function pandora(
  change: Partial<WorldCluster>,
  nsx: (object: World['nsx'][number]) => World['nsx'][number] = (same) => same,
): World {
  const world = makeWorld('pandora');
  const [cluster] = world?.clusters ?? [];
  if (world === undefined || cluster === undefined) throw new Error('pandora is missing');
  return { ...world, nsx: world.nsx.map(nsx), clusters: [{ ...cluster, ...change }] };
}

async function started(world?: World): Promise<Lab> {
  lab = await startLab({ persistent: true, ...(world === undefined ? {} : { world }) });
  await inStep(lab);
  return lab;
}

async function inStep(of: Lab): Promise<void> {
  await expect
    .poll(async () => await of.control('ncp', 'GET', '/_lab/status'), patience)
    .toMatchObject({ phase: 'running', pending: 0 });
}

async function apply(of: Lab, yaml: string): Promise<void> {
  const file = join(of.folder, 'manifest.yaml');
  await writeFile(file, yaml);
  await kubectlFor(of)('apply', '-f', file);
}

async function found(of: Lab, ending: string): Promise<NsxObject | undefined> {
  return (await readNsx(of)).find((object) => object.path.endsWith(ending));
}

const shop = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: registry.lab/web:1, readinessProbe: {httpGet: {path: /, port: 8080}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

describe.skipIf(!hasKubectl())('NCP with both of its sides (skipped where kubectl is not installed)', () => {
  test('an Ingress and a NetworkPolicy reach NSX and go again with their namespace', async () => {
    const of = await started();
    const before = (await readNsx(of)).map((object) => object.path).sort();
    await apply(of, shop);
    await apply(
      of,
      `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  rules:
    - host: shop.lab
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: lab-tools}}}]
      ports: [{port: 8080}]
`,
    );
    const kubectl = kubectlFor(of);
    const address = () =>
      kubectl('get', 'ingress', '-n', 'shop', 'shop', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}');
    await expect.poll(address, patience).toMatch(/^172\.16\./);
    await inStep(of);
    const uid = await kubectl('get', 'networkpolicy', '-n', 'shop', 'web', '-o', 'jsonpath={.metadata.uid}');
    expect(await found(of, '/lb-virtual-servers/pandora_http')).toMatchObject({ ip_address: await address() });
    expect(await found(of, `/np_${uid}_isolation/rules/ir_${uid}`)).toMatchObject({ action: 'DROP' });
    expect(await found(of, `/np_${uid}_whitelist/rules/ir_${uid}_TCP.8080`)).toMatchObject({ action: 'ALLOW' });
    const probes = (await readNsx(of)).filter((object) => object.path.includes('/hcr_'));
    expect(probes).toHaveLength(4);
    await kubectl('delete', 'namespace', 'shop');
    await expect.poll(async () => (await readNsx(of)).map((object) => object.path).sort(), patience).toEqual(before);
  });

  test('a restarted NCP writes nothing when nothing changed', async () => {
    const of = await started();
    await apply(of, shop);
    await kubectlFor(of)('rollout', 'status', '-n', 'shop', 'deployment/web', '--timeout=60s');
    await inStep(of);
    await of.stop('ncp');
    const before = JSON.stringify(await readNsx(of));
    await of.start('ncp');
    await inStep(of);
    const { byMethod } = Object(await of.control('ncp', 'GET', '/_lab/requests'));
    expect(byMethod).not.toHaveProperty('PATCH');
    expect(JSON.stringify(await readNsx(of))).toBe(before);
  });

  test('what someone deletes in NSX behind its back is made again', async () => {
    const of = await started();
    await of.control('nsx', 'POST', '/_lab/reset', {});
    await of.control('nsx', 'POST', '/_lab/load', { objects: of.world.nsx });
    await of.control('ncp', 'POST', '/_lab/resync', {});
    await expect
      .poll(async () => (await readNsx(of)).filter((object) => object.path.includes('/ports/port_')).length, patience)
      .toBe(4);
  });

  test('in a single tier everything hangs on one gateway', async () => {
    const of = await started(pandora({ topology: 'single-tier' }));
    const objects = await readNsx(of);
    const gateways = objects.filter((object) => object.resource_type === 'Tier1');
    expect(gateways.map((object) => object.path)).toEqual(['/infra/tier-1s/pandora']);
    const segments = objects.filter(
      (object) => object.path.includes('/segments/seg_') && object.resource_type === 'Segment',
    );
    expect(new Set(segments.map((object) => object.connectivity_path))).toEqual(new Set(['/infra/tier-1s/pandora']));
    const rules = objects.filter((object) => object.resource_type === 'PolicyNatRule');
    expect(rules).toHaveLength(6);
    expect(rules.every((rule) => rule.path.startsWith('/infra/tier-1s/pandora/nat/USER/'))).toBe(true);
  });

  test('a namespace too large for one segment gets a second', async () => {
    const of = await started(pandora({ segmentSize: 8 }));
    await apply(of, shop.replace('replicas: 2', 'replicas: 7'));
    await kubectlFor(of)('rollout', 'status', '-n', 'shop', 'deployment/web', '--timeout=60s');
    const mine = (await readNsx(of)).filter((object) => tagOf(object, 'ncp/project') === 'shop');
    const bySegment = mine
      .filter((object) => object.resource_type === 'SegmentPort')
      .map((port) => port.path.split('/')[3]?.slice(-2));
    expect(bySegment.sort()).toEqual(['_0', '_0', '_0', '_0', '_0', '_1', '_1']);
  });

  test('an exhausted pool is told on the Service, which gets its address once there is room', async () => {
    // 14 addresses: six namespaces and the Ingress take seven, so that of eight Services one is left without.
    const subnet = '/infra/ip-pools/k8s-1-loadbalancer/ip-subnets/k8s-1-loadbalancer-1';
    const of = await started(pandora({}, (object) => (object.path === subnet ? { ...object, size: 16 } : object)));
    const kubectl = kubectlFor(of);
    const service = (name: string) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: default, labels: {part: test}}
spec: {type: LoadBalancer, selector: {app: none}, ports: [{port: 80}]}
`;
    await apply(of, [1, 2, 3, 4, 5, 6, 7].map((index) => service(`early-${index}`)).join('---'));
    await inStep(of);
    await apply(of, service('late'));
    const late = (field: string) => kubectl('get', 'service', 'late', '-o', `jsonpath={${field}}`);
    const error = () => late('.metadata.annotations.ncp/error\\.loadbalancer');
    await expect.poll(error, patience).toBe('IP_POOL_EXHAUSTED');
    expect(await kubectl('get', 'events', '-o', 'jsonpath={.items[*].reason}')).toContain('IP_POOL_EXHAUSTED');
    await kubectl('delete', 'service', 'early-1');
    await expect.poll(() => late('.status.loadBalancer.ingress[0].ip'), patience).toMatch(/^172\.16\.0\./);
    await expect.poll(error, patience).toBe('');
  });

  test('an untranslated namespace has no NAT rule, and a wished-for address is given', async () => {
    const of = await started();
    const kubectl = kubectlFor(of);
    await apply(
      of,
      `
apiVersion: v1
kind: Namespace
metadata: {name: open, annotations: {ncp/no_snat: "true"}}
---
apiVersion: v1
kind: Service
metadata: {name: fixed, namespace: open}
spec: {type: LoadBalancer, loadBalancerIP: 172.16.0.77, selector: {app: none}, ports: [{port: 80}]}
`,
    );
    const address = () =>
      kubectl('get', 'service', '-n', 'open', 'fixed', '-o', 'jsonpath={.status.loadBalancer.ingress[0].ip}');
    await expect.poll(address, patience).toBe('172.16.0.77');
    await inStep(of);
    const mine = (await readNsx(of)).filter((object) => tagOf(object, 'ncp/project') === 'open');
    expect(mine.filter((object) => object.resource_type === 'PolicyNatRule')).toEqual([]);
  });

  test('a node whose port is not tagged is told on its Pods, which get their network once it is', async () => {
    const untagged = pandora({}, (object) =>
      JSON.stringify(object.tags ?? []).includes('"k8s-worker-2"') ? { ...object, tags: [] } : object,
    );
    lab = await startLab({ world: untagged });
    const of = lab;
    const kubectl = kubectlFor(of);
    const reasons = () => kubectl('get', 'events', '-A', '-o', 'jsonpath={.items[*].reason}');
    await expect.poll(reasons, patience).toContain('NODE_PORT_NOT_FOUND');
    const tagged = makeWorld('pandora')?.nsx.filter((object) =>
      JSON.stringify(object.tags ?? []).includes('"k8s-worker-2"'),
    );
    await of.control('nsx', 'POST', '/_lab/load', { objects: tagged });
    await expect
      .poll(async () => (await readNsx(of)).filter((object) => object.path.includes('/ports/port_')).length, patience)
      .toBe(4);
  });

  test('a paused NCP leaves changes alone until it is healed, and unknown faults are refused with the known ones', async () => {
    const of = await started();
    await of.control('ncp', 'POST', '/_lab/faults', { id: 'p', kind: 'pause' });
    await kubectlFor(of)('create', 'namespace', 'later');
    const mine = async () => (await readNsx(of)).filter((object) => tagOf(object, 'ncp/project') === 'later').length;
    expect(await mine()).toBe(0);
    await of.control('ncp', 'DELETE', '/_lab/faults/p');
    await expect.poll(mine, patience).toBe(6);
    await expect(of.control('ncp', 'POST', '/_lab/faults', { kind: 'earthquake' })).rejects.toThrow('pause');
  });
});

test('a kubeconfig NCP cannot read is refused at once', async () => {
  const nsx = { url: 'https://127.0.0.1:9', username: 'ncp', password: 'x' };
  await expect(startNcp({ kubeconfig: '{}', nsx, cluster: 'c', topology: 'two-tier' })).rejects.toThrow('kubeconfig');
});
