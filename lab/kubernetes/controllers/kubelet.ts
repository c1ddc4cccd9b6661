import type { Context } from './context';
import { keyOf } from './cluster';
import { AddressPool } from './address-pool';
import { conditionOf, isFinished } from './conditions';
import { isAgentRunning } from './node-agent';
import { controllerOf } from './owner';
import { creatingStatus, endedStatus, networkedStatus, runningStatus, sandboxId } from './pod-status';
import { nodes, pods } from './resources';
import type { Node, Pod, PodStatus } from './types';

/** Stands in for the kubelets: runs the Pods bound to known nodes and ends those being deleted. */
export function startKubelet(context: Context): void {
  const { cluster, loop } = context;
  const kubelet = new Kubelet(context, (key, delayMs) => queue.add(key, delayMs));
  const queue = loop.queue('kubelet', (key) => {
    const pod = cluster.get(pods, key);
    if (pod) kubelet.sync(pod);
  });
  cluster.watch(pods, ({ type, object, previous }) => {
    const key = keyOf(object);
    if (type === 'DELETED') kubelet.forget(object.metadata.uid);
    else if (needsWork(object, previous)) queue.add(key);
  });
  cluster.watch(nodes, ({ type, object, previous }) => {
    if (type === 'DELETED' || !isAgentRunning(object) || (previous && isAgentRunning(previous))) return;
    for (const pod of context.pods.onNode(object.metadata.name)) if (needsWork(pod)) queue.add(keyOf(pod));
  });
}

/** Running Pods are left alone, also when somebody else changes their status; a gated one waits for its gates. */
function needsWork(pod: Pod, previous?: Pod): boolean {
  if (pod.metadata.deletionTimestamp) return previous?.metadata.deletionTimestamp === undefined || isFinished(pod);
  if (!pod.spec.nodeName || isFinished(pod)) return false;
  return pod.status?.phase !== 'Running' || (pod.spec.readinessGates?.length ?? 0) > 0 || isJobPod(pod);
}

function isJobPod(pod: Pod): boolean {
  return controllerOf(pod)?.kind === 'Job' && pod.spec.restartPolicy !== 'Always';
}

/** Times of a Pod's way through start and end, kept by uid (a restarted lab begins the present stage anew). */
interface Progress {
  sandboxSince?: number;
  pulledAt?: number;
  runAt?: number;
  endAt?: number;
  doneAt?: number;
}

class Kubelet {
  private readonly progress = new Map<string, Progress>();
  private readonly images = new Set<string>();
  private readonly addresses: AddressPool;

  constructor(
    private readonly context: Context,
    private readonly again: (key: string, delayMs: number) => void,
  ) {
    this.addresses = new AddressPool(context.cluster);
  }

  forget(uid: string): void {
    this.progress.delete(uid);
  }

  sync(pod: Pod): void {
    const node = pod.spec.nodeName ? this.context.cluster.get(nodes, pod.spec.nodeName) : undefined;
    if (node && !isAgentRunning(node)) return;
    if (pod.metadata.deletionTimestamp) {
      this.end(pod);
      return;
    }
    if (!node || isFinished(pod)) return;
    if (pod.status?.phase === 'Running') this.keepRunning(pod);
    else this.start(pod, node);
  }

  private of(pod: Pod): Progress {
    let progress = this.progress.get(pod.metadata.uid);
    if (!progress) {
      progress = {};
      this.progress.set(pod.metadata.uid, progress);
    }
    return progress;
  }

  private write(pod: Pod, status: (current: Pod) => PodStatus): void {
    this.context.cluster.mutateStatus(pods, keyOf(pod), (current) =>
      current.metadata.uid === pod.metadata.uid ? { ...current, status: status(current) } : undefined,
    );
  }

  private start(pod: Pod, node: Node): void {
    if (!pod.status?.startTime || !conditionOf(pod.status.conditions, 'Ready')) {
      this.write(pod, (current) => creatingStatus(current, internalIp(node)));
      this.again(keyOf(pod), 0);
      return;
    }
    const { podIP } = pod.status;
    if (!podIP && !this.connect(pod, node)) return;
    if (conditionOf(pod.status.conditions, 'PodReadyToStartContainers')?.status !== 'True') {
      if (podIP) this.write(pod, (current) => networkedStatus(current, podIP));
      this.again(keyOf(pod), 0);
      return;
    }
    this.run(pod, node);
  }

  /** Gives the sandbox its address, or waits for whoever does. */
  private connect(pod: Pod, node: Node): boolean {
    if (this.context.tuning.cni === 'builtin') {
      const address = this.addresses.take(node);
      if (address) {
        this.write(pod, (current) => networkedStatus(current, address));
        this.again(keyOf(pod), 0);
      } else {
        this.reportSandbox(pod, node, 'failed to allocate for range 0: no IP addresses available in range set');
        this.again(keyOf(pod), this.context.tuning.cniTimeoutMs);
      }
      return false;
    }
    const progress = this.of(pod);
    const { cniTimeoutMs } = this.context.tuning;
    progress.sandboxSince ??= performance.now();
    const leftMs = progress.sandboxSince + cniTimeoutMs - performance.now();
    if (leftMs <= 0) {
      this.reportSandbox(pod, node, 'netplugin failed: no response from the network agent in time');
      progress.sandboxSince = performance.now();
    }
    this.again(keyOf(pod), leftMs <= 0 ? cniTimeoutMs : leftMs);
    return false;
  }

  private reportSandbox(pod: Pod, node: Node, why: string): void {
    const plugin = this.context.tuning.cni === 'ncp' ? 'nsx' : 'bridge';
    const sandbox = `failed to setup network for sandbox "${sandboxId(pod)}"`;
    const message = `Failed to create pod sandbox: rpc error: code = Unknown desc = ${sandbox}: plugin type="${plugin}" failed (add): ${why}`;
    const source = { component: 'kubelet', host: node.metadata.name };
    this.context.events.record(pod, source, { type: 'Warning', reason: 'FailedCreatePodSandBox', message });
  }

  /** Pulls what the node does not have yet, then starts the containers. */
  private run(pod: Pod, node: Node): void {
    const progress = this.of(pod);
    const now = performance.now();
    const images = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
      ({ image }) => `${node.metadata.name}|${image}`,
    );
    const isPulled = images.every((image) => this.images.has(image));
    progress.pulledAt ??= now + (isPulled ? 0 : this.context.tuning.imagePullMs);
    progress.runAt ??= progress.pulledAt + this.context.tuning.startMs;
    if (now < progress.runAt) {
      this.again(keyOf(pod), Math.max(1, progress.runAt - now));
      return;
    }
    for (const image of images) this.images.add(image);
    this.write(pod, runningStatus);
  }

  private keepRunning(pod: Pod): void {
    if (isJobPod(pod)) {
      const progress = this.of(pod);
      progress.doneAt ??= performance.now() + this.context.tuning.startMs;
      const leftMs = progress.doneAt - performance.now();
      if (leftMs > 0) this.again(keyOf(pod), leftMs);
      else this.write(pod, (current) => endedStatus(current, 'Succeeded'));
      return;
    }
    const ready = conditionOf(pod.status?.conditions, 'Ready')?.status;
    const gates = pod.spec.readinessGates ?? [];
    const open = gates.every(
      ({ conditionType }) => conditionOf(pod.status?.conditions, conditionType)?.status === 'True',
    );
    if (gates.length > 0 && open !== (ready === 'True')) this.write(pod, runningStatus);
  }

  /** Ends a Pod under deletion: containers stop, their end is reported, the object goes. */
  private end(pod: Pod): void {
    const progress = this.of(pod);
    const { deletionGracePeriodSeconds: grace = 0 } = pod.metadata;
    const source = { component: 'kubelet', host: pod.spec.nodeName ?? '' };
    const now = performance.now();
    if (progress.endAt === undefined) {
      progress.endAt = now + Math.min(this.context.tuning.terminationMs, grace * 1000);
      for (const { name, state } of pod.status?.containerStatuses ?? []) {
        if (state?.running)
          this.context.events.record(pod, source, { reason: 'Killing', message: `Stopping container ${name}` });
      }
    }
    if (now < progress.endAt) {
      this.again(keyOf(pod), progress.endAt - now);
      return;
    }
    const key = keyOf(pod);
    const isUp = (pod.status?.containerStatuses ?? []).some(({ state }) => state?.running);
    if (isUp) this.write(pod, (current) => endedStatus(current, current.status?.phase ?? 'Running'));
    this.context.cluster.remove(pods, key, { gracePeriodSeconds: 0 });
  }
}

function internalIp(node: Node): string | undefined {
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
}
