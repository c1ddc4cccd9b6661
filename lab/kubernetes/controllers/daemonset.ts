import { equal } from '../json/value';
import type { Context } from './context';
import { claimPods } from './claim-pods';
import { keyOf } from './cluster';
import { isAvailable, isFinished, isReady, nextAvailableInMs } from './conditions';
import { ObjectIndex, SelectorIndex } from './object-index';
import { controllerOf } from './owner';
import { fitsNodeSelection, repellingTaint } from './placement';
import { createPod, deletePod } from './pod-control';
import { controllerRevisions, daemonSets, nodes, pods } from './resources';
import { ensureRevision, type RevisionIndex, revisionLabel } from './revisions';
import type { DaemonSet, Node, Pod, PodSpec, Toleration } from './types';

const source = { component: 'daemonset-controller' };

/** Keeps one Pod of each DaemonSet on every node that its tolerations and selectors allow. */
export function startDaemonSetController(context: Context): void {
  const { cluster, loop } = context;
  const revisions: RevisionIndex = new ObjectIndex(cluster, controllerRevisions, (revision) => [
    controllerOf(revision)?.uid ?? '',
  ]);
  const known = new Set<string>();
  const queue = loop.queue('daemonset', (key) => {
    const set = cluster.get(daemonSets, key);
    if (set) sync(context, revisions, set, (delayMs) => queue.add(key, delayMs));
  });
  const selectors = new SelectorIndex(cluster, daemonSets, (set) => set.spec.selector);
  cluster.watch(daemonSets, ({ type, object }) => {
    if (type === 'DELETED') {
      known.delete(keyOf(object));
      return;
    }
    known.add(keyOf(object));
    queue.add(keyOf(object));
  });
  cluster.watch(nodes, ({ type, object, previous }) => {
    if (type === 'MODIFIED' && previous && isSamePlace(previous, object)) return;
    for (const key of known) queue.add(key);
  });
  cluster.watch(pods, ({ type, object, previous }) => {
    const owners = [previous, object].map((pod) => pod && controllerOf(pod));
    for (const owner of owners)
      if (owner?.kind === 'DaemonSet') queue.add(`${object.metadata.namespace}/${owner.name}`);
    if (type !== 'DELETED' && !controllerOf(object))
      for (const set of selectors.selecting(object)) queue.add(keyOf(set));
  });
}

function isSamePlace(a: Node, b: Node): boolean {
  return equal(a.spec, b.spec) && equal(a.metadata.labels, b.metadata.labels);
}

/** Daemons stay through a node's troubles. */
function daemonTolerations(spec: PodSpec): Toleration[] {
  const exists = (name: string, effect: string): Toleration => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  });
  const wanted = [
    exists('not-ready', 'NoExecute'),
    exists('unreachable', 'NoExecute'),
    exists('disk-pressure', 'NoSchedule'),
    exists('memory-pressure', 'NoSchedule'),
    exists('pid-pressure', 'NoSchedule'),
    exists('unschedulable', 'NoSchedule'),
    ...(spec.hostNetwork ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
  const own = spec.tolerations ?? [];
  return [...own, ...wanted.filter((toleration) => !own.some((other) => equal(other, toleration)))];
}

/** Whether a node gets a daemon, and whether one that is there may stay (NoSchedule taints do not evict). */
function placementOn(node: Node, spec: PodSpec): { shouldRun: boolean; mayStay: boolean } {
  const fits = fitsNodeSelection(node, spec);
  const tolerations = daemonTolerations(spec);
  const evicting = {
    ...node,
    spec: { ...node.spec, taints: (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute') },
  };
  return {
    shouldRun: fits && !repellingTaint(node, tolerations),
    mayStay: fits && !repellingTaint(evicting, tolerations),
  };
}

/** The node a daemon is meant for, also before the scheduler has bound it there. */
function nodeOf({ spec }: Pod): string | undefined {
  if (spec.nodeName) return spec.nodeName;
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap(({ matchFields = [] }) => matchFields).find(({ key }) => key === 'metadata.name')?.values?.[0];
}

function pinnedTo(node: string, spec: PodSpec): Partial<PodSpec> {
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] };
  const nodeAffinity = {
    ...spec.affinity?.nodeAffinity,
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
  };
  return { affinity: { ...spec.affinity, nodeAffinity }, tolerations: daemonTolerations(spec) };
}

function sync(context: Context, revisions: RevisionIndex, set: DaemonSet, again: (delayMs: number) => void): void {
  const { cluster } = context;
  const { template, selector, minReadySeconds, revisionHistoryLimit } = set.spec;
  const claimed = claimPods(cluster, context.pods, set, selector);
  if (set.metadata.deletionTimestamp) return;
  const hash =
    ensureRevision(context, revisions, set, template, revisionHistoryLimit).metadata.labels?.[revisionLabel] ?? '';
  const byNode = new Map<string, Pod[]>();
  for (const pod of claimed) {
    const node = nodeOf(pod) ?? '';
    byNode.set(node, [...(byNode.get(node) ?? []), pod]);
  }
  const wanted: string[] = [];
  for (const node of cluster.list(nodes)) {
    const { name } = node.metadata;
    const there = byNode.get(name) ?? [];
    const { shouldRun, mayStay } = placementOn(node, template.spec);
    if (shouldRun) wanted.push(name);
    settleNode(context, set, there, { name, hash, shouldRun, mayStay });
    byNode.delete(name);
  }
  // What is left belongs to nodes that are gone.
  for (const pod of [...byNode.values()].flat()) cluster.remove(pods, keyOf(pod), { gracePeriodSeconds: 0 });
  updateOld(context, set, hash, wanted);
  writeStatus(context, set, hash, wanted);
  const wait = nextAvailableInMs(claimed, minReadySeconds);
  if (wait !== undefined) again(wait);
}

interface Place {
  readonly name: string;
  readonly hash: string;
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

function settleNode(context: Context, set: DaemonSet, there: readonly Pod[], place: Place): void {
  const living = there.filter((pod) => !pod.metadata.deletionTimestamp);
  const ended = living.filter(isFinished);
  for (const pod of ended) deletePod(context, set, source, pod);
  const kept = living
    .filter((pod) => !isFinished(pod))
    .sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
  for (const pod of place.mayStay ? kept.slice(1) : kept) deletePod(context, set, source, pod);
  // The place of a Pod that still ends is taken only when it is gone.
  if (!place.shouldRun || there.length > 0) return;
  const { template } = set.spec;
  createPod(context, set, source, template, {
    generateName: `${set.metadata.name}-`,
    labels: { [revisionLabel]: place.hash, 'pod-template-generation': String(set.metadata.generation ?? 1) },
    spec: pinnedTo(place.name, template.spec),
  });
}

function livingDaemons(context: Context, set: DaemonSet): Pod[] {
  return context.pods.ownedBy(set.metadata.uid).filter((pod) => !pod.metadata.deletionTimestamp);
}

/** Replaces Pods of older templates, as many at a time as may be unavailable; broken ones are replaced at once. */
function updateOld(context: Context, set: DaemonSet, hash: string, wanted: readonly string[]): void {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return;
  const setting = rollingUpdate?.maxUnavailable ?? 1;
  const share = typeof setting === 'number' ? setting : Math.ceil((Number.parseFloat(setting) / 100) * wanted.length);
  const living = livingDaemons(context, set);
  const available = living.filter((pod) => isAvailable(pod, set.spec.minReadySeconds));
  let budget = Math.max(1, share) - (wanted.length - available.length);
  for (const pod of living) {
    if (pod.metadata.labels?.[revisionLabel] === hash) continue;
    const isUp = available.includes(pod);
    if (isUp && budget <= 0) continue;
    if (isUp) budget -= 1;
    deletePod(context, set, source, pod);
  }
}

function writeStatus(context: Context, set: DaemonSet, hash: string, wanted: readonly string[]): void {
  const places = new Set(wanted);
  const living = livingDaemons(context, set);
  const placed = living.filter((pod) => places.has(nodeOf(pod) ?? ''));
  const available = placed.filter((pod) => isAvailable(pod, set.spec.minReadySeconds)).length;
  const updated = placed.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length;
  const unavailable = wanted.length - available;
  context.cluster.mutateStatus(daemonSets, keyOf(set), (current) => {
    const status = {
      currentNumberScheduled: placed.length,
      numberMisscheduled: living.length - placed.length,
      desiredNumberScheduled: wanted.length,
      numberReady: placed.filter(isReady).length,
      ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
      ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
      ...(available > 0 ? { numberAvailable: available } : {}),
      ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
    };
    return equal(current.status, status) ? undefined : { ...current, status };
  });
}
