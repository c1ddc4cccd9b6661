import {
  ApisApi,
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
  type V1Pod,
} from '@kubernetes/client-node';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClusterUnderTest, startCluster } from './cluster-under-test';

describe('@kubernetes/client-node', () => {
  let cluster: ClusterUnderTest;
  let config: KubeConfig;
  let core: CoreV1Api;
  const create = async (name: string) =>
    await core.createNamespacedPod({
      namespace: 'default',
      body: { metadata: { name }, spec: { containers: [{ name: 'main', image: 'main:v1' }] } },
    });

  beforeAll(async () => {
    cluster = await startCluster();
    config = new KubeConfig();
    config.loadFromString(await readFile(await cluster.kubeconfig('admin'), 'utf8'));
    core = config.makeApiClient(CoreV1Api);
  });
  afterAll(async () => await cluster.close());

  it('logs in by certificate, reads versions and groups', async () => {
    expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toMatch(/^v1\.36/);
    const groups = await config.makeApiClient(ApisApi).getAPIVersions();
    expect(groups.groups.map((group) => group.name)).toContain('apps');
  });

  it('creates, patches and reads what it wrote', async () => {
    const made = await create('typed');
    expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const patched = await core.patchNamespacedPod(
      { name: 'typed', namespace: 'default', body: { metadata: { labels: { colour: 'red' } } } },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    expect(patched.metadata?.labels).toEqual({ colour: 'red' });
    await expect(core.readNamespacedPod({ name: 'absent', namespace: 'default' })).rejects.toMatchObject({ code: 404 });
  });

  it('keeps an informer in step, also through a 410', async () => {
    const informer = makeInformer<V1Pod>(
      config,
      '/api/v1/namespaces/default/pods',
      async () => await core.listNamespacedPod({ namespace: 'default' }),
    );
    const errors: unknown[] = [];
    informer.on('error', (error) => {
      errors.push(error);
    });
    await informer.start();
    await create('first');
    await vi.waitFor(() => expect(informer.get('first', 'default')).toBeDefined(), 5_000);
    await cluster.call('POST', '/_lab/faults', { body: { kind: 'compact' } });
    await cluster.call('POST', '/_lab/faults', { body: { kind: 'watch-drop' } });
    await create('second');
    await vi.waitFor(() => expect(informer.get('second', 'default')).toBeDefined(), 8_000);
    await core.deleteNamespacedPod({ name: 'first', namespace: 'default', gracePeriodSeconds: 0 });
    await vi.waitFor(() => expect(informer.get('first', 'default')).toBeUndefined(), 5_000);
    expect(errors).toEqual([]);
    await informer.stop();
  });
});
