/** Speeds and sizes of the lab cluster; times in milliseconds. Defaults feel like a quick real cluster. */
export interface KubernetesTuning {
  /** From creation of a Pod to its binding to a node. */
  schedulingMs: number;
  /** Image pull of a container on a node. */
  imagePullMs: number;
  /** From the pulled image to running and ready. */
  startMs: number;
  /** From a Pod's deletionTimestamp to its removal by the kubelet (never longer than its grace period). */
  terminationMs: number;
  /** Pause between a controller's noticing a change and its acting on it. */
  controllerMs: number;
  /** Period of node heartbeats (status and Lease). */
  heartbeatMs: number;
  /** From an emptied terminating namespace to its removal. */
  namespaceMs: number;
  /** Who gives Pods their address: `ncp` waits for status.podIP to be written by a client, `builtin` takes one of the node's podCIDR. */
  cni: 'ncp' | 'builtin';
  /** How long a Pod's sandbox waits for its address until an event says so, time and again. */
  cniTimeoutMs: number;
  /** Period of watch bookmarks, for watches that asked for them. */
  bookmarkMs: number;
  /** Changes kept for watches that resume; older versions answer 410. */
  watchHistory: number;
  /** How long a list at a version of the future waits before it answers 504. */
  futureVersionMs: number;
  /** How long the snapshot behind a `continue` token is kept. */
  continueMs: number;
  /** Life of an Event object. */
  eventTtlMs: number;
}

/** The defaults of {@link KubernetesTuning}. */
export const defaultTuning: KubernetesTuning = {
  schedulingMs: 60,
  imagePullMs: 500,
  startMs: 500,
  terminationMs: 1_000,
  controllerMs: 30,
  heartbeatMs: 10_000,
  namespaceMs: 300,
  cni: 'builtin',
  cniTimeoutMs: 15_000,
  bookmarkMs: 60_000,
  watchHistory: 20_000,
  futureVersionMs: 3_000,
  continueMs: 300_000,
  eventTtlMs: 3_600_000,
};
