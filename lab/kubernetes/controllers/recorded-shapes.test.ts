import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asArray, asObject, at } from '../json/value';
import { deployments, endpointSlices, namespaces, pods, replicaSets } from './resources';
import { createIn, createService, startTestCluster, type TestCluster } from './test-cluster';

const folder = path.resolve(process.cwd(), '../shared/fixtures/kubernetes');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const firstItem = (file: string) => asArray(asObject(JSON.parse(read(file))).items)[0];
const watched = (file: string, position: number) => at(JSON.parse(read(file).split('\n')[position] ?? '{}'), 'object');

/** Every path of an object except who set what, and labels and annotations that are data. */
function paths(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => paths(item, `${prefix}[]`));
  return Object.entries(asObject(value)).flatMap(([key, field]) =>
    ['managedFields', 'labels', 'kind', 'apiVersion'].includes(key)
      ? []
      : [`${prefix}.${key}`, ...paths(field, `${prefix}.${key}`)],
  );
}
const shape = (value: unknown) => [...new Set(paths(value))].sort();

let cluster: TestCluster;
afterEach(() => cluster?.stop());

describe.skipIf(!existsSync(folder))('shapes recorded from a real cluster (skipped without ../shared)', () => {
  it('of a ReplicaSet, a running Pod and an EndpointSlice are ours', async () => {
    cluster = startTestCluster();
    const labels = { app: 'redis', role: 'master', tier: 'backend' };
    createService(cluster, 'redis-master', labels, 6379);
    const container = {
      name: 'redis',
      image: 'redis:6',
      ports: [{ containerPort: 6379 }],
      resources: { requests: { cpu: '100m', memory: '100Mi' } },
    };
    createIn(cluster, deployments, 'Deployment', 'redis-master', {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    });
    const set = () => cluster.list(replicaSets, 'development')[0];
    const slice = () => cluster.list(endpointSlices, 'development')[0];
    await cluster.until(
      'it serves',
      () => set()?.status?.availableReplicas === 1 && slice()?.endpoints?.[0]?.conditions.ready === true,
    );
    expect(shape(set())).toEqual(shape(firstItem('list-replicasets.json')));
    expect(set()?.metadata.generation).toBe(at(firstItem('list-replicasets.json'), 'metadata', 'generation'));
    expect(shape(slice())).toEqual(shape(firstItem('list-endpointslices.json')));
    expect(shape(cluster.list(pods, 'development')[0])).toEqual(shape(watched('watch-pod-lifecycle.ndjson', 2)));
  });

  it('of a namespace at its end are ours, word for word', async () => {
    cluster = startTestCluster();
    let last: unknown;
    cluster.watch(namespaces, ({ type, object }) => {
      if (type === 'DELETED') last = object;
    });
    cluster.remove(namespaces, 'development');
    await cluster.until('it is gone', () => last !== undefined);
    const words = (object: unknown) =>
      asArray(at(object, 'status', 'conditions')).map((condition) => ({
        ...asObject(condition),
        lastTransitionTime: '',
      }));
    const recorded = watched('watch-namespace-termination.ndjson', 1);
    expect(words(last)).toEqual(words(recorded));
    expect(at(last, 'status', 'phase')).toBe(at(recorded, 'status', 'phase'));
  });
});
