import type { Deployment, ReplicaSet } from './types';

const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas';
const maxAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Annotations that say on a ReplicaSet how large its Deployment was when it was last scaled. */
export const sizeAnnotationNames: readonly string[] = [desiredAnnotation, maxAnnotation];

function resolve(value: number | string | undefined, total: number, up: boolean): number {
  const setting = value ?? '25%';
  if (typeof setting === 'number') return setting;
  const share = (Number.parseFloat(setting) / 100) * total;
  return (up ? Math.ceil(share) : Math.floor(share)) || 0;
}

/** How many Pods may exist beyond, and be missing from, the wanted number during a rollout. */
export function limits(deployment: Deployment): { surge: number; unavailable: number } {
  if (deployment.spec.strategy?.type === 'Recreate') return { surge: 0, unavailable: 0 };
  const replicas = deployment.spec.replicas ?? 1;
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, replicas, true);
  const unavailable = resolve(maxUnavailable, replicas, false);
  // Both zero would never move.
  return surge === 0 && unavailable === 0
    ? { surge: 0, unavailable: 1 }
    : { surge, unavailable: Math.min(unavailable, replicas) };
}

/** The replicas a ReplicaSet is told to have. */
export const wantedOf = (set: ReplicaSet) => set.spec.replicas ?? 1;

/** The annotations of {@link sizeAnnotationNames} for the Deployment's present size. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const replicas = deployment.spec.replicas ?? 1;
  return { [desiredAnnotation]: String(replicas), [maxAnnotation]: String(replicas + limits(deployment).surge) };
}

/** Replicas a ReplicaSet has or will have: one told to shrink holds its place until its Pods are on their way out. */
const presentOf = (set: ReplicaSet) => Math.max(wantedOf(set), set.status?.replicas ?? 0);

/** How many replicas the ReplicaSet of the present template should have next, beside the others. */
export function nextSize(deployment: Deployment, have: number, others: readonly ReplicaSet[]): number {
  const replicas = deployment.spec.replicas ?? 1;
  if (have > replicas || deployment.spec.strategy?.type === 'Recreate') return replicas;
  const room = replicas + limits(deployment).surge - have - sum(others, presentOf);
  return Math.min(replicas, have + Math.max(0, room));
}

/** The sum of a figure over ReplicaSets. */
export function sum(list: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  return list.reduce((total, set) => total + of(set), 0);
}
