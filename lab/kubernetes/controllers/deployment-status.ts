import { equal } from '../json/value';
import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { conditionOf, isFinished } from './conditions';
import { limits } from './deployment-size';
import { deployments } from './resources';
import type { Condition, Deployment, ReplicaSet } from './types';

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly terminating: number;
}

/** Writes the counts and the conditions that `kubectl rollout status` reads. */
export function writeStatus(
  context: Context,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
  again: (delayMs: number) => void,
): void {
  const total = (of: (set: ReplicaSet) => number | undefined) => sets.reduce((sum, set) => sum + (of(set) ?? 0), 0);
  const counts: Counts = {
    replicas: total((set) => set.status?.replicas),
    updated: current?.status?.replicas ?? 0,
    ready: total((set) => set.status?.readyReplicas),
    available: total((set) => set.status?.availableReplicas),
    terminating: total(
      (set) =>
        context.pods.ownedBy(set.metadata.uid).filter((pod) => pod.metadata.deletionTimestamp && !isFinished(pod))
          .length,
    ),
  };
  context.cluster.mutateStatus(deployments, keyOf(deployment), (now) => {
    const unavailable = Math.max(0, total((set) => set.spec.replicas) - counts.available);
    const status = {
      ...(now.metadata.generation === undefined ? {} : { observedGeneration: now.metadata.generation }),
      ...(counts.replicas > 0 ? { replicas: counts.replicas } : {}),
      ...(counts.updated > 0 ? { updatedReplicas: counts.updated } : {}),
      ...(counts.ready > 0 ? { readyReplicas: counts.ready } : {}),
      ...(counts.available > 0 ? { availableReplicas: counts.available } : {}),
      ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
      terminatingReplicas: counts.terminating,
      conditions: conditionsOf(now, current, counts, again),
      ...(now.status?.collisionCount === undefined ? {} : { collisionCount: now.status.collisionCount }),
    };
    return equal(now.status, status) ? undefined : { ...now, status };
  });
}

function conditionsOf(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  counts: Counts,
  again: (delayMs: number) => void,
): Condition[] {
  const minimum = (deployment.spec.replicas ?? 1) - limits(deployment).unavailable;
  const isEnough = counts.available >= minimum;
  const available: Condition = {
    type: 'Available',
    status: isEnough ? 'True' : 'False',
    reason: isEnough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: isEnough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  };
  const old = deployment.status?.conditions;
  const progressing = progressOf(deployment, current, counts, again);
  return [dated(old, available), ...(progressing ? [dated(old, progressing)] : [])];
}

/** A condition with its times: `lastUpdateTime` moves with its reason, `lastTransitionTime` with its status. */
function dated(conditions: readonly Condition[] | undefined, wanted: Condition): Condition {
  const old = conditionOf(conditions, wanted.type);
  const { type, status, reason, message } = wanted;
  if (old && old.status === status && old.reason === reason && old.message === message && !wanted.hasProgress)
    return old;
  const now = timestamp();
  const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now;
  return {
    type,
    status,
    lastUpdateTime: now,
    lastTransitionTime,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
  };
}

function progressOf(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  counts: Counts,
  again: (delayMs: number) => void,
): Condition | undefined {
  const old = conditionOf(deployment.status?.conditions, 'Progressing');
  if (deployment.spec.paused) {
    return { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
  }
  const replicas = deployment.spec.replicas ?? 1;
  const subject = current ? `ReplicaSet "${current.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const isComplete = counts.updated === replicas && counts.replicas === replicas && counts.available === replicas;
  // A finished rollout stays finished when Pods come and go later: only a new template starts the next one.
  const wasComplete = old?.reason === 'NewReplicaSetAvailable' && old.message?.includes(current?.metadata.name ?? '\n');
  if (isComplete || wasComplete) {
    return {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `${subject} has successfully progressed.`,
    };
  }
  const hasProgress = hasMoved(deployment, counts);
  const deadlineMs = (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
  const since = Date.parse(String(old?.lastUpdateTime ?? timestamp()));
  const leftMs = since + deadlineMs - Date.now();
  const isNamed = old?.message?.includes(current?.metadata.name ?? '\n') ?? false;
  if (isNamed && !hasProgress && leftMs <= 0) {
    return {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `${subject} has timed out progressing.`,
    };
  }
  // Timers hold at most 2^31-1 ms; a deadline beyond a day is looked at again daily.
  again(Math.min(Math.max(leftMs, 0) + 1000, 86_400_000));
  if (!isNamed && current) {
    const message = `Created new replica set "${current.metadata.name}"`;
    return { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message };
  }
  if (!hasProgress && old) return old;
  return {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: `${subject} is progressing.`,
    hasProgress,
  };
}

function hasMoved(deployment: Deployment, counts: Counts): boolean {
  const before = (field: string) => Number(deployment.status?.[field] ?? 0);
  return (
    counts.updated > before('updatedReplicas') ||
    counts.replicas - counts.updated < before('replicas') - before('updatedReplicas') ||
    counts.ready > before('readyReplicas') ||
    counts.available > before('availableReplicas')
  );
}
