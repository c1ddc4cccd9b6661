import type { Context } from './context';
import { keyOf } from './cluster';
import {
  cleanUp,
  ensureNewReplicaSet,
  orphansOf,
  ownReplicaSets,
  type ReplicaSetIndex,
  templateMatches,
} from './deployment-replicasets';
import { recreate, roll, scaleOnly } from './deployment-rollout';
import { writeStatus } from './deployment-status';
import { ObjectIndex } from './object-index';
import { controllerOf } from './owner';
import { deployments, replicaSets } from './resources';
import type { Deployment } from './types';

/** Rolls Deployments out: one ReplicaSet per template, moved from old to new within surge and unavailability. */
export function startDeploymentController(context: Context): void {
  const { cluster, loop } = context;
  const sets: ReplicaSetIndex = new ObjectIndex(cluster, replicaSets, (set) => [
    controllerOf(set)?.uid ?? orphansOf(set.metadata.namespace),
  ]);
  const queue = loop.queue('deployment', (key) => {
    const deployment = cluster.get(deployments, key);
    if (deployment) sync(context, sets, deployment, (delayMs) => queue.add(key, delayMs));
  });
  cluster.watch(deployments, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  cluster.watch(replicaSets, ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === 'Deployment') queue.add(`${object.metadata.namespace}/${owner.name}`);
  });
}

function sync(
  context: Context,
  index: ReplicaSetIndex,
  deployment: Deployment,
  again: (delayMs: number) => void,
): void {
  const sets = ownReplicaSets(context, index, deployment);
  const current = sets.find((set) => templateMatches(deployment, set));
  if (deployment.metadata.deletionTimestamp) {
    writeStatus(context, deployment, current, sets, again);
    return;
  }
  const others = sets.filter((set) => set !== current);
  if (deployment.spec.paused) {
    scaleOnly(context, deployment, current, others);
  } else if (deployment.spec.strategy?.type === 'Recreate') {
    recreate(context, deployment, others, () => ensureNewReplicaSet(context, deployment, current, others));
  } else {
    roll(context, deployment, ensureNewReplicaSet(context, deployment, current, others), others);
  }
  const after = ownReplicaSets(context, index, deployment);
  const latest = context.cluster.get(deployments, keyOf(deployment)) ?? deployment;
  const chosen = after.find((set) => templateMatches(deployment, set));
  writeStatus(context, latest, chosen, after, again);
  cleanUp(context, latest, chosen, after);
}
