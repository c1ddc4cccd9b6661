import { timestamp } from '../store/timestamp';
import { withCondition } from './conditions';
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from './types';

/** Conditions of a running Pod in the order a kubelet writes them. */
const conditionOrder = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

function ordered(conditions: Condition[]): Condition[] {
  const rank = (type: string) => {
    const position = conditionOrder.indexOf(type);
    return position < 0 ? conditionOrder.length : position;
  };
  return [...conditions].sort((a, b) => rank(a.type) - rank(b.type));
}

function setAll(status: PodStatus, values: Record<string, boolean>, why: Partial<Condition> = {}): Condition[] {
  const scheduled: Condition = { type: 'PodScheduled', status: 'True', lastProbeTime: null };
  let conditions = [...(status.conditions ?? [])];
  if (!conditions.some(({ type, status: value }) => type === 'PodScheduled' && value === 'True')) {
    conditions = withCondition(conditions, scheduled);
  }
  for (const [type, isTrue] of Object.entries(values)) {
    const explained = !isTrue && (type === 'Ready' || type === 'ContainersReady') ? why : {};
    conditions = withCondition(conditions, {
      type,
      status: isTrue ? 'True' : 'False',
      lastProbeTime: null,
      ...explained,
    });
  }
  return ordered(conditions);
}

function unready(pod: Pod): Partial<Condition> {
  const names = pod.spec.containers.map(({ name }) => name).join(' ');
  return { reason: 'ContainersNotReady', message: `containers with unready status: [${names}]` };
}

function hex(seed: string): string {
  return Buffer.from(seed.replaceAll('-', '').padEnd(32, '0')).toString('hex').slice(0, 64);
}

/** Identity of the sandbox a Pod runs in: 64 hexadecimal digits that stay the same for the Pod. */
export function sandboxId(pod: Pod): string {
  return hex(pod.metadata.uid);
}

function runtimeId(pod: Pod, position: number): string {
  const { uid } = pod.metadata;
  // One container takes the Pod's identity; further ones count on from it.
  return `containerd://${position === 0 ? uid : `${uid.slice(0, -2)}${(position % 256).toString(16).padStart(2, '0')}`}`;
}

function imageOf(container: Container): { image: string; imageID: string } {
  const image = container.image ?? '';
  return { image, imageID: image.includes('@') ? image : `${image}@sha256:${'0'.repeat(64)}` };
}

function waiting(container: Container, reason: string): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
  };
}

function running(pod: Pod, container: Container, position: number, startedAt: string): ContainerStatus {
  return {
    name: container.name,
    state: { running: { startedAt } },
    lastState: {},
    ready: true,
    restartCount: 0,
    ...imageOf(container),
    containerID: runtimeId(pod, position),
    started: true,
  };
}

function terminated(status: ContainerStatus, finishedAt: string): ContainerStatus {
  const startedAt = (status.state?.running as { startedAt?: string } | undefined)?.startedAt ?? finishedAt; // written above
  const { containerID } = status;
  const end = { exitCode: 0, reason: 'Completed', startedAt, finishedAt, ...(containerID ? { containerID } : {}) };
  return { ...status, state: { terminated: end }, ready: false, started: false };
}

function hostOf(ip: string | undefined): Partial<PodStatus> {
  return ip === undefined ? {} : { hostIP: ip, hostIPs: [{ ip }] };
}

/** What a kubelet reports first: the Pod is its own now, containers wait, no address yet (but a host's for hostNetwork). */
export function creatingStatus(pod: Pod, nodeIp: string | undefined): PodStatus {
  const status = pod.status ?? {};
  const inits = pod.spec.initContainers ?? [];
  const reason = inits.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const values = {
    PodReadyToStartContainers: false,
    Initialized: inits.length === 0,
    Ready: false,
    ContainersReady: false,
  };
  return {
    ...status,
    phase: 'Pending',
    conditions: setAll(status, values, unready(pod)),
    ...hostOf(nodeIp),
    ...(pod.spec.hostNetwork && nodeIp ? { podIP: nodeIp, podIPs: [{ ip: nodeIp }] } : {}),
    startTime: status.startTime ?? timestamp(),
    ...(inits.length > 0 ? { initContainerStatuses: inits.map((container) => waiting(container, reason)) } : {}),
    containerStatuses: pod.spec.containers.map((container) => waiting(container, reason)),
  };
}

/** The sandbox has its address; images are pulled now. */
export function networkedStatus(pod: Pod, podIp: string): PodStatus {
  const status = pod.status ?? {};
  return {
    ...status,
    conditions: setAll(status, { PodReadyToStartContainers: true }),
    podIP: podIp,
    podIPs: status.podIPs?.length ? status.podIPs : [{ ip: podIp }],
  };
}

/** All containers run and are ready; readiness gates still hold the Pod back until their conditions are true. */
export function runningStatus(pod: Pod): PodStatus {
  const status = pod.status ?? {};
  const now = timestamp();
  const inits = pod.spec.initContainers ?? [];
  const gatesOpen = (pod.spec.readinessGates ?? []).every(({ conditionType }) =>
    status.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
  );
  const why = {
    reason: 'ReadinessGatesNotReady',
    message: 'corresponding condition of pod readiness gate does not exist.',
  };
  const values = { PodReadyToStartContainers: true, Initialized: true, Ready: gatesOpen, ContainersReady: true };
  return {
    ...status,
    phase: 'Running',
    conditions: clearReasons(setAll(status, values, why)),
    ...(inits.length > 0
      ? { initContainerStatuses: inits.map((container, position) => initialised(pod, container, position, now)) }
      : {}),
    containerStatuses: pod.spec.containers.map((container, position) => running(pod, container, position, now)),
  };
}

function initialised(pod: Pod, container: Container, position: number, now: string): ContainerStatus {
  const status = running(pod, container, pod.spec.containers.length + position, now);
  return container.restartPolicy === 'Always' ? status : { ...terminated(status, now), ready: true };
}

function clearReasons(conditions: Condition[]): Condition[] {
  return conditions.map((condition) => {
    if (condition.status !== 'True') return condition;
    const { reason: _reason, message: _message, ...rest } = condition;
    return rest;
  });
}

/** All containers have ended: by themselves (`phase` Succeeded), or because the Pod is being deleted. */
export function endedStatus(pod: Pod, phase: string): PodStatus {
  const status = pod.status ?? {};
  const now = timestamp();
  const why: Partial<Condition> = phase === 'Succeeded' ? { reason: 'PodCompleted' } : unready(pod);
  const values = { PodReadyToStartContainers: false, Ready: false, ContainersReady: false };
  return {
    ...status,
    phase,
    conditions: setAll(status, values, why),
    containerStatuses: (status.containerStatuses ?? []).map((container) => terminated(container, now)),
  };
}
