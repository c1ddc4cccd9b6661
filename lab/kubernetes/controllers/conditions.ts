import { timestamp } from '../store/timestamp';
import type { Condition, Pod } from './types';

/** The conditions with one set; its transition time moves only when its status does. */
export function withCondition(conditions: readonly Condition[] | undefined, wanted: Condition): Condition[] {
  const list = conditions ?? [];
  const old = list.find((condition) => condition.type === wanted.type);
  const lastTransitionTime =
    old?.status === wanted.status
      ? (old.lastTransitionTime ?? timestamp())
      : (wanted.lastTransitionTime ?? timestamp());
  const next = { ...wanted, lastTransitionTime };
  return old ? list.map((condition) => (condition === old ? next : condition)) : [...list, next];
}

export function conditionOf(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Neither finished nor on its way out: what a workload counts as one of its replicas. */
export function isActive(pod: Pod): boolean {
  return !isFinished(pod) && !pod.metadata.deletionTimestamp;
}

export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Milliseconds until a Pod counts as available: 0 when it does, undefined while it is not ready. */
export function availableInMs(pod: Pod, minReadySeconds = 0): number | undefined {
  const ready = conditionOf(pod.status?.conditions, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  return Math.max(0, Date.parse(ready.lastTransitionTime ?? timestamp()) + minReadySeconds * 1000 - Date.now());
}

export function isAvailable(pod: Pod, minReadySeconds = 0): boolean {
  return availableInMs(pod, minReadySeconds) === 0;
}

/** When the next of these Pods becomes available by mere passing of time, undefined if none will. */
export function nextAvailableInMs(list: readonly Pod[], minReadySeconds = 0): number | undefined {
  if (minReadySeconds === 0) return undefined;
  const waits = list.map((pod) => availableInMs(pod, minReadySeconds) ?? 0).filter((wait) => wait > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
