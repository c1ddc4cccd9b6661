import { equal } from '../json/value';
import type { Context } from './context';
import { claimPods } from './claim-pods';
import { keyOf } from './cluster';
import { isActive, isAvailable, isFinished, isReady, nextAvailableInMs } from './conditions';
import { SelectorIndex } from './object-index';
import { controllerOf } from './owner';
import { createPod, deletePod } from './pod-control';
import { byDeletionOrder } from './replicaset-ranking';
import { pods, replicaSets } from './resources';
import { matchesSelector } from './selector';
import type { Pod, ReplicaSet } from './types';

const source = { component: 'replicaset-controller' };
/** Pods made or removed in one go; the rest follows in the next slice of work. */
const burst = 100;

/** Keeps as many Pods as each ReplicaSet asks for, adopting and releasing by selector. */
export function startReplicaSetController(context: Context): void {
  const { cluster, loop } = context;
  const queue = loop.queue('replicaset', (key) => {
    const set = cluster.get(replicaSets, key);
    if (set) sync(context, set, (delayMs) => queue.add(key, delayMs));
  });
  const selectors = new SelectorIndex(cluster, replicaSets, (set) => set.spec.selector);
  cluster.watch(replicaSets, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  const notifyOwner = (pod: Pod): boolean => {
    const owner = controllerOf(pod);
    if (owner?.kind === 'ReplicaSet') queue.add(`${pod.metadata.namespace}/${owner.name}`);
    return owner !== undefined;
  };
  cluster.watch(pods, ({ type, object, previous }) => {
    if (previous) notifyOwner(previous);
    if (notifyOwner(object) || type === 'DELETED') return;
    for (const set of selectors.selecting(object)) queue.add(keyOf(set));
  });
}

function sync(context: Context, set: ReplicaSet, again: (delayMs: number) => void): void {
  const { cluster } = context;
  const claimed = claimPods(cluster, context.pods, set, set.spec.selector);
  const active = claimed.filter(isActive);
  const missing = (set.spec.replicas ?? 1) - active.length;
  if (!set.metadata.deletionTimestamp) {
    if (missing > 0) {
      for (let count = 0; count < Math.min(missing, burst); count += 1) {
        createPod(context, set, source, set.spec.template, { generateName: `${set.metadata.name}-` });
      }
    } else if (missing < 0) {
      const ranked = byDeletionOrder(active);
      for (const pod of ranked.slice(0, Math.min(-missing, burst))) deletePod(context, set, source, pod);
    }
    if (Math.abs(missing) > burst) again(1);
  }
  writeStatus(context, set);
  const wait = nextAvailableInMs(active, set.spec.minReadySeconds);
  if (wait !== undefined) again(wait);
}

function writeStatus(context: Context, set: ReplicaSet): void {
  const owned = context.pods
    .ownedBy(set.metadata.uid)
    .filter((pod) => matchesSelector(set.spec.selector, pod.metadata.labels));
  const active = owned.filter(isActive);
  const templateLabels = { matchLabels: set.spec.template.metadata?.labels ?? {} };
  const labelled = active.filter((pod) => matchesSelector(templateLabels, pod.metadata.labels)).length;
  const ready = active.filter(isReady).length;
  const available = active.filter((pod) => isAvailable(pod, set.spec.minReadySeconds)).length;
  const terminating = owned.filter((pod) => pod.metadata.deletionTimestamp && !isFinished(pod)).length;
  context.cluster.mutateStatus(replicaSets, keyOf(set), (current) => {
    const status = {
      replicas: active.length,
      ...(labelled > 0 ? { fullyLabeledReplicas: labelled } : {}),
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      ...(available > 0 ? { availableReplicas: available } : {}),
      terminatingReplicas: terminating,
      ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    };
    return equal(current.status, status) ? undefined : { ...current, status };
  });
}
