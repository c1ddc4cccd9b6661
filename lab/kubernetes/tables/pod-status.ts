import { asArray, asNumber, asObject, asString } from '../json/value';
import type { KubeObject } from '../store/contract';
import { ageOf } from './duration';

/** The summary `kubectl get pods` shows of a Pod. */
export interface PodSummary {
  ready: string;
  status: string;
  restarts: string;
}

type State = Record<string, unknown>;

function terminatedText(state: State): string {
  if (asString(state.reason)) return asString(state.reason);
  const signal = asNumber(state.signal);
  return signal === 0 ? `ExitCode:${asNumber(state.exitCode)}` : `Signal:${signal}`;
}

/** The reason of the first init container that is not done, as `Init:…`. */
function initReason(spec: State, status: State): string | undefined {
  const statuses = asArray(status.initContainerStatuses).map(asObject);
  const total = asArray(spec.initContainers).length;
  for (const [position, container] of statuses.entries()) {
    const state = asObject(container.state);
    const terminated = asObject(state.terminated);
    const declared = asObject(asArray(spec.initContainers).find((entry) => asObject(entry).name === container.name));
    if ('exitCode' in terminated && terminated.exitCode === 0) continue;
    if (declared.restartPolicy === 'Always' && container.started === true) continue;
    if (Object.keys(terminated).length > 0) return `Init:${terminatedText(terminated)}`;
    const waiting = asString(asObject(state.waiting).reason);
    if (waiting !== '' && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${position}/${total}`;
  }
  return undefined;
}

function containerReason(statuses: readonly State[], fallback: string): { reason: string; hasRunning: boolean } {
  let reason = fallback;
  let hasRunning = false;
  for (const container of [...statuses].reverse()) {
    const state = asObject(container.state);
    const waiting = asString(asObject(state.waiting).reason);
    const terminated = asObject(state.terminated);
    if (waiting !== '') reason = waiting;
    else if (Object.keys(terminated).length > 0) reason = terminatedText(terminated);
    else if (container.ready === true && state.running !== undefined) hasRunning = true;
  }
  return { reason, hasRunning };
}

function isReady(status: State): boolean {
  return asArray(status.conditions).some(
    (entry) => asObject(entry).type === 'Ready' && asObject(entry).status === 'True',
  );
}

function lastRestart(statuses: readonly State[]): string | undefined {
  const times = statuses
    .map((container) => asString(asObject(asObject(container.lastState).terminated).finishedAt))
    .filter((time) => time !== '');
  return times.sort().at(-1);
}

function statusText(pod: KubeObject, spec: State, status: State, statuses: readonly State[]): string {
  let reason = asString(status.reason) || asString(status.phase);
  const gated = asArray(status.conditions).some(
    (entry) => asObject(entry).type === 'PodScheduled' && asObject(entry).reason === 'SchedulingGated',
  );
  if (gated) reason = 'SchedulingGated';
  const init = initReason(spec, status);
  if (init !== undefined) reason = init;
  else {
    const found = containerReason(statuses, reason);
    reason =
      found.reason === 'Completed' && found.hasRunning ? (isReady(status) ? 'Running' : 'NotReady') : found.reason;
  }
  if (!pod.metadata.deletionTimestamp) return reason;
  if (status.reason === 'NodeLost') return 'Unknown';
  return status.phase === 'Succeeded' || status.phase === 'Failed' ? reason : 'Terminating';
}

/** READY, STATUS and RESTARTS of a Pod by the rules of a real server. */
export function podSummary(pod: KubeObject, now: number): PodSummary {
  const spec = asObject(pod.spec);
  const status = asObject(pod.status);
  const statuses = asArray(status.containerStatuses).map(asObject);
  const total = asArray(spec.containers).length;
  const readyCount = statuses.filter(
    (container) => container.ready === true && asObject(container.state).running !== undefined,
  ).length;
  const restarts = statuses.reduce((sum, container) => sum + asNumber(container.restartCount), 0);
  const last = restarts > 0 ? lastRestart(statuses) : undefined;
  return {
    ready: `${readyCount}/${total}`,
    status: statusText(pod, spec, status, statuses),
    restarts: last === undefined ? String(restarts) : `${restarts} (${ageOf(last, now)} ago)`,
  };
}
