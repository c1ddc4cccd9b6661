import { afterEach, describe, expect, test, vi } from 'vitest';
import { inventoryClusterId } from '../ncp/inventory/items';
import { kubectlFor, type Lab, type LabOptions, startLab } from './index';
import { type NsxObject, readNsx, tagOf } from './nsx-reader';

// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 90_000, interval: 100 };
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
let lab: Lab | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

interface KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
  readonly spec?: { readonly hostNetwork?: boolean };
  readonly status?: { readonly podIP?: string; readonly phase?: string };
}

async function started(options: LabOptions): Promise<Lab> {
  lab = await startLab(options);
  return lab;
}

async function kubernetesOf(of: Lab, index: number): Promise<readonly KubeObject[]> {
  const program = of.clusters[index]?.kubernetes ?? 'kubernetes';
  const { objects } = Object(await of.control(program, 'GET', '/_lab/dump'));
  return objects as readonly KubeObject[]; // the dump's own shape
}

async function podsOf(of: Lab, index: number): Promise<readonly KubeObject[]> {
  return (await kubernetesOf(of, index)).filter(({ kind, spec }) => kind === 'Pod' && spec?.hostNetwork !== true);
}

/** Until every agent has nothing left to do and every Pod runs. */
async function settled(of: Lab): Promise<void> {
  for (const [index, { agent }] of of.clusters.entries()) {
    await expect
      .poll(async () => await of.control(agent, 'GET', '/_lab/status'), patience)
      .toMatchObject({ phase: 'running', pending: 0, failing: [] });
    await expect
      .poll(async () => (await podsOf(of, index)).filter(({ status }) => status?.phase !== 'Running').length, patience)
      .toBe(0);
    await expect
      .poll(async () => await of.control(agent, 'GET', '/_lab/status'), patience)
      .toMatchObject({ phase: 'running', pending: 0, failing: [] });
  }
}

function ofType(objects: readonly NsxObject[], type: string): readonly NsxObject[] {
  return objects.filter((object) => object.resource_type === type);
}

describe('world single-tier', () => {
  test('gets one Tier-1, a namespace with two segments, and one without translation', async () => {
    const of = await started({ world: 'single-tier' });
    await settled(of);
    const objects = await readNsx(of);
    expect(ofType(objects, 'Tier1').map(({ path }) => path)).toEqual(['/infra/tier-1s/solo']);
    const segments = ofType(objects, 'Segment').filter((segment) => tagOf(segment, 'ncp/project') === 'shop');
    expect(segments).toHaveLength(2);
    const rules = ofType(objects, 'PolicyNatRule').map((rule) => tagOf(rule, 'ncp/project'));
    expect(rules.filter((name) => name === 'shop')).toHaveLength(2);
    expect(rules).not.toContain('open');
  });
});

describe('world two-clusters', () => {
  test('never mixes its clusters: each port is of a Pod of the cluster its tag names', async () => {
    const of = await started({ world: 'two-clusters' });
    await settled(of);
    const objects = await readNsx(of);
    for (const [index, name] of ['alpha', 'beta'].entries()) {
      const pods = (await podsOf(of, index)).map(({ metadata }) => metadata.uid).sort();
      const ports = ofType(objects, 'SegmentPort')
        .filter((port) => tagOf(port, 'ncp/cluster') === name)
        .flatMap((port) => tagOf(port, 'ncp/pod_uid') ?? [])
        .sort();
      expect(ports).toEqual(pods);
      expect(pods.length).toBeGreaterThan(3);
      const policies = ofType(objects, 'SecurityPolicy').filter(({ path }) =>
        path.startsWith(`/infra/domains/${name}/`),
      );
      expect(new Set(policies.map((policy) => tagOf(policy, 'ncp/cluster')))).toEqual(new Set([name]));
    }
  });

  test('goes on with the one when the other one stops', async () => {
    const of = await started({ world: 'two-clusters' });
    await settled(of);
    await of.stop('ncp-2');
    await of.stop('kubernetes-2');
    expect(await of.control('ncp', 'GET', '/_lab/status')).toMatchObject({ phase: 'running' });
    const before = ofType(await readNsx(of), 'SegmentPort').filter((port) => tagOf(port, 'ncp/cluster') === 'beta');
    await of.control('ncp', 'POST', '/_lab/resync', {});
    await settled({ ...of, clusters: of.clusters.slice(0, 1) });
    const after = ofType(await readNsx(of), 'SegmentPort').filter((port) => tagOf(port, 'ncp/cluster') === 'beta');
    expect(after.map(({ path }) => path)).toEqual(before.map(({ path }) => path));
  });
});

describe('world fleet', () => {
  test('comes with both planes in step: NSX gave every Pod the address its status has, and NCP finds nothing to write', async () => {
    const of = await started({ world: 'fleet', parameters: { seed: 7, size: 'S' } });
    await settled(of);
    const { ports } = Object(await of.control('nsx', 'GET', '/_lab/dump'));
    const addresses = new Map(
      Object.entries(Object(ports)).map(([path, port]) => [path.split('/port_')[1], Object(port).ip_addresses[0]]),
    );
    const pods = await podsOf(of, 0);
    expect(pods).toHaveLength(1000);
    expect(pods.filter(({ metadata, status }) => addresses.get(metadata.uid) !== status?.podIP)).toEqual([]);
    const { byMethod } = Object(await of.control('ncp', 'GET', '/_lab/requests'));
    expect(byMethod).not.toHaveProperty('PATCH');
    expect(byMethod).not.toHaveProperty('DELETE');
  });
});

describe('world vpc', () => {
  test('has a VPC per namespace, a port per Pod with its address, both halves of each policy, and balancers with NCP tags', async () => {
    const of = await started({ world: 'vpc' });
    await settled(of);
    const objects = await readNsx(of);
    const kubernetes = await kubernetesOf(of, 0);
    const names = (kind: string) => kubernetes.filter((object) => object.kind === kind).map(({ metadata }) => metadata);
    const vpcs = ofType(objects, 'Vpc').map((object) => tagOf(object, 'nsx-op/namespace_uid'));
    expect(vpcs.sort()).toEqual(
      names('Namespace')
        .map(({ uid }) => uid)
        .sort(),
    );
    const { ports } = Object(await of.control('nsx', 'GET', '/_lab/dump'));
    const found = ofType(objects, 'VpcSubnetPort').map((port) => [
      tagOf(port, 'nsx-op/pod_uid'),
      Object(ports)[port.path].ip_addresses[0],
    ]);
    const pods = await podsOf(of, 0);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(pods.map(({ metadata, status }) => [metadata.uid, status?.podIP])),
    );
    const crowded = ofType(objects, 'VpcSubnet').filter((subnet) => tagOf(subnet, 'nsx-op/namespace') === 'shop');
    expect(crowded).toHaveLength(2);
    const halves = ofType(objects, 'SecurityPolicy').flatMap(
      (policy) => tagOf(policy, 'nsx-op/network_policy_uid') ?? [],
    );
    const wanted = names('NetworkPolicy').flatMap(({ uid }) => [`${uid}_allow`, `${uid}_isolation`]);
    expect(halves.sort()).toEqual(wanted.sort());
    const servers = ofType(objects, 'LBVirtualServer');
    expect(servers.map((server) => tagOf(server, 'ncp/lb_vs_type')).sort()).toEqual([
      'http',
      'https_terminated',
      'layer_4',
      'layer_4',
    ]);
    expect(servers.every((server) => tagOf(server, 'nsx-op/cluster') === undefined)).toBe(true);
  });

  test('loses a namespace with everything that belonged to it, and nothing else', async () => {
    const of = await started({ world: 'vpc' });
    await settled(of);
    const kept = (await readNsx(of))
      .filter((object) => tagOf(object, 'nsx-op/namespace') !== 'depot' && !object.path.includes('/vpcs/depot_'))
      .map(({ path }) => path)
      // NSX's own groups of virtual servers come and go with these.
      .filter((path) => !path.includes('NLB.'));
    await kubectlFor(of)('delete', 'namespace', 'depot', '--wait=true', '--timeout=60s');
    const paths = async () => (await readNsx(of)).map(({ path }) => path);
    await expect
      .poll(async () => (await paths()).filter((path) => path.includes('/vpcs/depot_')), patience)
      .toEqual([]);
    expect(await paths()).toEqual(expect.arrayContaining(kept));
  });
});

describe('world mixed', () => {
  test('keeps both tag families apart', async () => {
    const of = await started({ world: 'mixed' });
    await settled(of);
    const objects = await readNsx(of);
    const classic = ofType(objects, 'SegmentPort').filter((port) => tagOf(port, 'ncp/pod_uid') !== undefined);
    const modern = ofType(objects, 'VpcSubnetPort');
    expect(new Set(classic.map((port) => tagOf(port, 'ncp/cluster')))).toEqual(new Set(['classic']));
    expect(new Set(modern.map((port) => tagOf(port, 'nsx-op/cluster')))).toEqual(new Set(['modern']));
    expect(classic).toHaveLength((await podsOf(of, 0)).length);
    expect(modern).toHaveLength((await podsOf(of, 1)).length);
  });
});

describe('the inventory of containers', () => {
  test('names every object of both clusters by UID, each under its own cluster, and forgets what is gone', async () => {
    const of = await started({ world: 'mixed' });
    await settled(of);
    const kinds = {
      ContainerProject: 'Namespace',
      ContainerApplicationInstance: 'Pod',
      ContainerApplication: 'Service',
      ContainerClusterNode: 'Node',
      ContainerNetworkPolicy: 'NetworkPolicy',
      ContainerIngressPolicy: 'Ingress',
    };
    const recorded = async (cluster: string) => {
      const { inventory } = Object(await of.control('nsx', 'GET', '/_lab/dump'));
      return (inventory as readonly Readonly<Record<string, string>>[]) // the dump's own shape
        .filter((item) => item.container_cluster_id === inventoryClusterId(cluster))
        .filter((item) => item.resource_type !== 'ContainerCluster')
        .map((item) => `${kinds[item.resource_type as keyof typeof kinds]}/${item.external_id}`)
        .sort();
    };
    const expected = async (index: number) =>
      (await kubernetesOf(of, index))
        .filter(({ kind }) => Object.values(kinds).includes(kind))
        .map(({ kind, metadata }) => `${kind}/${metadata.uid}`)
        .sort();
    for (const [index, { name }] of of.clusters.entries()) {
      await expect.poll(async () => await recorded(name), patience).toEqual(await expected(index));
    }
    await kubectlFor(of)('delete', 'namespace', 'shop', '--wait=true', '--timeout=60s');
    await expect
      .poll(async () => JSON.stringify(await recorded('classic')) === JSON.stringify(await expected(0)), patience)
      .toBe(true);
  });
});
