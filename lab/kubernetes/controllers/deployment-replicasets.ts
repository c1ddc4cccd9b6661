import { equal } from '../json/value';
import { ApiStatusError } from '../store/status-error';
import type { Context } from './context';
import { keyOf } from './cluster';
import { recordScaling } from './deployment-events';
import { nextSize, sizeAnnotationNames, sizeAnnotations } from './deployment-size';
import type { ObjectIndex } from './object-index';
import { controllerOf, referenceTo, withOwner, withoutOwner } from './owner';
import { deployments, replicaSets } from './resources';
import { matchesSelector } from './selector';
import { templateHash } from './template-hash';
import type { Deployment, Labels, PodTemplate, ReplicaSet } from './types';

/** ReplicaSets by the uid of their Deployment, and by namespace where they have none. */
export type ReplicaSetIndex = ObjectIndex<ReplicaSet>;

/** The index term of the ReplicaSets of a namespace that nobody controls. */
export const orphansOf = (namespace: string | undefined): string => `orphans|${namespace}`;

/** Label that tells the Pods of one template from those of another. */
const hashLabel = 'pod-template-hash';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const historyAnnotation = 'deployment.kubernetes.io/revision-history';
const notCopied = new Set<string>([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  ...sizeAnnotationNames,
  'deprecated.deployment.rollback.to',
]);

/** The ReplicaSets of a Deployment, oldest first, after adopting matching orphans and releasing strangers. */
export function ownReplicaSets(context: Context, index: ReplicaSetIndex, deployment: Deployment): ReplicaSet[] {
  const { cluster } = context;
  const { uid, namespace, deletionTimestamp } = deployment.metadata;
  const fits = (set: ReplicaSet) => matchesSelector(deployment.spec.selector, set.metadata.labels);
  const owned = index.of(uid);
  const kept = owned.filter(fits);
  if (!deletionTimestamp) {
    for (const set of owned) if (!fits(set)) cluster.mutate(replicaSets, keyOf(set), (now) => withoutOwner(now, uid));
    for (const set of index.of(orphansOf(namespace))) {
      if (!fits(set) || set.metadata.deletionTimestamp) continue;
      const adopted = cluster.mutate(replicaSets, keyOf(set), (now) =>
        controllerOf(now) ? undefined : withOwner(now, deployment),
      );
      if (adopted) kept.push(adopted);
    }
  }
  return kept.sort(byAge);
}

function byAge(a: ReplicaSet, b: ReplicaSet): number {
  const difference = Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp);
  return difference || revisionOf(a) - revisionOf(b);
}

/** The rollout number a Deployment or ReplicaSet carries; 0 before the first. */
export function revisionOf(object: { metadata: { annotations?: Record<string, string> } }): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Whether a ReplicaSet was made from the Deployment's present template. */
export function templateMatches(deployment: Deployment, set: ReplicaSet): boolean {
  return equal(plain(withoutHash(deployment.spec.template)), plain(withoutHash(set.spec.template)));
}

/** A template without fields that say nothing, as a client may send them (`creationTimestamp: null`). */
function plain(template: PodTemplate): PodTemplate {
  const { creationTimestamp: _time, ...metadata } = template.metadata ?? {};
  return { ...template, metadata };
}

/** The ReplicaSet of the present template, made if it is not there, carrying the newest revision. */
export function ensureNewReplicaSet(
  context: Context,
  deployment: Deployment,
  existing: ReplicaSet | undefined,
  others: readonly ReplicaSet[],
): ReplicaSet {
  const revision = Math.max(0, ...others.map(revisionOf)) + 1;
  const set = existing ?? create(context, deployment, revision, nextSize(deployment, 0, others));
  const carried = existing ? carryAnnotations(context, deployment, existing, revision) : set;
  const shown = carried.metadata.annotations?.[revisionAnnotation] ?? String(revision);
  context.cluster.mutate(deployments, keyOf(deployment), (current) => {
    if (current.metadata.annotations?.[revisionAnnotation] === shown) return undefined;
    const annotations = { ...current.metadata.annotations, [revisionAnnotation]: shown };
    return { ...current, metadata: { ...current.metadata, annotations } };
  });
  return carried;
}

function copiedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !notCopied.has(key)),
  );
}

function carryAnnotations(context: Context, deployment: Deployment, set: ReplicaSet, revision: number): ReplicaSet {
  const { annotations = {} } = set.metadata;
  const wanted: Record<string, string> = { ...annotations, ...copiedAnnotations(deployment) };
  const old = revisionOf(set);
  if (old < revision) {
    wanted[revisionAnnotation] = String(revision);
    if (old > 0) wanted[historyAnnotation] = [annotations[historyAnnotation], String(old)].filter(Boolean).join(',');
  }
  const { minReadySeconds } = deployment.spec;
  if (equal(wanted, annotations) && minReadySeconds === set.spec.minReadySeconds) return set;
  const change = (now: ReplicaSet) => {
    const { minReadySeconds: _old, ...rest } = now.spec;
    const spec = minReadySeconds === undefined ? rest : { ...rest, minReadySeconds };
    return { ...now, metadata: { ...now.metadata, annotations: wanted }, spec };
  };
  return context.cluster.mutate(replicaSets, keyOf(set), change) ?? set;
}

function create(context: Context, deployment: Deployment, revision: number, replicas: number): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(plain(template), deployment.status?.collisionCount ?? 0);
  const labels: Labels = { ...template.metadata?.labels, [hashLabel]: hash };
  try {
    const set = context.cluster.create(replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: {
          ...copiedAnnotations(deployment),
          ...sizeAnnotations(deployment),
          [revisionAnnotation]: String(revision),
        },
        ownerReferences: [referenceTo(deployment)],
      },
      spec: {
        replicas,
        ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
        selector: { ...selector, matchLabels: { ...selector.matchLabels, [hashLabel]: hash } },
        template: { ...plain(template), metadata: { ...plain(template).metadata, labels } },
      },
    });
    if (replicas > 0) recordScaling(context, deployment, set.metadata.name, 0, replicas);
    return set;
  } catch (error) {
    if (error instanceof ApiStatusError && error.reason === 'AlreadyExists') countCollision(context, deployment);
    throw error;
  }
}

/** Another ReplicaSet has the name: the next attempt hashes with a salt. */
function countCollision(context: Context, deployment: Deployment): void {
  context.cluster.mutateStatus(deployments, keyOf(deployment), (current) => ({
    ...current,
    status: { ...current.status, collisionCount: (current.status?.collisionCount ?? 0) + 1 },
  }));
}

/** Removes the oldest emptied ReplicaSets beyond `revisionHistoryLimit`, once the rollout is complete. */
export function cleanUp(
  context: Context,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
): void {
  const replicas = deployment.spec.replicas ?? 1;
  if (!current || (current.status?.availableReplicas ?? 0) < replicas) return;
  const isEmpty = (set: ReplicaSet) =>
    (set.spec.replicas ?? 1) === 0 &&
    (set.status?.replicas ?? 0) === 0 &&
    set.metadata.generation === set.status?.observedGeneration &&
    !set.metadata.deletionTimestamp;
  const old = sets.filter((set) => set !== current && isEmpty(set)).sort((a, b) => revisionOf(a) - revisionOf(b));
  const excess = old.length - (deployment.spec.revisionHistoryLimit ?? 10);
  for (const set of old.slice(0, Math.max(0, excess))) context.cluster.remove(replicaSets, keyOf(set));
}
