import type { Context } from './context';
import { boundTo } from '../store/lifecycle';
import { keyOf } from './cluster';
import { conditionOf, isFinished, withCondition } from './conditions';
import { obstacle } from './placement';
import { nodes, pods } from './resources';
import type { Condition, Node, Pod } from './types';

const source = { component: 'default-scheduler' };

/** Binds Pods to the least loaded node that may take them; those that fit nowhere wait for the nodes to change. */
export function startScheduler(context: Context): void {
  const { cluster, loop, tuning } = context;
  const known = new Map<string, Node>();
  const waiting = new Set<string>();
  const load = new NodeLoad(context);
  const queue = loop.queue('scheduler', (key) => {
    waiting.delete(key);
    const pod = cluster.get(pods, key);
    if (pod && isMine(pod) && !schedule(context, pod, known, load)) waiting.add(key);
  });
  const retryWaiting = () => {
    for (const key of waiting) queue.add(key, tuning.schedulingMs);
  };
  cluster.watch(nodes, ({ type, object, previous }) => {
    if (type === 'DELETED') known.delete(object.metadata.name);
    else known.set(object.metadata.name, object);
    if (type !== 'DELETED' && waiting.size > 0 && (!previous || mayFitMore(previous, object))) retryWaiting();
  });
  cluster.watch(pods, ({ type, object }) => {
    if (type === 'DELETED') {
      if (!waiting.delete(keyOf(object)) && object.spec.nodeName && waiting.size > 0) retryWaiting();
    } else if (isMine(object) && !waiting.has(keyOf(object))) queue.add(keyOf(object), tuning.schedulingMs);
  });
}

function isMine(pod: Pod): boolean {
  const name = pod.spec.schedulerName ?? 'default-scheduler';
  return !pod.spec.nodeName && !pod.metadata.deletionTimestamp && !isFinished(pod) && name === 'default-scheduler';
}

/** A heartbeat changes nothing for the scheduler; specs, labels and room do. */
function mayFitMore(before: Node, after: Node): boolean {
  const view = ({ spec, metadata, status }: Node) =>
    JSON.stringify([spec, metadata.labels, status?.allocatable, conditionOf(status?.conditions, 'Ready')?.status]);
  return view(before) !== view(after);
}

/** Unfinished Pods per node, counted as they come and go. */
class NodeLoad {
  private readonly counts = new Map<string, number>();

  constructor({ cluster }: Context) {
    cluster.watch(pods, ({ type, object, previous }) => {
      if (previous) this.count(previous, -1);
      if (type !== 'DELETED') this.count(object, 1);
    });
  }

  on(node: string): number {
    return this.counts.get(node) ?? 0;
  }

  private count(pod: Pod, change: number): void {
    const { nodeName } = pod.spec;
    if (nodeName && !isFinished(pod)) this.counts.set(nodeName, this.on(nodeName) + change);
  }
}

function schedule(context: Context, pod: Pod, known: ReadonlyMap<string, Node>, load: NodeLoad): boolean {
  const obstacles = new Map<string, number>();
  let best: { name: string; share: number } | undefined;
  for (const node of known.values()) {
    const { name } = node.metadata;
    const reason = obstacle(node, pod.spec, load.on(name));
    if (reason !== undefined) {
      obstacles.set(reason, (obstacles.get(reason) ?? 0) + 1);
      continue;
    }
    const share = load.on(name) / Number(node.status?.allocatable?.pods ?? 110);
    if (!best || share < best.share) best = { name, share };
  }
  if (!best) {
    refuse(context, pod, obstacles, known.size);
    return false;
  }
  bind(context, pod, best.name);
  return true;
}

function bind(context: Context, pod: Pod, node: string): void {
  const bound = context.cluster.mutate(
    pods,
    keyOf(pod),
    // boundTo keeps everything else of the Pod.
    (current) => (isMine(current) ? (boundTo(current, node) as Pod) : undefined),
    { subresource: 'binding' },
  );
  if (bound?.spec.nodeName !== node) return;
  const subject = `${pod.metadata.namespace}/${pod.metadata.name}`;
  const message = `Successfully assigned ${subject} to ${node}`;
  context.events.recordAction(pod, source, 'Binding', { reason: 'Scheduled', message });
}

function refuse(context: Context, pod: Pod, obstacles: ReadonlyMap<string, number>, total: number): void {
  const reasons = [...obstacles].map(([reason, count]) => `${count} ${reason}`).sort();
  const rest = `preemption: 0/${total} nodes are available: ${total} Preemption is not helpful for scheduling.`;
  const message =
    total === 0
      ? 'no nodes available to schedule pods'
      : `0/${total} nodes are available: ${reasons.join(', ')}. ${rest}`;
  setUnschedulable(context, pod, message);
  context.events.recordAction(pod, source, 'Scheduling', { type: 'Warning', reason: 'FailedScheduling', message });
}

function setUnschedulable(context: Context, pod: Pod, message: string): void {
  const wanted: Condition = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    reason: 'Unschedulable',
    message,
  };
  context.cluster.mutateStatus(pods, keyOf(pod), (current) => {
    if (conditionOf(current.status?.conditions, wanted.type)?.message === message) return undefined;
    return { ...current, status: { ...current.status, conditions: withCondition(current.status?.conditions, wanted) } };
  });
}
