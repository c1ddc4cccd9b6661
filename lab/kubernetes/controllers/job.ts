import { equal } from '../json/value';
import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { isActive, isReady, withCondition } from './conditions';
import { controllerOf } from './owner';
import { createPod, deletePod } from './pod-control';
import { jobs, pods } from './resources';
import type { Condition, Job } from './types';

const source = { component: 'job-controller' };

/** Runs the Pods of Jobs until enough have succeeded, or too many failed. */
export function startJobController(context: Context): void {
  const { cluster, loop } = context;
  const queue = loop.queue('job', (key) => {
    const job = cluster.get(jobs, key);
    if (job && !job.metadata.deletionTimestamp) sync(context, job, (delayMs) => queue.add(key, delayMs));
  });
  cluster.watch(jobs, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  cluster.watch(pods, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === 'Job') queue.add(`${object.metadata.namespace}/${owner.name}`);
  });
}

function isOver(job: Job): boolean {
  return (job.status?.conditions ?? []).some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

function sync(context: Context, job: Job, again: (delayMs: number) => void): void {
  if (isOver(job)) {
    expire(context, job, again);
    return;
  }
  const owned = context.pods.ownedBy(job.metadata.uid);
  const succeeded = owned.filter(({ status }) => status?.phase === 'Succeeded').length;
  const failed = owned.filter(({ status }) => status?.phase === 'Failed').length;
  const { parallelism = 1, backoffLimit = 6, suspend } = job.spec;
  // Without a number of completions, one success ends the job and running Pods finish.
  const completions = job.spec.completions ?? Math.max(1, succeeded > 0 ? succeeded : parallelism);
  const isComplete = succeeded >= completions;
  const hasFailed = failed > backoffLimit;
  const active = owned.filter(isActive);
  if (isComplete || hasFailed || suspend) for (const pod of active) deletePod(context, job, source, pod);
  else {
    const wanted = Math.min(parallelism, completions - succeeded);
    for (let count = active.length; count < wanted; count += 1) {
      createPod(context, job, source, job.spec.template, {
        generateName: `${job.metadata.name}-`,
        labels: labelsOf(job),
      });
    }
  }
  writeStatus(context, job, { succeeded, failed, isComplete, hasFailed });
}

function labelsOf({ metadata }: Job): Record<string, string> {
  const { uid, name } = metadata;
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
}

function writeStatus(
  context: Context,
  job: Job,
  counts: { succeeded: number; failed: number; isComplete: boolean; hasFailed: boolean },
): void {
  const active = context.pods.ownedBy(job.metadata.uid).filter(isActive);
  const ready = active.filter(isReady).length;
  context.cluster.mutateStatus(jobs, keyOf(job), (current) => {
    const now = timestamp();
    const conditions = conditionsOf(current, counts);
    const status = {
      ...current.status,
      startTime: current.status?.startTime ?? now,
      ...(counts.isComplete ? { completionTime: current.status?.completionTime ?? now } : {}),
      ...(conditions.length > 0 ? { conditions } : {}),
      active: active.length,
      ready,
      terminating: 0,
      ...(counts.succeeded > 0 ? { succeeded: counts.succeeded } : {}),
      ...(counts.failed > 0 ? { failed: counts.failed } : {}),
      uncountedTerminatedPods: {},
    };
    return equal(current.status, status) ? undefined : { ...current, status };
  });
  if (counts.isComplete) context.events.record(job, source, { reason: 'Completed', message: 'Job completed' });
}

function conditionsOf(job: Job, { isComplete, hasFailed }: { isComplete: boolean; hasFailed: boolean }): Condition[] {
  const ends: Condition[] = [];
  if (isComplete) {
    const message = 'Reached expected number of succeeded pods';
    for (const type of ['SuccessCriteriaMet', 'Complete']) ends.push(ended(type, 'CompletionsReached', message));
  } else if (hasFailed) {
    const message = 'Job has reached the specified backoff limit';
    for (const type of ['FailureTarget', 'Failed']) ends.push(ended(type, 'BackoffLimitExceeded', message));
  }
  return ends.reduce(withCondition, job.status?.conditions ?? []);
}

function ended(type: string, reason: string, message: string): Condition {
  return { type, status: 'True', lastProbeTime: timestamp(), reason, message };
}

function expire(context: Context, job: Job, again: (delayMs: number) => void): void {
  const { ttlSecondsAfterFinished: ttl } = job.spec;
  if (ttl === undefined) return;
  const end = Date.parse(job.status?.completionTime ?? timestamp());
  const leftMs = end + ttl * 1000 - Date.now();
  if (leftMs > 0) again(Math.min(leftMs, 86_400_000));
  else context.cluster.remove(jobs, keyOf(job), { propagation: 'Background' });
}
