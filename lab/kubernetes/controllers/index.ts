import type { LabStore } from '../store/contract';
import { Cluster } from './cluster';
import type { KubernetesTuning } from '../tuning';
import type { Context } from './context';
import { startDaemonSetController } from './daemonset';
import { startDeploymentController } from './deployment';
import { startEndpoints } from './endpoints';
import { EventRecorder, startEventExpiry } from './events';
import { startGarbageCollector } from './garbage-collector';
import { startJobController } from './job';
import { startKubelet } from './kubelet';
import { startNamespaces } from './namespace';
import { startNodeAgents } from './node-agent';
import { startNodeLifecycle } from './node-lifecycle';
import { PodIndex } from './object-index';
import { startReplicaSetController } from './replicaset';
import { pods } from './resources';
import { startScheduler } from './scheduler';
import { startServiceAccounts } from './service-account';
import { startStatefulSetController } from './statefulset';
import { startTaintEviction } from './taint-eviction';
import { WorkLoop } from './work-loop';

/** What the controllers need; `caPem` is the bundle of `kube-root-ca.crt`. */
export interface ControllersOptions {
  readonly store: LabStore;
  readonly tuning: KubernetesTuning;
  readonly signal: AbortSignal;
  readonly caPem?: string;
}

/** Starts everything that makes the cluster live. It works from the store alone and ends, timers and all, with the signal. */
export function startControllers({ store, tuning, signal, caPem = '' }: ControllersOptions): void {
  const cluster = new Cluster(store, signal);
  const loop = new WorkLoop(tuning.controllerMs, signal);
  const context: Context = {
    cluster,
    loop,
    tuning,
    events: new EventRecorder(cluster),
    pods: new PodIndex(cluster, pods),
  };
  startServiceAccounts(context, caPem);
  startNamespaces(context);
  startGarbageCollector(context);
  startNodeAgents(context);
  startNodeLifecycle(context);
  startTaintEviction(context);
  startScheduler(context);
  startKubelet(context);
  startDeploymentController(context);
  startReplicaSetController(context);
  startStatefulSetController(context);
  startDaemonSetController(context);
  startJobController(context);
  startEndpoints(context);
  startEventExpiry(context, tuning.eventTtlMs);
}
