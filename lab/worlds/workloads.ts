import type { WorldObject } from './world';

/** A container in the few words the worlds need. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
  readonly livenessProbe?: WorldObject;
  readonly readinessProbe?: WorldObject;
  readonly volumeMounts?: readonly WorldObject[];
}

/** What a Deployment or DaemonSet is made from. */
export interface Workload {
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas?: number;
  readonly spec: WorldObject;
}

/** Tolerates every taint, as system Pods do. */
export const everywhere = [{ operator: 'Exists' }];

/** A namespace with the label the API server gives it. */
export function namespace(name: string, labels: Readonly<Record<string, string>> = {}): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
  };
}

/** A service account. */
export function serviceAccount(inNamespace: string, name: string): WorldObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: inNamespace, name } };
}

/** A Deployment or DaemonSet whose Pods carry exactly the labels it selects. */
export function workload(of: Workload): WorldObject {
  return {
    apiVersion: 'apps/v1',
    kind: of.kind,
    metadata: { namespace: of.namespace, name: of.name, labels: of.labels },
    spec: {
      ...(of.kind === 'Deployment' ? { replicas: of.replicas ?? 1 } : {}),
      selector: { matchLabels: of.labels },
      template: { metadata: { labels: of.labels }, spec: of.spec },
    },
  };
}
