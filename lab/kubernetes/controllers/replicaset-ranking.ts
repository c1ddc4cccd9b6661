import { conditionOf, isReady } from './conditions';
import type { Pod } from './types';

const costAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const phaseRank: Record<string, number> = { Pending: 0, Unknown: 1, Running: 2 };

function readySince(pod: Pod): number {
  return Date.parse(conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime ?? '') || 0;
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount));
}

/** Pods in the order a shrinking ReplicaSet gives them up: the least useful first. */
export function byDeletionOrder(list: readonly Pod[]): Pod[] {
  const neighbours = new Map<string, number>();
  for (const { spec } of list)
    if (spec.nodeName) neighbours.set(spec.nodeName, (neighbours.get(spec.nodeName) ?? 0) + 1);
  const ranks = (pod: Pod): number[] => [
    pod.spec.nodeName ? 1 : 0,
    phaseRank[pod.status?.phase ?? 'Pending'] ?? 1,
    isReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.[costAnnotation] ?? 0) || 0,
    -(neighbours.get(pod.spec.nodeName ?? '') ?? 0),
    -readySince(pod),
    -restarts(pod),
    -Date.parse(pod.metadata.creationTimestamp),
    -Number(pod.metadata.resourceVersion),
  ];
  return list
    .map((pod) => ({ pod, rank: ranks(pod) }))
    .sort((a, b) => {
      const different = a.rank.findIndex((value, position) => value !== b.rank[position]);
      return different < 0 ? 0 : (a.rank[different] ?? 0) - (b.rank[different] ?? 0);
    })
    .map(({ pod }) => pod);
}
