import { asArray, asNumber, asObject, at } from '../json/value';
import type { KubeObject, LabStore } from '../store/contract';

function isReady(pod: KubeObject): boolean {
  return asArray(at(pod, 'status', 'conditions')).some(
    (entry) => at(entry, 'type') === 'Ready' && at(entry, 'status') === 'True',
  );
}

function amount(value: unknown, total: number): number {
  if (typeof value !== 'string') return asNumber(value);
  return value.endsWith('%') ? Math.ceil((Number.parseFloat(value) / 100) * total) : Number(value);
}

/** The budget that forbids evicting a Pod now: too few of its Pods would stay ready. Undefined when none does. */
export function blockingBudget(store: LabStore, pod: KubeObject): KubeObject | undefined {
  const { namespace } = pod.metadata;
  const matches = (budget: KubeObject, candidate: KubeObject) =>
    Object.entries(asObject(at(budget, 'spec', 'selector', 'matchLabels'))).every(
      ([key, value]) => candidate.metadata.labels?.[key] === value,
    );
  return store.list({ group: 'policy', resource: 'poddisruptionbudgets' }, namespace).find((budget) => {
    if (!matches(budget, pod)) return false;
    const covered = store
      .list({ group: '', resource: 'pods' }, namespace)
      .filter((candidate) => matches(budget, candidate));
    const healthy = covered.filter(isReady).length;
    const { minAvailable, maxUnavailable } = asObject(budget.spec);
    const needed =
      minAvailable === undefined
        ? covered.length - amount(maxUnavailable, covered.length)
        : amount(minAvailable, covered.length);
    return healthy - 1 < needed;
  });
}
