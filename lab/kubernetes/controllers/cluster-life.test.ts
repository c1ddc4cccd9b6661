import { afterEach, describe, expect, it } from 'vitest';
import { conditionOf } from './conditions';
import {
  configMaps,
  deployments,
  events,
  leases,
  namespaces,
  nodes,
  pods,
  type Resource,
  replicaSets,
  serviceAccounts,
  services,
} from './resources';
import {
  createDeployment,
  createIn,
  createNamespace,
  createService,
  startTestCluster,
  template,
  type TestCluster,
} from './test-cluster';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const conditionTypes = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceContentRemaining',
  'NamespaceFinalizersRemaining',
];

describe('namespaces', () => {
  it('get their ServiceAccount and CA bundle, again when deleted', async () => {
    cluster = startTestCluster();
    createNamespace(cluster, 'production');
    const isComplete = () =>
      cluster.get(serviceAccounts, 'production/default') !== undefined &&
      cluster.get(configMaps, 'production/kube-root-ca.crt')?.data !== undefined;
    await cluster.until('both are there', isComplete);
    expect(cluster.get(configMaps, 'production/kube-root-ca.crt')?.data).toEqual({ 'ca.crt': 'PEM' });
    cluster.remove(serviceAccounts, 'production/default');
    cluster.remove(configMaps, 'production/kube-root-ca.crt');
    await cluster.until('both are back', isComplete);
  });

  it('end with everything in them', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 3);
    createService(cluster, 'frontend', { app: 'frontend' });
    await cluster.until('three Pods run', () => cluster.ready('development').length === 3);
    const seen: (string | undefined)[] = [];
    let last: unknown;
    cluster.watch(namespaces, ({ type, object }) => {
      if (object.metadata.name !== 'development') return;
      seen.push(object.status?.phase);
      if (type === 'DELETED') last = object.status?.conditions;
    });
    cluster.remove(namespaces, 'development');
    await cluster.until('the namespace is gone', () => cluster.get(namespaces, 'development') === undefined);
    for (const definition of cluster.store.resources()) {
      expect(`${definition.resource}: ${cluster.list(definition, 'development').length}`).toBe(
        `${definition.resource}: 0`,
      );
    }
    expect(seen.slice(1).every((phase) => phase === 'Terminating')).toBe(true);
    expect(last).toMatchObject(conditionTypes.map((type) => ({ type, status: 'False' })));
  });

  it('wait for finalizers and say what they wait for', async () => {
    cluster = startTestCluster();
    const held = { name: 'held', namespace: 'development', finalizers: ['example.com/hold'] };
    cluster.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: held });
    cluster.remove(namespaces, 'development');
    const condition = (type: string) => conditionOf(cluster.get(namespaces, 'development')?.status?.conditions, type);
    await cluster.until(
      'only the held object remains',
      () =>
        condition('NamespaceContentRemaining')?.message ===
        'Some resources are remaining: configmaps. has 1 resource instances',
    );
    expect(condition('NamespaceFinalizersRemaining')).toMatchObject({
      status: 'True',
      message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
    cluster.mutate(configMaps, 'development/held', (object) => ({
      ...object,
      metadata: { ...object.metadata, finalizers: [] },
    }));
    await cluster.until('the namespace is gone', () => cluster.get(namespaces, 'development') === undefined);
  });
});

describe('garbage collection', () => {
  const start = async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 2);
    await cluster.until('two Pods run', () => cluster.ready('development').length === 2);
  };

  it('in the background removes what an owner leaves behind', async () => {
    await start();
    cluster.remove(deployments, 'development/frontend', { propagation: 'Background' });
    expect(cluster.get(deployments, 'development/frontend')).toBeUndefined();
    await cluster.until(
      'all is gone',
      () => cluster.list(replicaSets, 'development').length + cluster.list(pods, 'development').length === 0,
    );
  });

  it('in the foreground removes dependents first', async () => {
    await start();
    const gone: string[] = [];
    const watched: readonly Resource[] = [pods, replicaSets, deployments];
    for (const resource of watched) {
      cluster.watch(resource, ({ type, object }) => {
        if (type === 'DELETED') gone.push(object.kind);
      });
    }
    cluster.remove(deployments, 'development/frontend', { propagation: 'Foreground' });
    await cluster.until('the deployment is gone', () => cluster.get(deployments, 'development/frontend') === undefined);
    expect(gone).toEqual(['Pod', 'Pod', 'ReplicaSet', 'Deployment']);
  });

  it('orphans when asked, and a new owner adopts', async () => {
    await start();
    cluster.remove(deployments, 'development/frontend', { propagation: 'Orphan' });
    await cluster.until('the deployment is gone', () => cluster.get(deployments, 'development/frontend') === undefined);
    const [set] = cluster.list(replicaSets, 'development');
    expect(set?.metadata.ownerReferences).toBeUndefined();
    expect(cluster.ready('development')).toHaveLength(2);
    const { metadata } = createDeployment(cluster, 'frontend', 2);
    await cluster.until(
      'the ReplicaSet is adopted',
      () => cluster.list(replicaSets, 'development')[0]?.metadata.ownerReferences?.[0]?.uid === metadata.uid,
    );
    expect(cluster.list(replicaSets, 'development')).toHaveLength(1);
  });
});

describe('Pods on their nodes', () => {
  const pod = () => cluster.get(pods, 'development/web');

  it('wait for their address where the network agent gives it', async () => {
    cluster = startTestCluster({ cni: 'ncp', cniTimeoutMs: 30 });
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }).spec);
    await cluster.until('the containers are being created', () => pod()?.status?.containerStatuses !== undefined);
    expect(pod()?.status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    const complaint = () =>
      cluster.list(events, 'development').find(({ reason }) => reason === 'FailedCreatePodSandBox');
    await cluster.until('the kubelet complained twice', () => Number(complaint()?.count ?? 0) >= 2);
    expect(complaint()?.message).toContain('failed to setup network for sandbox "');
    expect(pod()?.status).toMatchObject({ phase: 'Pending', hostIP: expect.stringMatching(/^192\.168\.1\.2[89]$/) });
    expect(pod()?.status?.podIP).toBeUndefined();
    expect(conditionOf(pod()?.status?.conditions, 'PodReadyToStartContainers')?.status).toBe('False');
    cluster.mutateStatus(pods, 'development/web', (current) => ({
      ...current,
      status: { ...current.status, podIP: '10.0.6.3' },
    }));
    await cluster.until('it is ready', () => cluster.ready('development').length === 1);
    expect(pod()?.status).toMatchObject({ phase: 'Running', podIP: '10.0.6.3', podIPs: [{ ip: '10.0.6.3' }] });
  });

  it('share the address of their node with hostNetwork, whoever gives the others theirs', async () => {
    cluster = startTestCluster({ cni: 'ncp' });
    createIn(
      cluster,
      pods,
      'Pod',
      'web',
      template({ app: 'web' }, { hostNetwork: true, nodeName: 'k8s-worker-2' }).spec,
    );
    await cluster.until('it is ready', () => cluster.ready('development').length === 1);
    expect(pod()?.status).toMatchObject({
      podIP: '192.168.1.29',
      hostIP: '192.168.1.29',
      hostIPs: [{ ip: '192.168.1.29' }],
    });
  });

  it('keep a status that somebody else writes once they run', async () => {
    cluster = startTestCluster();
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }).spec);
    await cluster.until('it is ready', () => cluster.ready('development').length === 1);
    setReady('web', false);
    createIn(cluster, pods, 'Pod', 'later', template({ app: 'later' }).spec);
    await cluster.until(
      'a later Pod is ready',
      () => cluster.ready('development', { app: 'later' }).length === 0 && cluster.ready('development').length === 1,
    );
    expect(conditionOf(pod()?.status?.conditions, 'Ready')?.status).toBe('False');
  });

  it('wait where no node may take them, and go once one may', async () => {
    cluster = startTestCluster();
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }, { nodeSelector: { disk: 'fast' } }).spec);
    const condition = () => conditionOf(pod()?.status?.conditions, 'PodScheduled');
    await cluster.until('it is unschedulable', () => condition()?.reason === 'Unschedulable');
    expect(condition()?.message).toMatch(
      /^0\/3 nodes are available: 1 node\(s\) had untolerated taint \{node-role.kubernetes.io\/control-plane: \}, 2 node\(s\) didn't match Pod's node affinity\/selector\./,
    );
    expect(cluster.list(events, 'development').some(({ reason }) => reason === 'FailedScheduling')).toBe(true);
    cluster.mutate(nodes, 'k8s-worker-2', (node) => ({
      ...node,
      metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'fast' } },
    }));
    await cluster.until('it runs there', () => cluster.ready('development')[0]?.spec.nodeName === 'k8s-worker-2');
  });

  it('end within their grace period and say so', async () => {
    cluster = startTestCluster({ terminationMs: 20 });
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }).spec);
    await cluster.until('it is ready', () => cluster.ready('development').length === 1);
    cluster.remove(pods, 'development/web');
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
    await cluster.until('it is gone', () => pod() === undefined);
    expect(cluster.list(events, 'development').map(({ message }) => message)).toContain('Stopping container main');
  });
});

function setReady(name: string, isReady: boolean): void {
  cluster.mutateStatus(pods, `development/${name}`, (current) => ({
    ...current,
    status: {
      ...current.status,
      conditions: (current.status?.conditions ?? []).map((condition) =>
        condition.type === 'Ready'
          ? { ...condition, status: isReady ? ('True' as const) : ('False' as const) }
          : condition,
      ),
    },
  }));
}

describe('nodes', () => {
  it('register, become Ready, renew their Lease, and are missed when they fall silent', async () => {
    cluster = startTestCluster({ heartbeatMs: 10 });
    const node = () => cluster.get(nodes, 'k8s-worker-1');
    const lease = () => cluster.get(leases, 'kube-node-lease/k8s-worker-1')?.spec?.renewTime;
    const ready = () => conditionOf(node()?.status?.conditions, 'Ready')?.status;
    await cluster.until('it is Ready', () => ready() === 'True' && lease() !== undefined);
    const first = lease();
    await cluster.until('the Lease is renewed', () => lease() !== first);
    expect(cluster.list(events, 'default').map(({ message }) => message)).toContain(
      'Node k8s-worker-1 event: Registered Node k8s-worker-1 in Controller',
    );
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }, { nodeName: 'k8s-worker-1' }).spec);
    await cluster.until('a Pod runs there', () => cluster.ready('development').length === 1);
    const annotate = (value: string) =>
      cluster.mutate(nodes, 'k8s-worker-1', (current) => ({
        ...current,
        metadata: { ...current.metadata, annotations: { 'lab/kubelet': value } },
      }));
    annotate('stopped');
    await cluster.until(
      'it is lost with its Pod',
      () => ready() === 'Unknown' && cluster.ready('development').length === 0,
    );
    await cluster.until('it is tainted', () => node()?.spec?.taints?.[0]?.key === 'node.kubernetes.io/unreachable');
    annotate('running');
    await cluster.until('it is back', () => ready() === 'True' && node()?.spec?.taints === undefined);
    await cluster.until('its Pod is ready again', () => cluster.ready('development').length === 1);
  });

  it('lose their Pods to others when they stay away longer than the Pods tolerate', async () => {
    cluster = startTestCluster({ heartbeatMs: 10 });
    const gone = { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 };
    const tolerations = ['not-ready', 'unreachable'].map((name) => ({ ...gone, key: `node.kubernetes.io/${name}` }));
    createDeployment(cluster, 'web', 2, { template: template({ app: 'web' }, { tolerations }) });
    const on = (name: string) => cluster.ready('development').filter(({ spec }) => spec.nodeName === name).length;
    await cluster.until('each worker has one', () => on('k8s-worker-1') === 1 && on('k8s-worker-2') === 1);
    cluster.mutate(nodes, 'k8s-worker-1', (node) => ({
      ...node,
      metadata: { ...node.metadata, annotations: { 'lab/kubelet': 'stopped' } },
    }));
    await cluster.until('the other worker has both', () => on('k8s-worker-2') === 2);
    const left = cluster.list(pods, 'development').filter(({ spec }) => spec.nodeName === 'k8s-worker-1');
    expect(left.every(({ metadata }) => metadata.deletionTimestamp !== undefined)).toBe(true);
    cluster.remove(nodes, 'k8s-worker-1');
    await cluster.until('nothing of it is left', () => cluster.list(pods, 'development').length === 2);
  });
});

describe('events', () => {
  it('go when their time is over', async () => {
    cluster = startTestCluster({ eventTtlMs: 60 });
    createService(cluster, 'quiet', { app: 'none' });
    createIn(cluster, pods, 'Pod', 'web', template({ app: 'web' }).spec);
    await cluster.until('there are events', () => cluster.list(events, 'development').length > 0);
    await cluster.until('there are none', () => cluster.list(events).length === 0);
    expect(cluster.list(services, 'development')).toHaveLength(1);
  });
});
