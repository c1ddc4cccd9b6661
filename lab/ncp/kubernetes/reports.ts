import type { KubeObject } from '../mapping/kubernetes';
import { type KubernetesClient, KubernetesError } from './client';

const apiVersions: Readonly<Record<KubeObject['kind'], string>> = {
  Namespace: 'v1',
  Node: 'v1',
  Pod: 'v1',
  Service: 'v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
};

const plurals: Readonly<Record<KubeObject['kind'], string>> = {
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  Service: 'services',
  EndpointSlice: 'endpointslices',
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
};

function pathOf(item: KubeObject): string {
  const version = apiVersions[item.kind];
  const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
  const scope = item.namespace === '' ? '' : `/namespaces/${item.namespace}`;
  return `${root}${scope}/${plurals[item.kind]}/${item.name}`;
}

/** Writes what NCP found out back into Kubernetes: addresses, annotations, events. Objects gone meanwhile are no error. */
export class Reports {
  readonly #client: KubernetesClient;

  constructor(client: KubernetesClient) {
    this.#client = client;
  }

  /** The Pod's address, which its kubelet waits for. */
  async podAddress(pod: KubeObject, address: string, signal: AbortSignal): Promise<void> {
    await this.#patch(`${pathOf(pod)}/status`, { status: { podIP: address, podIPs: [{ ip: address }] } }, signal);
  }

  /** The address a Service or Ingress is reached at; undefined takes it away. */
  async loadBalancerAddress(item: KubeObject, address: string | undefined, signal: AbortSignal): Promise<void> {
    const ingress = address === undefined ? [] : [{ ip: address }];
    await this.#patch(`${pathOf(item)}/status`, { status: { loadBalancer: { ingress } } }, signal);
  }

  /** Sets annotations that differ; an undefined value removes the annotation. */
  async annotate(
    item: KubeObject,
    wanted: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
  ): Promise<void> {
    const changes = Object.entries(wanted).filter(([key, value]) => item.annotations[key] !== value);
    if (changes.length === 0) return;
    const annotations = Object.fromEntries(changes.map(([key, value]) => [key, value ?? null]));
    await this.#patch(pathOf(item), { metadata: { annotations } }, signal);
  }

  /** Records a warning event on the object. */
  async warn(item: KubeObject, reason: string, message: string, signal: AbortSignal): Promise<void> {
    const namespace = item.namespace === '' ? 'default' : item.namespace;
    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: `${item.name.slice(0, 200)}.`, namespace },
      involvedObject: {
        apiVersion: apiVersions[item.kind],
        kind: item.kind,
        name: item.name,
        uid: item.uid,
        ...(item.namespace === '' ? {} : { namespace: item.namespace }),
      },
      reason,
      message,
      type: 'Warning',
      source: { component: 'nsx-container-ncp' },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    };
    await this.#ignoringGone(this.#client.post(`/api/v1/namespaces/${namespace}/events`, event, signal));
  }

  async #patch(path: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void> {
    await this.#ignoringGone(this.#client.patch(path, body, signal));
  }

  async #ignoringGone(call: Promise<void>): Promise<void> {
    try {
      await call;
    } catch (error) {
      if (!(error instanceof KubernetesError && error.status === 404)) throw error;
    }
  }
}
