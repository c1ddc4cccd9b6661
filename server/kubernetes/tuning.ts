import type { BackoffRange } from '../transport/backoff';

/** Times and sizes of a cluster's feed. The defaults suit real API servers; tests shorten them. */
export interface KubernetesTuning {
  readonly pageSize: number;
  /** `timeoutSeconds` of a watch is drawn between the two. */
  readonly watchSeconds: readonly [number, number];
  /** A watch that says nothing, not even a bookmark (about one a minute), for so long is taken for dead. */
  readonly idleMs: number;
  /** How long a request may take until its headers, and a list between two pieces of its body. */
  readonly answerMs: number;
  /** A watch that lasted so long counts as traffic even when nothing happened. */
  readonly healthyWatchMs: number;
  readonly backoff: BackoffRange;
  readonly forbiddenBackoff: BackoffRange;
  /** How often at most what may be listed but not watched is listed anew. */
  readonly relistMs: number;
  /** How often to look for kinds that were not served, and for namespaces that may be read where not all may. */
  readonly rediscoverMs: number;
  /** Most namespaces that are read one by one where not all at once may be: each kind keeps a connection to each. */
  readonly maxNamespaces: number;
  /** A longer line of a watch is not read. */
  readonly maxLineBytes: number;
}

export const KUBERNETES_TUNING: KubernetesTuning = {
  pageSize: 500,
  watchSeconds: [240, 300],
  idleMs: 150_000,
  answerMs: 30_000,
  healthyWatchMs: 5_000,
  backoff: { baseMs: 250, capMs: 15_000 },
  forbiddenBackoff: { baseMs: 1_000, capMs: 60_000 },
  relistMs: 30_000,
  rediscoverMs: 60_000,
  maxNamespaces: 100,
  maxLineBytes: 32 * 1024 * 1024,
};
