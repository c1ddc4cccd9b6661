import { afterEach, describe, expect, it } from 'vitest';
import { conditionOf } from './conditions';
import { nodes, pods } from './resources';
import { createIn, startTestCluster, template, type TestCluster } from './test-cluster';
import type { Pod } from './types';

let cluster: TestCluster;
afterEach(() => cluster.stop());

describe('the binding of a Pod', () => {
  function storiesOf(): Pod[] {
    const told: Pod[] = [];
    cluster.watch(pods, ({ object }) => told.push(object));
    return told;
  }
  const bound = () => cluster.get(pods, 'development/web')?.spec.nodeName !== undefined;

  it('is one write, which leaves no trace in managedFields and no new generation', async () => {
    cluster = startTestCluster({ cni: 'ncp', imagePullMs: 60_000 });
    const told = storiesOf();
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }).spec);
    await cluster.until('it is bound', bound);
    const [created, second] = told;
    expect(created?.spec.nodeName).toBeUndefined();
    expect(conditionOf(second?.status?.conditions, 'PodScheduled')).toMatchObject({
      status: 'True',
      lastProbeTime: null,
    });
    expect(second?.spec.nodeName).toMatch(/^k8s-worker-/);
    expect(second?.metadata.generation).toBe(created?.metadata.generation);
    expect(second?.metadata.managedFields).toEqual(created?.metadata.managedFields);
  });

  it('takes the place of what was said while the Pod fitted nowhere', async () => {
    cluster = startTestCluster({ cni: 'ncp' });
    const wide = template({ app: 'web' }, { nodeSelector: { disk: 'fast' } });
    createIn(cluster, pods, 'Pod', 'web', wide.spec);
    const conditions = () => cluster.get(pods, 'development/web')?.status?.conditions ?? [];
    await cluster.until('it is refused', () => conditionOf(conditions(), 'PodScheduled')?.status === 'False');
    const told = storiesOf();
    cluster.mutate(nodes, 'k8s-worker-1', (node) => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'fast' } },
    }));
    await cluster.until('it is bound', bound);
    const first = told.find(({ spec }) => spec.nodeName !== undefined);
    const said = first?.status?.conditions?.filter(({ type }) => type === 'PodScheduled');
    expect(said).toHaveLength(1);
    expect(said?.[0]).toMatchObject({ status: 'True' });
    expect(said?.[0]?.message).toBeUndefined();
  });
});
