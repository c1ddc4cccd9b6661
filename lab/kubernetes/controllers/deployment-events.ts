import type { Context } from './context';
import type { Deployment } from './types';

const source = { component: 'deployment-controller' };

/** Tells that a ReplicaSet of the Deployment changed its size. */
export function recordScaling(context: Context, deployment: Deployment, set: string, from: number, to: number): void {
  const direction = to > from ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${set} from ${from} to ${to}`;
  context.events.record(deployment, source, { reason: 'ScalingReplicaSet', message });
}
