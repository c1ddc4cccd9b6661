import { timestamp } from '../store/timestamp';
import type { Context } from './context';
import { keyOf } from './cluster';
import { isFinished } from './conditions';
import { tolerates } from './placement';
import { nodes, pods } from './resources';
import type { Node, Pod, Taint } from './types';

const source = { component: 'taint-eviction-controller' };

/** Deletes Pods from nodes whose NoExecute taints they do not tolerate, or no longer. */
export function startTaintEviction(context: Context): void {
  const { cluster, loop } = context;
  const queue = loop.queue('taint-eviction', (key) => {
    const pod = cluster.get(pods, key);
    const node = pod?.spec.nodeName ? cluster.get(nodes, pod.spec.nodeName) : undefined;
    if (!pod || !node || pod.metadata.deletionTimestamp || isFinished(pod)) return;
    const leftMs = evictionInMs(pod, node);
    if (leftMs === undefined) return;
    if (leftMs > 0) {
      queue.add(key, leftMs);
      return;
    }
    context.events.record(pod, source, { reason: 'TaintManagerEviction', message: `Marking for deletion Pod ${key}` });
    cluster.remove(pods, key);
  });
  cluster.watch(nodes, ({ type, object, previous }) => {
    if (type === 'DELETED' || executing(object).length === 0) return;
    if (previous && executing(previous).length === executing(object).length) return;
    for (const pod of context.pods.onNode(object.metadata.name)) queue.add(keyOf(pod));
  });
  cluster.watch(pods, ({ type, object, previous }) => {
    if (type === 'DELETED' || !object.spec.nodeName || previous?.spec.nodeName === object.spec.nodeName) return;
    const node = cluster.get(nodes, object.spec.nodeName);
    if (node && executing(node).length > 0) queue.add(keyOf(object));
  });
}

function executing(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

/** Milliseconds until the Pod has to go; undefined if it may stay. */
function evictionInMs(pod: Pod, node: Node): number | undefined {
  let leftMs: number | undefined;
  for (const taint of executing(node)) {
    const matching = (pod.spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    const limits = matching.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
    if (matching.length > limits.length) continue;
    const seconds = matching.length === 0 ? 0 : Math.max(0, Math.min(...limits));
    const since = Date.parse(taint.timeAdded ?? timestamp());
    const wait = Math.max(0, since + seconds * 1000 - Date.now());
    leftMs = Math.min(leftMs ?? wait, wait);
  }
  return leftMs;
}
