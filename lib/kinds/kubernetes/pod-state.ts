import type { NodeState } from '../../model';
import { isObject, type Json, textOf } from '../reading';

/** What the Pod's containers and phase add up to, with the reason in words. */
export interface PodState {
  readonly state: NodeState;
  readonly reason: string | null;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
}

const CREATING = new Set(['ContainerCreating', 'PodInitializing']);

/** Reads `spec.containers` and `status` of a Pod. */
export function podState(spec: Json, status: Json): PodState {
  const statuses = Array.isArray(status.containerStatuses) ? status.containerStatuses : [];
  const containers = Math.max(statuses.length, Array.isArray(spec.containers) ? spec.containers.length : 0);
  let ready = 0;
  let restarts = 0;
  let waiting: { name: string; reason: string; message: string | null } | null = null;
  for (const container of [...initStatuses(status), ...statuses]) {
    if (!isObject(container)) continue;
    if (typeof container.restartCount === 'number') restarts += container.restartCount;
    if (container.ready === true && statuses.includes(container)) ready++;
    waiting = worse(waiting, container);
  }
  return { ...verdict({ status, ready, containers, waiting }), ready, containers, restarts };
}

function initStatuses(status: Json): readonly unknown[] {
  return Array.isArray(status.initContainerStatuses) ? status.initContainerStatuses : [];
}

interface Waiting {
  readonly name: string;
  readonly reason: string;
  readonly message: string | null;
}

function worse(known: Waiting | null, container: Json): Waiting | null {
  const waiting = isObject(container.state) ? container.state.waiting : undefined;
  if (!isObject(waiting)) return known;
  const reason = textOf(waiting.reason) ?? 'waiting';
  if (known !== null && !CREATING.has(known.reason)) return known;
  return { name: textOf(container.name) ?? '', reason, message: textOf(waiting.message) };
}

interface Findings {
  readonly status: Json;
  readonly ready: number;
  readonly containers: number;
  readonly waiting: Waiting | null;
}

function verdict({ status, ready, containers, waiting }: Findings): Pick<PodState, 'state' | 'reason'> {
  const phase = textOf(status.phase);
  if (phase === 'Failed') return { state: 'failed', reason: told(status, 'the Pod has failed') };
  if (phase === 'Succeeded') return { state: 'healthy', reason: 'completed' };
  if (waiting !== null && !CREATING.has(waiting.reason)) {
    const message = waiting.message === null ? '' : `: ${waiting.message}`;
    return { state: 'failed', reason: `container ${waiting.name} is waiting, ${waiting.reason}${message}` };
  }
  if (phase === 'Pending' || phase === null) return pending(status, waiting);
  if (phase !== 'Running') return { state: 'unknown', reason: `phase is ${phase}: the cluster node does not report` };
  if (ready < containers) return { state: 'warning', reason: `${ready} of ${containers} containers are ready` };
  const condition = conditionOf(status, 'Ready');
  if (condition?.status === 'False') return { state: 'warning', reason: told(condition, 'the Pod is not ready') };
  return { state: 'healthy', reason: null };
}

function pending(status: Json, waiting: Waiting | null): Pick<PodState, 'state' | 'reason'> {
  const scheduled = conditionOf(status, 'PodScheduled');
  if (scheduled?.status === 'False') return { state: 'warning', reason: told(scheduled, 'not scheduled') };
  if (waiting !== null) return { state: 'pending', reason: 'its containers are being created' };
  if (scheduled?.status === 'True') return { state: 'pending', reason: 'scheduled, waiting for its cluster node' };
  return { state: 'pending', reason: 'waiting to be scheduled' };
}

function conditionOf(status: Json, type: string): Json | undefined {
  if (!Array.isArray(status.conditions)) return undefined;
  for (const condition of status.conditions) if (isObject(condition) && condition.type === type) return condition;
  return undefined;
}

function told(from: Json, otherwise: string): string {
  const parts = [textOf(from.reason), textOf(from.message)].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(': ') : otherwise;
}
