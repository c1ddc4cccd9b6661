import { describe, expect, it } from 'vitest';
import { asArray, at } from '../json/value';
import { ResourceRegistry } from '../registry/registry';
import { SchemaCatalogue } from '../schema/catalogue';
import { ObjectStore } from '../store/lab-store';
import { ApiStatusError } from '../store/status-error';
import { Storage } from '../store/storage';
import { Admission } from './admission';
import { pullPolicyOf, qosOf } from './pod-defaults';

const core = (resource: string) => ({ group: '', resource });

function store(): ObjectStore {
  const storage = new Storage({ watchHistory: 100 });
  const registry = new ResourceRegistry();
  const made = new ObjectStore(storage, registry, new Admission(storage, new SchemaCatalogue(registry)));
  made.create(core('namespaces'), { metadata: { name: 'sea' } });
  return made;
}

function refusal(action: () => unknown): ApiStatusError {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiStatusError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('Services', () => {
  const create = (spec: Record<string, unknown>, name = 'web') =>
    store().create(core('services'), { metadata: { name, namespace: 'sea' }, spec });
  const ports = [{ port: 80 }];

  it('get an address of the service range, families and policies', () => {
    const { spec } = create({ ports });
    expect(at(spec, 'clusterIP')).toMatch(/^10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+$/);
    expect(spec).toMatchObject({
      type: 'ClusterIP',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
    });
    expect(at(spec, 'ports')).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
  });

  it('get node ports only where they need them', () => {
    const port = (type: string, more = {}) =>
      at(asArray(at(create({ ports, type, ...more }), 'spec', 'ports'))[0], 'nodePort');
    expect(port('LoadBalancer')).toBeGreaterThanOrEqual(30_000);
    expect(port('NodePort')).toBeLessThan(32_768);
    expect(port('ClusterIP')).toBeUndefined();
    expect(port('LoadBalancer', { allocateLoadBalancerNodePorts: false })).toBeUndefined();
  });

  it('keep a headless one without address, and an external name without anything', () => {
    expect(at(create({ ports, clusterIP: 'None' }), 'spec', 'clusterIP')).toBe('None');
    expect(create({ type: 'ExternalName', externalName: 'x.example' }).spec).not.toHaveProperty('clusterIP');
  });

  it('refuse addresses and ports that are taken', () => {
    const cluster = store();
    const make = (name: string, spec: Record<string, unknown>) =>
      cluster.create(core('services'), { metadata: { name, namespace: 'sea' }, spec });
    make('one', { type: 'NodePort', clusterIP: '10.96.1.1', ports: [{ port: 80, nodePort: 30_100 }] });
    const error = refusal(() =>
      make('two', { type: 'NodePort', clusterIP: '10.96.1.1', ports: [{ port: 80, nodePort: 30_100 }] }),
    );
    expect([error.code, error.status.details?.causes?.map((cause) => cause.field)]).toEqual([
      422,
      ['spec.clusterIPs', 'spec.ports[0].nodePort'],
    ]);
  });
});

describe('Pods', () => {
  it.each([
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.2', 'IfNotPresent'],
    ['registry:5000/nginx', 'Always'],
    ['registry:5000/nginx@sha256:abc', 'IfNotPresent'],
  ])('pull %s %s', (image, policy) => expect(pullPolicyOf(image)).toBe(policy));

  it.each([
    [{}, 'BestEffort'],
    [{ requests: { cpu: '1' } }, 'Burstable'],
    [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
    [{ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } }, 'Burstable'],
  ])('with %j are %s', (resources, quality) => expect(qosOf({ containers: [{ resources }] })).toBe(quality));

  it('get a token mount, tolerations and a first status, once', () => {
    const cluster = store();
    const made = cluster.create(core('pods'), {
      metadata: { name: 'p', namespace: 'sea' },
      spec: { containers: [{ name: 'a', image: 'a:1' }] },
    });
    expect(asArray(at(made, 'spec', 'tolerations'))).toHaveLength(2);
    expect(asArray(at(made, 'spec', 'volumes'))).toHaveLength(1);
    expect(made.status).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
    const { spec } = made;
    const again = cluster.create(core('pods'), { metadata: { name: 'q', namespace: 'sea' }, spec });
    expect(again.spec).toEqual(spec);
  });

  it('may change their image and their node once, and nothing else', () => {
    const cluster = store();
    cluster.create(core('pods'), {
      metadata: { name: 'p', namespace: 'sea' },
      spec: { containers: [{ name: 'a', image: 'a:1' }] },
    });
    const change = (spec: Record<string, unknown>) =>
      cluster.mutate(core('pods'), 'sea', 'p', (pod) => ({ ...pod, spec: { ...(pod.spec as object), ...spec } })); // a Pod's spec is an object
    expect(change({ nodeName: 'n1' })?.metadata.generation).toBe(1);
    expect(refusal(() => change({ nodeName: 'n2' })).code).toBe(422);
    expect(refusal(() => change({ hostNetwork: true })).message).toContain(
      'pod updates may not change fields other than',
    );
  });

  it('ask for an existing service account', () => {
    const spec = { serviceAccountName: 'absent', containers: [{ name: 'a', image: 'a:1' }] };
    const error = refusal(() => store().create(core('pods'), { metadata: { name: 'p', namespace: 'sea' }, spec }));
    expect(error.message).toContain('error looking up service account sea/absent: serviceaccount "absent" not found');
  });
});

describe('the life of an object', () => {
  it('counts no version for a change that changes nothing', () => {
    const cluster = store();
    const made = cluster.create(core('configmaps'), { metadata: { name: 'c', namespace: 'sea' }, data: { a: '1' } });
    expect(cluster.update(core('configmaps'), made)).toBe(made);
    expect(cluster.storage.currentVersion).toBe(Number(made.metadata.resourceVersion));
  });

  it('keeps what may never change', () => {
    const cluster = store();
    const made = cluster.create(core('configmaps'), { metadata: { name: 'c', namespace: 'sea', generateName: 'x-' } });
    const changed = cluster.update(core('configmaps'), {
      ...made,
      metadata: { ...made.metadata, creationTimestamp: '2000-01-01T00:00:00Z', labels: { a: 'b' } },
    });
    expect(changed.metadata).toMatchObject({
      creationTimestamp: made.metadata.creationTimestamp,
      uid: made.metadata.uid,
      labels: { a: 'b' },
    });
  });

  it('names objects that only gave a beginning, by the letters a real server uses', () => {
    const { name } = store().create(core('configmaps'), {
      metadata: { generateName: 'c-', namespace: 'sea' },
    }).metadata;
    expect(name).toMatch(/^c-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('ends a Pod in two steps, one without a node at once', () => {
    const cluster = store();
    const make = (name: string, nodeName?: string) =>
      cluster.create(core('pods'), {
        metadata: { name, namespace: 'sea' },
        spec: { ...(nodeName ? { nodeName } : {}), containers: [{ name: 'a', image: 'a:1' }] },
      });
    make('waiting');
    cluster.remove(core('pods'), 'sea', 'waiting');
    expect(cluster.get(core('pods'), 'sea', 'waiting')).toBeUndefined();
    make('running', 'n1');
    expect(cluster.remove(core('pods'), 'sea', 'running')?.metadata).toMatchObject({
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    const version = cluster.storage.currentVersion;
    cluster.remove(core('pods'), 'sea', 'running');
    expect(cluster.storage.currentVersion).toBe(version);
    cluster.remove(core('pods'), 'sea', 'running', { gracePeriodSeconds: 0 });
    expect(cluster.get(core('pods'), 'sea', 'running')).toBeUndefined();
  });

  it('lets a namespace go when its finalizers are gone, and protects the first ones', () => {
    const cluster = store();
    cluster.remove(core('namespaces'), undefined, 'sea');
    expect(cluster.get(core('namespaces'), undefined, 'sea')?.status).toMatchObject({ phase: 'Terminating' });
    cluster.mutate(core('namespaces'), undefined, 'sea', (namespace) => ({ ...namespace, spec: { finalizers: [] } }));
    expect(cluster.get(core('namespaces'), undefined, 'sea')).toBeUndefined();
    cluster.create(core('namespaces'), { metadata: { name: 'default' } });
    expect(refusal(() => cluster.remove(core('namespaces'), undefined, 'default')).message).toContain(
      'this namespace may not be deleted',
    );
  });

  it.each([
    ['Bad_Name', 'a lowercase RFC 1123 label must consist of'],
    ['x'.repeat(64), 'must be no more than 63 characters'],
  ])('refuses the namespace name %s', (name, words) => {
    expect(refusal(() => store().create(core('namespaces'), { metadata: { name } })).message).toContain(words);
  });

  it('refuses labels that are none', () => {
    const make = (labels: Record<string, string>) => () =>
      store().create(core('configmaps'), { metadata: { name: 'c', namespace: 'sea', labels } });
    expect(refusal(make({ 'no good': 'x' })).message).toContain('metadata.labels: Invalid value: "no good"');
    expect(refusal(make({ a: '-x' })).message).toContain('a valid label must be an empty string or consist of');
  });
});
