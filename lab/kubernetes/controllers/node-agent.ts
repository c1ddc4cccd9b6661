import { createHash } from 'node:crypto';
import { equal } from '../json/value';
import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { conditionOf, withCondition } from './conditions';
import { microTimestamp } from './events';
import { leases, nodes, pods } from './resources';
import type { Condition, Labels, Node, NodeStatus } from './types';

const leaseNamespace = 'kube-node-lease';
/** Full status reports are rarer than Lease renewals, as a kubelet's are. */
const beatsPerReport = 6;
/** Annotation by which a test or a person stops a node's kubelet; anything but `stopped` runs it. */
const agentAnnotation = 'lab/kubelet';

/** Whether the node's kubelet stand-in runs. */
export function isAgentRunning(node: Node): boolean {
  return node.metadata.annotations?.[agentAnnotation] !== 'stopped';
}

const healthy: readonly Condition[] = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];
const room: Labels = { cpu: '64', 'ephemeral-storage': '500Gi', memory: '256Gi', pods: '110' };

const ownLabels: Labels = {
  'beta.kubernetes.io/arch': 'amd64',
  'beta.kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
  'kubernetes.io/os': 'linux',
};

/** The heartbeats of every node: Lease renewals, and a status report now and then. */
export function startNodeAgents(context: Context): void {
  const { cluster, loop, tuning } = context;
  const beats = new Map<string, number>();
  const queue = loop.queue('node-agent', (name) => {
    const node = cluster.get(nodes, name);
    if (!node) {
      beats.delete(name);
      return;
    }
    if (isAgentRunning(node)) {
      const beat = beats.get(name) ?? 0;
      beats.set(name, beat + 1);
      if (beat % beatsPerReport === 0 || !isReported(node)) report(context, name);
      renew(context, node);
    } else beats.delete(name);
    queue.add(name, tuning.heartbeatMs * (0.9 + Math.random() / 5));
  });
  cluster.watch(nodes, ({ type, object, previous }) => {
    const wasRunning = previous !== undefined && isAgentRunning(previous);
    if (type !== 'DELETED' && isAgentRunning(object) && !(wasRunning && isReported(object)))
      queue.add(object.metadata.name);
  });
}

function isReported(node: Node): boolean {
  return conditionOf(node.status?.conditions, 'Ready')?.status === 'True' && node.status?.allocatable !== undefined;
}

function report(context: Context, name: string): void {
  const now = timestamp();
  const before = context.cluster.get(nodes, name);
  if (conditionOf(before?.status?.conditions, 'Ready')?.status === 'Unknown') recoverPods(context, name);
  introduce(context, name);
  context.cluster.mutateStatus(nodes, name, (node) => {
    const status: NodeStatus = { ...node.status };
    status.capacity ??= room;
    status.allocatable ??= status.capacity;
    let { conditions = [] } = status;
    for (const condition of healthy) {
      const old = conditionOf(conditions, condition.type);
      const { message } = old?.status === condition.status ? { ...condition, ...old } : condition;
      const next = { ...condition, lastHeartbeatTime: now, ...(message === undefined ? {} : { message }) };
      conditions = withCondition(conditions, next);
    }
    status.conditions = conditions;
    const addresses = status.addresses ?? [];
    const hasName = addresses.some(({ type }) => type === 'Hostname');
    status.addresses = hasName ? addresses : [...addresses, { type: 'Hostname', address: name }];
    status.nodeInfo ??= nodeInfo(node);
    return equal(status, node.status) ? undefined : { ...node, status };
  });
}

/** The labels and annotations every node has of itself; a person's own values stay. */
function introduce(context: Context, name: string): void {
  context.cluster.mutate(nodes, name, (node) => {
    const labels = { ...ownLabels, 'kubernetes.io/hostname': name, ...node.metadata.labels };
    const annotations = { 'node.alpha.kubernetes.io/ttl': '0', ...node.metadata.annotations };
    return { ...node, metadata: { ...node.metadata, labels, annotations } };
  });
}

/** Pods that ran on through their node's silence are ready again once it is heard. */
function recoverPods(context: Context, name: string): void {
  for (const pod of context.pods.onNode(name)) {
    context.cluster.mutateStatus(pods, keyOf(pod), (current) => {
      const { conditions } = current.status ?? {};
      const ready = conditionOf(conditions, 'Ready');
      if (ready?.status !== 'False' || conditionOf(conditions, 'ContainersReady')?.status !== 'True') return undefined;
      const { reason: _reason, message: _message, ...rest } = ready;
      return {
        ...current,
        status: { ...current.status, conditions: withCondition(conditions, { ...rest, status: 'True' }) },
      };
    });
  }
}

function nodeInfo({ metadata }: Node): Record<string, unknown> {
  const id = createHash('sha256').update(metadata.uid).digest('hex').slice(0, 32);
  return {
    machineID: id,
    systemUUID: metadata.uid,
    bootID: metadata.uid,
    kernelVersion: '6.1.0',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    containerRuntimeVersion: 'containerd://1.7.27',
    kubeletVersion: 'v1.36.3',
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}

function renew(context: Context, node: Node): void {
  const { name, uid } = node.metadata;
  const renewTime = microTimestamp();
  const renewed = context.cluster.mutate(leases, `${leaseNamespace}/${name}`, (lease) => ({
    ...lease,
    spec: { ...lease.spec, holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  }));
  if (renewed || !context.cluster.store.get({ group: '', resource: 'namespaces' }, undefined, leaseNamespace)) return;
  context.cluster.create(leases, {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: leaseNamespace, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  });
}
