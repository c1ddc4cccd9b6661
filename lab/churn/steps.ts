import type { KubernetesClient } from '../ncp/kubernetes/client';
import { type JsonObject, list, number, object, stringMap, text } from '../ncp/json';
import type { Random } from '../worlds';

/** What one change works with. */
export interface Stage {
  readonly client: KubernetesClient;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Namespaces changes may happen in. */
  readonly namespaces: readonly [string, ...string[]];
  /** A number no other change has. */
  readonly serial: number;
}

/** One kind of change; answers false when there was nothing to change. */
export type Step = (stage: Stage) => Promise<boolean>;

/** Namespaces that belong to the cluster itself. */
const system = /^(default|kube-.*|nsx-system|vmware-system-.*)$/;
/** Everything made here carries this label, so that it can be told from the world's own. */
const mark = { 'lab/churn': 'true' };

const nameOf = (raw: JsonObject) => text(object(raw.metadata).name) ?? '';

async function itemsAt(stage: Stage, path: string, selector?: string): Promise<JsonObject[]> {
  const query = selector === undefined ? '' : `&labelSelector=${encodeURIComponent(selector)}`;
  const answer = await stage.client.get(`${path}?limit=500${query}`, stage.signal);
  return list(answer.items)
    .map(object)
    .filter((item) => text(object(item.metadata).deletionTimestamp) === undefined);
}

function oneOf<T>(stage: Stage, items: readonly T[]): T | undefined {
  const [first, ...rest] = items;
  return first === undefined ? undefined : stage.random.pick([first, ...rest]);
}

const inNamespace = (namespace: string, plural: string) => `/api/v1/namespaces/${namespace}/${plural}`;
const apps = (namespace: string) => `/apis/apps/v1/namespaces/${namespace}/deployments`;
const policies = (namespace: string) => `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;

/** Namespaces the changes keep to. */
export async function openNamespaces(client: KubernetesClient, signal: AbortSignal): Promise<string[]> {
  const answer = await client.get('/api/v1/namespaces', signal);
  return list(answer.items)
    .map(object)
    .filter((item) => text(object(item.metadata).deletionTimestamp) === undefined)
    .map(nameOf)
    .filter((name) => !system.test(name));
}

/** A running Pod is deleted; its ReplicaSet makes another. */
const replacePod: Step = async (stage) => {
  const namespace = stage.random.pick(stage.namespaces);
  const pod = oneOf(stage, await itemsAt(stage, inNamespace(namespace, 'pods')));
  if (pod === undefined) return false;
  await stage.client.delete(`${inNamespace(namespace, 'pods')}/${nameOf(pod)}`, stage.signal);
  return true;
};

/** A Pod gets, changes or loses a label. */
const labelPod: Step = async (stage) => {
  const namespace = stage.random.pick(stage.namespaces);
  const pod = oneOf(stage, await itemsAt(stage, inNamespace(namespace, 'pods')));
  if (pod === undefined) return false;
  const secgroup = stage.random.pick(['web', 'backend', 'Web', null]);
  await stage.client.patch(
    `${inNamespace(namespace, 'pods')}/${nameOf(pod)}`,
    { metadata: { labels: { secgroup } } },
    stage.signal,
  );
  return true;
};

const scale: Step = async (stage) => {
  const namespace = stage.random.pick(stage.namespaces);
  const deployment = oneOf(stage, await itemsAt(stage, apps(namespace)));
  if (deployment === undefined) return false;
  const replicas = number(object(deployment.spec).replicas) ?? 1;
  // Around its present size, so that the cluster neither grows without end nor dies out.
  const next = Math.min(12, Math.max(1, replicas + stage.random.pick([-1, 1])));
  await stage.client.patch(`${apps(namespace)}/${nameOf(deployment)}`, { spec: { replicas: next } }, stage.signal);
  return true;
};

/** Labels that select a Deployment of the namespace. */
async function someSelector(stage: Stage, namespace: string): Promise<Readonly<Record<string, string>> | undefined> {
  const deployment = oneOf(stage, await itemsAt(stage, apps(namespace)));
  return deployment === undefined ? undefined : stringMap(object(object(deployment.spec).selector).matchLabels);
}

/** Makes one more in a namespace that has few of its kind, else takes one away. */
async function toggle(
  stage: Stage,
  path: (namespace: string) => string,
  make: (namespace: string) => Promise<JsonObject | undefined>,
): Promise<boolean> {
  const namespace = stage.random.pick(stage.namespaces);
  const made = await itemsAt(stage, path(namespace), 'lab/churn=true');
  const old = made.length > 0 && stage.random.chance(0.6) ? oneOf(stage, made) : undefined;
  if (old !== undefined) await stage.client.delete(`${path(namespace)}/${nameOf(old)}`, stage.signal);
  else {
    const body = await make(namespace);
    if (body === undefined) return false;
    await stage.client.post(path(namespace), body, stage.signal);
  }
  return true;
}

const service: Step = (stage) =>
  toggle(
    stage,
    (namespace) => inNamespace(namespace, 'services'),
    async (namespace) => {
      const selector = await someSelector(stage, namespace);
      if (selector === undefined) return undefined;
      return {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: `churn-${stage.serial}`, labels: mark },
        spec: { type: 'LoadBalancer', selector, ports: [{ port: 80, targetPort: 8080 }] },
      };
    },
  );

const policy: Step = (stage) =>
  toggle(stage, policies, async (namespace) => {
    const selector = await someSelector(stage, namespace);
    if (selector === undefined) return undefined;
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `churn-${stage.serial}`, labels: mark },
      spec: {
        podSelector: { matchLabels: selector },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 8080 }] }],
      },
    };
  });

/** A namespace with one small application comes, or one that came this way goes. */
const namespace: Step = async (stage) => {
  const made = await itemsAt(stage, '/api/v1/namespaces', 'lab/churn=true');
  const old = made.length > 3 || (made.length > 0 && stage.random.chance(0.5)) ? oneOf(stage, made) : undefined;
  if (old !== undefined) {
    await stage.client.delete(`/api/v1/namespaces/${nameOf(old)}`, stage.signal);
    return true;
  }
  const name = `churn-${stage.serial}`;
  await stage.client.post(
    '/api/v1/namespaces',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { ...mark, stage: 'dev' } } },
    stage.signal,
  );
  const labels = { app: 'web' };
  await stage.client.post(
    apps(name),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'registry.lab/web:1' }] } },
      },
    },
    stage.signal,
  );
  return true;
};

/** Every kind of change with its share of all. */
export const steps: Readonly<Record<string, { readonly weight: number; readonly run: Step }>> = {
  'replace-pod': { weight: 50, run: replacePod },
  'label-pod': { weight: 22, run: labelPod },
  scale: { weight: 14, run: scale },
  service: { weight: 6, run: service },
  policy: { weight: 5, run: policy },
  namespace: { weight: 3, run: namespace },
};
