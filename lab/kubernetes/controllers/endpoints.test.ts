import { afterEach, describe, expect, it } from 'vitest';
import { endpointSlices, endpoints, pods, services } from './resources';
import {
  createDeployment,
  createIn,
  createService,
  startTestCluster,
  template,
  type TestCluster,
} from './test-cluster';
import type { Pod } from './types';

let cluster: TestCluster;
afterEach(() => cluster.stop());

interface Subset {
  addresses?: { ip: string }[];
  notReadyAddresses?: { ip: string }[];
  ports?: { name?: string; port: number }[];
}

const subsets = (name = 'web') => (cluster.get(endpoints, `development/${name}`)?.subsets ?? []) as Subset[]; // written by the controller under test
const slices = () => cluster.list(endpointSlices, 'development');
const inSlices = () => slices().flatMap((slice) => slice.endpoints ?? []);
const readyOnes = () => inSlices().filter(({ conditions }) => conditions.ready);

function editPod(name: string, edit: (pod: Pod) => Pod, subresource?: 'status'): void {
  cluster.mutate(pods, `development/${name}`, edit, subresource ? { subresource } : {});
}

async function startWeb(replicas: number): Promise<Pod[]> {
  cluster = startTestCluster();
  createService(cluster, 'web', { app: 'web' });
  createDeployment(cluster, 'web', replicas);
  await cluster.until(
    'all endpoints are ready',
    () => readyOnes().length === replicas && subsets()[0]?.addresses?.length === replicas,
  );
  return cluster.ready('development');
}

describe('endpoints of a Service', () => {
  it('are the ready Pods behind it, with named ports resolved', async () => {
    const list = await startWeb(3);
    const addresses = list.map(({ status }) => status?.podIP).sort();
    expect(subsets()).toHaveLength(1);
    expect(
      subsets()[0]
        ?.addresses?.map(({ ip }) => ip)
        .sort(),
    ).toEqual(addresses);
    expect(subsets()[0]?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    expect(slices()).toHaveLength(1);
    expect(slices()[0]?.ports).toEqual([{ name: '', protocol: 'TCP', port: 8080 }]);
    expect(slices()[0]?.metadata.labels).toMatchObject({
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    expect(
      inSlices()
        .map(({ targetRef }) => targetRef?.uid)
        .sort(),
    ).toEqual(list.map(({ metadata }) => metadata.uid).sort());
  });

  it('follow readiness', async () => {
    const [pod] = await startWeb(2);
    const name = pod?.metadata.name ?? '';
    const setReady = (status: 'True' | 'False') =>
      editPod(
        name,
        (current) => ({ ...current, status: { ...current.status, conditions: [{ type: 'Ready', status }] } }),
        'status',
      );
    setReady('False');
    await cluster.until(
      'one is not ready',
      () => subsets()[0]?.notReadyAddresses?.length === 1 && readyOnes().length === 1,
    );
    expect(subsets()[0]?.notReadyAddresses?.[0]?.ip).toBe(pod?.status?.podIP);
    expect(inSlices()).toHaveLength(2);
    setReady('True');
    await cluster.until('both are ready', () => subsets()[0]?.addresses?.length === 2 && readyOnes().length === 2);
  });

  it('follow labels and the selector', async () => {
    const [pod] = await startWeb(1);
    createIn(cluster, pods, 'Pod', 'loner', template({ app: 'other' }).spec);
    editPod('loner', (current) => ({
      ...current,
      metadata: { ...current.metadata, labels: { app: 'web', by: 'hand' } },
    }));
    const names = () =>
      inSlices()
        .map(({ targetRef }) => targetRef?.name)
        .sort();
    await cluster.until('both serve', () => names().length === 2);
    expect(names()).toEqual(['loner', pod?.metadata.name].sort());
    editPod('loner', (current) => ({ ...current, metadata: { ...current.metadata, labels: { by: 'hand' } } }));
    await cluster.until('one is left', () => names().length === 1 && subsets()[0]?.addresses?.length === 1);
    expect(names()).toEqual([pod?.metadata.name]);
    cluster.mutate(services, 'development/web', (service) => ({
      ...service,
      spec: { ...service.spec, selector: { app: 'nobody' } },
    }));
    await cluster.until('there are none', () => inSlices().length === 0 && subsets().length === 0);
    expect(slices()).toHaveLength(1);
  });

  it('show Pods that end as serving but not ready, then drop them', async () => {
    cluster = startTestCluster({ terminationMs: 40 });
    createService(cluster, 'web', { app: 'web' }, 8080);
    cluster.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'development', labels: { app: 'web' } },
      spec: template({}).spec,
    });
    await cluster.until('it serves', () => readyOnes().length === 1);
    cluster.remove(pods, 'development/web');
    await cluster.until('it is on its way out', () => inSlices()[0]?.conditions.terminating === true);
    expect(inSlices()[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true });
    expect(subsets()).toEqual([]);
    await cluster.until('it is gone', () => inSlices().length === 0);
  });

  it('go with the Service, and come back when deleted alone', async () => {
    await startWeb(1);
    const [slice] = slices();
    cluster.remove(endpointSlices, `development/${slice?.metadata.name}`);
    cluster.remove(endpoints, 'development/web');
    await cluster.until('both are back', () => readyOnes().length === 1 && subsets().length === 1);
    cluster.remove(services, 'development/web');
    await cluster.until(
      'both are gone',
      () => slices().length === 0 && cluster.get(endpoints, 'development/web') === undefined,
    );
  });

  it('fill slices of a hundred, and keep them filled when Pods go', async () => {
    cluster = startTestCluster();
    createService(cluster, 'web', { app: 'web' });
    createDeployment(cluster, 'web', 205);
    await cluster.until('205 Pods serve', () => readyOnes().length === 205, 15_000);
    expect(slices().every(({ endpoints: list }) => (list?.length ?? 0) <= 100)).toBe(true);
    expect(slices().length).toBeLessThanOrEqual(4);
    expect(new Set(inSlices().map(({ addresses }) => addresses[0])).size).toBe(205);
  }, 20_000);
});
