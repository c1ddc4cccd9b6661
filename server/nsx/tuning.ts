import type { BackoffRange } from '../transport/backoff';

/** Times and sizes of an NSX Manager's feed; tests shorten the times. */
export interface NsxTuning {
  readonly pageSize: number;
  /** How long one request may take as a whole. */
  readonly answerMs: number;
  /** Between two looks for changed objects. */
  readonly changesMs: number;
  /** Between two looks at objects that are not realized yet. */
  readonly unsettledMs: number;
  /** The least time between two full passes of a kind, however small it is. */
  readonly fullPassMs: number;
  /** Requests a second that full passes may take on average; the larger the inventory, the rarer they are. */
  readonly fullPassPerSecond: number;
  /** Until a pass that failed, or whose pages did not fit together, is first repeated. */
  readonly repeatMs: number;
  /** How long search stays out of use at most for a kind for which it proved unusable; the first times are shorter. */
  readonly searchRetryMs: number;
  readonly backoff: BackoffRange;
  /** After a refused login: slow, because NSX locks accounts that fail too often. */
  readonly loginBackoff: BackoffRange;
  /** Between two looks whether a secret that was refused has been replaced. */
  readonly secretMs: number;
  /** How long refusals for too many requests leave the picture as good as live; later it counts as stale. */
  readonly slowedMs: number;
  /** Answers to browsers' questions are shared for so long. */
  readonly shareMs: number;
  /** How long somebody who looks at an object waits for what NSX tells only when asked. */
  readonly liveMs: number;
  /** Between two looks over everything for what moves no time and no count, while that takes a request or two. */
  readonly sweepMs: number;
  /** Results that one search gives at most, however many it has. */
  readonly searchWindow: number;
  /** Between two looks at the health of the addresses. */
  readonly probeMs: number;
  readonly probeAnswerMs: number;
}

export const NSX_TUNING: NsxTuning = {
  pageSize: 1_000,
  answerMs: 30_000,
  changesMs: 1_700,
  unsettledMs: 1_500,
  fullPassMs: 60_000,
  fullPassPerSecond: 0.12,
  repeatMs: 2_000,
  searchRetryMs: 120_000,
  backoff: { baseMs: 500, capMs: 15_000 },
  loginBackoff: { baseMs: 5_000, capMs: 120_000 },
  secretMs: 1_000,
  slowedMs: 60_000,
  shareMs: 3_000,
  liveMs: 4_000,
  sweepMs: 15_000,
  searchWindow: 10_000,
  probeMs: 33_000,
  probeAnswerMs: 8_000,
};
