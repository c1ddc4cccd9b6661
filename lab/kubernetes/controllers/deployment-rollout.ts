import { equal } from '../json/value';
import type { Context } from './context';
import { keyOf } from './cluster';
import { limits, nextSize, sizeAnnotations, sum, wantedOf } from './deployment-size';
import { recordScaling } from './deployment-events';
import { isFinished } from './conditions';
import { replicaSets } from './resources';
import type { Deployment, ReplicaSet } from './types';

const availableOf = (set: ReplicaSet) => set.status?.availableReplicas ?? 0;

function scale(context: Context, deployment: Deployment, set: ReplicaSet, to: number): void {
  const from = wantedOf(set);
  const size = sizeAnnotations(deployment);
  context.cluster.mutate(replicaSets, keyOf(set), (now) => {
    const annotations = { ...now.metadata.annotations, ...size };
    if (from === to && equal(annotations, now.metadata.annotations ?? {})) return undefined;
    return { ...now, metadata: { ...now.metadata, annotations }, spec: { ...now.spec, replicas: to } };
  });
  if (from === to) return;
  recordScaling(context, deployment, set.metadata.name, from, to);
}

/** One step of a rolling update; the changes it causes bring about the next. */
export function roll(
  context: Context,
  deployment: Deployment,
  current: ReplicaSet,
  others: readonly ReplicaSet[],
): void {
  const have = wantedOf(current);
  const next = nextSize(deployment, have, others);
  scale(context, deployment, current, next);
  // Growth and shrinkage take turns: the change made here brings the next step.
  if (next === have) shrinkOthers(context, deployment, current, others);
}

function shrinkOthers(
  context: Context,
  deployment: Deployment,
  current: ReplicaSet,
  others: readonly ReplicaSet[],
): void {
  const replicas = deployment.spec.replicas ?? 1;
  const active = others.filter((set) => wantedOf(set) > 0);
  const total = wantedOf(current) + sum(active, wantedOf);
  const notYetThere = wantedOf(current) - availableOf(current);
  const minimum = replicas - limits(deployment).unavailable;
  let spare = total - minimum - notYetThere;
  if (spare <= 0) return;
  const size = new Map(active.map((set) => [set, wantedOf(set)]));
  // Replicas that are not available cost nothing to give up.
  for (const set of active) {
    const give = Math.min(spare, Math.max(0, wantedOf(set) - availableOf(set)));
    size.set(set, wantedOf(set) - give);
    spare -= give;
  }
  let dispensable = availableOf(current) + sum(active, availableOf) - minimum;
  for (const set of active) {
    const left = size.get(set) ?? 0;
    const give = Math.max(0, Math.min(left, dispensable, spare));
    size.set(set, left - give);
    dispensable -= give;
    spare -= give;
  }
  for (const [set, to] of size) if (to !== wantedOf(set)) scale(context, deployment, set, to);
}

/** Removes all old Pods, waits until they are gone, then makes the new ones. */
export function recreate(
  context: Context,
  deployment: Deployment,
  others: readonly ReplicaSet[],
  ensureNew: () => ReplicaSet,
): void {
  const active = others.filter((set) => wantedOf(set) > 0);
  for (const set of active) scale(context, deployment, set, 0);
  const alive = others.some((set) => context.pods.ownedBy(set.metadata.uid).some((pod) => !isFinished(pod)));
  if (active.length > 0 || alive) return;
  scale(context, deployment, ensureNew(), deployment.spec.replicas ?? 1);
}

/** A paused Deployment rolls nothing out but still follows its number of replicas. */
export function scaleOnly(
  context: Context,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  others: readonly ReplicaSet[],
): void {
  const all = current ? [...others, current] : [...others];
  const active = all.filter((set) => wantedOf(set) > 0);
  const only = active.length <= 1 ? (active[0] ?? all.at(-1)) : undefined;
  if (only) scale(context, deployment, only, deployment.spec.replicas ?? 1);
}
