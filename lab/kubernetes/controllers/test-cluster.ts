import { Admission } from '../admission/admission';
import { ResourceRegistry } from '../registry/registry';
import { SchemaCatalogue } from '../schema/catalogue';
import { ObjectStore } from '../store/lab-store';
import { Storage } from '../store/storage';
import { Cluster } from './cluster';
import { startControllers } from './index';
import { defaultTuning, type KubernetesTuning } from '../tuning';
import { deployments, namespaces, nodes, pods, type Resource, services } from './resources';
import type { KubeObject, Pod, PodSpec } from './types';

const quick: KubernetesTuning = {
  ...defaultTuning,
  schedulingMs: 1,
  imagePullMs: 2,
  startMs: 2,
  terminationMs: 3,
  controllerMs: 1,
  heartbeatMs: 40,
  namespaceMs: 4,
};

/** A cluster of the real store and all controllers, at test speed. */
export interface TestCluster extends Cluster {
  /** Ends the controllers and their timers. */
  stop(): void;
  /** Resolves once a condition over the cluster holds, looked at after every turn of the event loop. */
  until(what: string, holds: () => boolean, timeoutMs?: number): Promise<void>;
  ready(namespace: string, labels?: Record<string, string>): Pod[];
}

class RunningCluster extends Cluster implements TestCluster {
  constructor(
    store: ObjectStore,
    private readonly controller: AbortController,
  ) {
    super(store, controller.signal);
  }

  stop(): void {
    this.controller.abort();
  }

  async until(what: string, holds: () => boolean, timeoutMs = 4_000): Promise<void> {
    const end = performance.now() + timeoutMs;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  ready(namespace: string, labels: Record<string, string> = {}): Pod[] {
    return this.list(pods, namespace).filter(
      ({ metadata, status }) =>
        !metadata.deletionTimestamp &&
        Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value) &&
        status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true,
    );
  }
}

/** Starts controllers over a fresh store with two workers, a tainted master, and the namespaces `default` and `development`. */
export function startTestCluster(tuning: Partial<KubernetesTuning> = {}): TestCluster {
  const registry = new ResourceRegistry();
  const storage = new Storage({ watchHistory: 10_000 });
  const store = new ObjectStore(storage, registry, new Admission(storage, new SchemaCatalogue(registry)));
  const controller = new AbortController();
  const cluster = new RunningCluster(store, controller);
  for (const name of ['default', 'kube-node-lease', 'development']) createNamespace(cluster, name);
  addNode(cluster, 'k8s-master', '192.168.1.27', [
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ]);
  addNode(cluster, 'k8s-worker-1', '192.168.1.28');
  addNode(cluster, 'k8s-worker-2', '192.168.1.29');
  startControllers({ store, tuning: { ...quick, ...tuning }, signal: controller.signal, caPem: 'PEM' });
  return cluster;
}

export function createNamespace(cluster: Cluster, name: string): void {
  cluster.create(namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
    spec: { finalizers: ['kubernetes'] },
  });
}

export function addNode(cluster: Cluster, name: string, ip: string, taints?: { key: string; effect: string }[]): void {
  cluster.create(nodes, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    spec: { ...(taints ? { taints } : {}) },
    status: { addresses: [{ type: 'InternalIP', address: ip }] },
  });
}

/** A Pod template of one container with a named port. */
export function template(labels: Record<string, string>, spec: Partial<PodSpec> = {}) {
  const containers = [{ name: 'main', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] }];
  return { metadata: { labels }, spec: { containers, ...spec } };
}

/** Creates an object of a kind in namespace `development`. */
export function createIn<T extends KubeObject>(
  cluster: Cluster,
  resource: Resource<T>,
  kind: string,
  name: string,
  spec: Record<string, unknown>,
  labels?: Record<string, string>,
): T {
  const metadata = { name, namespace: 'development', ...(labels ? { labels } : {}) };
  const apiVersion = resource.group === '' ? 'v1' : `${resource.group}/v1`;
  return cluster.create(resource, { apiVersion, kind, metadata, spec });
}

export function createDeployment(cluster: Cluster, name: string, replicas: number, spec: Record<string, unknown> = {}) {
  const labels = { app: name };
  const selector = { matchLabels: labels };
  return createIn(cluster, deployments, 'Deployment', name, {
    replicas,
    selector,
    template: template(labels),
    ...spec,
  });
}

export function createService(
  cluster: Cluster,
  name: string,
  selector: Record<string, string>,
  targetPort: number | string = 'http',
) {
  return createIn(cluster, services, 'Service', name, { selector, ports: [{ port: 80, targetPort }] });
}
