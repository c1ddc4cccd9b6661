import type { KubeObject } from '../store/contract';
import { type Cluster, keyOf } from './cluster';
import type { PodIndex } from './object-index';
import { controllerOf, withOwner, withoutOwner } from './owner';
import { pods } from './resources';
import { matchesSelector } from './selector';
import type { LabelSelector, Pod } from './types';

/**
 * The Pods of a workload after adopting matching orphans and releasing those whose labels left the selector.
 * A workload under deletion neither adopts nor releases.
 */
export function claimPods(cluster: Cluster, index: PodIndex, owner: KubeObject, selector: LabelSelector): Pod[] {
  const owned = index.ownedBy(owner.metadata.uid);
  if (owner.metadata.deletionTimestamp) return owned;
  const kept = owned.filter((pod) => {
    if (matchesSelector(selector, pod.metadata.labels)) return true;
    cluster.mutate(pods, keyOf(pod), (current) => withoutOwner(current, owner.metadata.uid));
    return false;
  });
  for (const pod of index.selected(owner.metadata.namespace, selector)) {
    if (controllerOf(pod) || pod.metadata.deletionTimestamp) continue;
    const adopted = cluster.mutate(pods, keyOf(pod), (current) =>
      controllerOf(current) ? undefined : withOwner(current, owner),
    );
    if (adopted) kept.push(adopted);
  }
  return kept;
}
