import { equal } from '../json/value';
import type { Context } from './context';
import { claimPods } from './claim-pods';
import { keyOf } from './cluster';
import { isAvailable, isFinished, isReady, nextAvailableInMs } from './conditions';
import { ObjectIndex, SelectorIndex } from './object-index';
import { controllerOf } from './owner';
import { createPod, deletePod } from './pod-control';
import { claims, controllerRevisions, pods, statefulSets } from './resources';
import { ensureRevision, type RevisionIndex, revisionLabel } from './revisions';
import type { Pod, StatefulSet } from './types';

const source = { component: 'statefulset-controller' };

/** Keeps Pods `name-0`, `name-1` … of each StatefulSet, one after the other unless told to work in parallel. */
export function startStatefulSetController(context: Context): void {
  const { cluster, loop } = context;
  const revisions: RevisionIndex = new ObjectIndex(cluster, controllerRevisions, (revision) => [
    controllerOf(revision)?.uid ?? '',
  ]);
  const queue = loop.queue('statefulset', (key) => {
    const set = cluster.get(statefulSets, key);
    if (set) sync(context, revisions, set, (delayMs) => queue.add(key, delayMs));
  });
  const selectors = new SelectorIndex(cluster, statefulSets, (set) => set.spec.selector);
  cluster.watch(statefulSets, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  cluster.watch(pods, ({ type, object, previous }) => {
    const owners = [previous, object].map((pod) => pod && controllerOf(pod));
    for (const owner of owners)
      if (owner?.kind === 'StatefulSet') queue.add(`${object.metadata.namespace}/${owner.name}`);
    if (type !== 'DELETED' && !controllerOf(object))
      for (const set of selectors.selecting(object)) queue.add(keyOf(set));
  });
}

function ordinalOf(set: StatefulSet, pod: Pod): number {
  const { name } = set.metadata;
  const digits = pod.metadata.name.startsWith(`${name}-`) ? pod.metadata.name.slice(name.length + 1) : '';
  return /^\d+$/.test(digits) ? Number(digits) : -1;
}

function sync(context: Context, revisions: RevisionIndex, set: StatefulSet, again: (delayMs: number) => void): void {
  const claimed = claimPods(context.cluster, context.pods, set, set.spec.selector);
  if (set.metadata.deletionTimestamp) return;
  const update = ensureRevision(context, revisions, set, set.spec.template, set.spec.revisionHistoryLimit);
  const hash = update.metadata.labels?.[revisionLabel] ?? '';
  const byOrdinal = new Map(claimed.map((pod) => [ordinalOf(set, pod), pod]));
  if (scaleAndRepair(context, set, byOrdinal, hash)) replaceOutdated(context, set, byOrdinal, hash);
  writeStatus(context, set, update.metadata.name, hash);
  const wait = nextAvailableInMs(claimed, set.spec.minReadySeconds);
  if (wait !== undefined) again(wait);
}

/** Creates missing ordinals upwards and removes surplus ones downwards; true when all wanted ones are available. */
function scaleAndRepair(
  context: Context,
  set: StatefulSet,
  byOrdinal: ReadonlyMap<number, Pod>,
  hash: string,
): boolean {
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  const first = set.spec.ordinals?.start ?? 0;
  const end = first + (set.spec.replicas ?? 1);
  let isSettled = true;
  for (let ordinal = first; ordinal < end; ordinal += 1) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) createOrdinal(context, set, ordinal, hash);
    else if (isFinished(pod) && !pod.metadata.deletionTimestamp) deletePod(context, set, source, pod);
    else if (!pod.metadata.deletionTimestamp && isAvailable(pod, set.spec.minReadySeconds)) continue;
    isSettled = false;
    if (isOrdered) return false;
  }
  const surplus = [...byOrdinal].filter(([ordinal]) => ordinal < first || ordinal >= end).sort(([a], [b]) => b - a);
  for (const [, pod] of surplus) {
    if (!pod.metadata.deletionTimestamp) deletePod(context, set, source, pod);
    isSettled = false;
    if (isOrdered) return false;
  }
  return isSettled;
}

function createOrdinal(context: Context, set: StatefulSet, ordinal: number, hash: string): void {
  const name = `${set.metadata.name}-${ordinal}`;
  const volumes = (set.spec.volumeClaimTemplates ?? []).map(({ metadata, spec }) => {
    const claimName = `${metadata?.name ?? 'data'}-${name}`;
    const { namespace } = set.metadata;
    if (!context.cluster.get(claims, `${namespace}/${claimName}`)) {
      const labels = { ...metadata?.labels, ...set.spec.selector.matchLabels };
      const claim = { name: claimName, namespace, labels };
      context.cluster.create(claims, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: claim, spec });
    }
    return { name: metadata?.name ?? 'data', persistentVolumeClaim: { claimName } };
  });
  const own = set.spec.template.spec.volumes;
  createPod(context, set, source, set.spec.template, {
    name,
    labels: {
      [revisionLabel]: hash,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    },
    spec: {
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(volumes.length > 0 ? { volumes: [...(Array.isArray(own) ? own : []), ...volumes] } : {}),
    },
  });
}

/** Replaces the highest Pod of an older template; called only when every Pod is available. */
function replaceOutdated(context: Context, set: StatefulSet, byOrdinal: ReadonlyMap<number, Pod>, hash: string): void {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return;
  const outdated = [...byOrdinal]
    .filter(
      ([ordinal, pod]) => ordinal >= (rollingUpdate?.partition ?? 0) && pod.metadata.labels?.[revisionLabel] !== hash,
    )
    .sort(([a], [b]) => b - a);
  const pod = outdated[0]?.[1];
  if (pod) deletePod(context, set, source, pod);
}

function writeStatus(context: Context, set: StatefulSet, updateRevision: string, hash: string): void {
  const living = context.pods.ownedBy(set.metadata.uid).filter((pod) => !isFinished(pod));
  const updated = living.filter(
    (pod) => pod.metadata.labels?.[revisionLabel] === hash && !pod.metadata.deletionTimestamp,
  ).length;
  const ready = living.filter(isReady).length;
  const replicas = set.spec.replicas ?? 1;
  const isRolledOut = updated === replicas && living.length === replicas && ready === replicas;
  context.cluster.mutateStatus(statefulSets, keyOf(set), (now) => {
    const currentRevision = isRolledOut ? updateRevision : (now.status?.currentRevision ?? updateRevision);
    const current = currentRevision === updateRevision ? updated : living.length - updated;
    const status = {
      ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
      replicas: living.length,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      ...(current > 0 ? { currentReplicas: current } : {}),
      ...(updated > 0 ? { updatedReplicas: updated } : {}),
      currentRevision,
      updateRevision,
      collisionCount: 0,
      availableReplicas: living.filter((pod) => isAvailable(pod, set.spec.minReadySeconds)).length,
    };
    return equal(now.status, status) ? undefined : { ...now, status };
  });
}
