import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { conditionOf, withCondition } from './conditions';
import { freeRange } from './node-ranges';
import { isAgentRunning } from './node-agent';
import { leases, nodes, pods } from './resources';
import type { Condition, Node, Taint } from './types';

const source = { component: 'node-controller' };
/** Missed heartbeats after which a node counts as lost. */
const graceBeats = 4;
const unreachable = 'node.kubernetes.io/unreachable';
const notReady = 'node.kubernetes.io/not-ready';
const effects = ['NoSchedule', 'NoExecute'];

/** Registers nodes, gives them Pod ranges, and marks those whose heartbeats stop, with their Pods, as not ready. */
export function startNodeLifecycle(context: Context): void {
  const { cluster, loop, tuning } = context;
  const graceMs = tuning.heartbeatMs * graceBeats;
  const registered = new Set<string>();
  const queue = loop.queue('node-lifecycle', (name) => {
    const node = cluster.get(nodes, name);
    if (!node) {
      // Nobody ends the Pods of a node that was removed.
      for (const pod of context.pods.onNode(name)) cluster.remove(pods, keyOf(pod), { gracePeriodSeconds: 0 });
      return;
    }
    if (!registered.has(node.metadata.uid)) {
      registered.add(node.metadata.uid);
      const message = `Node ${name} event: Registered Node ${name} in Controller`;
      context.events.record(node, source, { reason: 'RegisteredNode', message });
    }
    if (tuning.cni === 'builtin' && !node.spec?.podCIDR) assignRange(context, name);
    const silentMs = Date.now() - lastBeat(context, node);
    if (!isAgentRunning(node) && silentMs >= graceMs) markLost(context, node);
    else if (!isAgentRunning(node)) queue.add(name, graceMs - silentMs);
    syncTaints(context, name);
  });
  cluster.watch(nodes, ({ type, object, previous }) => {
    if (type === 'DELETED') {
      registered.delete(object.metadata.uid);
      queue.add(object.metadata.name, graceMs);
    } else if (!previous || !isAgentRunning(object) || readiness(previous) !== readiness(object))
      queue.add(object.metadata.name);
  });
}

function readiness(node: Node): string | undefined {
  return conditionOf(node.status?.conditions, 'Ready')?.status;
}

function lastBeat(context: Context, node: Node): number {
  const lease = context.cluster.get(leases, `kube-node-lease/${node.metadata.name}`);
  return Date.parse(lease?.spec?.renewTime ?? node.metadata.creationTimestamp);
}

function assignRange(context: Context, name: string): void {
  const range = freeRange(context.cluster.list(nodes));
  context.cluster.mutate(nodes, name, (node) => ({
    ...node,
    spec: { ...node.spec, podCIDR: range, podCIDRs: [range] },
  }));
}

/** Without heartbeats nobody knows how the node fares, and its Pods serve nobody. */
function markLost(context: Context, node: Node): void {
  const { name } = node.metadata;
  const { cluster } = context;
  if (readiness(node) === 'Unknown') return;
  cluster.mutateStatus(nodes, name, (current) => {
    let conditions = current.status?.conditions ?? [];
    for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']) {
      const lastHeartbeatTime = conditionOf(conditions, type)?.lastHeartbeatTime ?? timestamp();
      const message = 'Kubelet stopped posting node status.';
      conditions = withCondition(conditions, {
        type,
        status: 'Unknown',
        lastHeartbeatTime,
        reason: 'NodeStatusUnknown',
        message,
      });
    }
    return { ...current, status: { ...current.status, conditions } };
  });
  context.events.record(node, source, { reason: 'NodeNotReady', message: `Node ${name} status is now: NodeNotReady` });
  for (const pod of context.pods.onNode(name)) {
    cluster.mutateStatus(pods, keyOf(pod), (current) => {
      const ready = conditionOf(current.status?.conditions, 'Ready');
      if (ready?.status !== 'True') return undefined;
      const { reason: _reason, message: _message, ...rest } = ready;
      const wanted: Condition = { ...rest, status: 'False' };
      return {
        ...current,
        status: { ...current.status, conditions: withCondition(current.status?.conditions, wanted) },
      };
    });
  }
}

/** Keeps Pods off nodes that are not ready; taints of others stay as they are. */
function syncTaints(context: Context, name: string): void {
  context.cluster.mutate(nodes, name, (node) => {
    const status = readiness(node);
    const wanted = status === 'Unknown' ? unreachable : status === 'False' ? notReady : undefined;
    const taints = node.spec?.taints ?? [];
    const kept = taints.filter(({ key }) => (key !== unreachable && key !== notReady) || key === wanted);
    const missing: Taint[] = effects
      .filter(
        (effect) => wanted !== undefined && !kept.some((taint) => taint.key === wanted && taint.effect === effect),
      )
      .map((effect) => ({ key: wanted ?? '', effect, ...(effect === 'NoExecute' ? { timeAdded: timestamp() } : {}) }));
    if (missing.length === 0 && kept.length === taints.length) return undefined;
    const { taints: _old, ...spec } = node.spec ?? {};
    const next = [...kept, ...missing];
    return { ...node, spec: next.length > 0 ? { ...spec, taints: next } : spec };
  });
}
