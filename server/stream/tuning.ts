/** Times and sizes of the event stream. */
export interface StreamTuning {
  /** Least time between two patches of a view. */
  readonly tickMs: number;
  /** A view that took long to compute rests for so many times as long, so that it leaves time to all others … */
  readonly restFactor: number;
  /** … but for no longer than this. */
  readonly maxRestMs: number;
  readonly heartbeatMs: number;
  readonly pulseMs: number;
  readonly sourcesMs: number;
  /** More than this waiting for one client, and it gets a fresh snapshot later instead of more patches. */
  readonly maxBacklogBytes: number;
  /** A client that takes nothing for so long is sent away. */
  readonly maxLagMs: number;
  /** How much of the past of a view is kept for clients that come back. */
  readonly ringBytes: number;
  /** A view that nobody watches is kept for so long, for the same reason. */
  readonly lingerMs: number;
  readonly maxClients: number;
}

export const STREAM_TUNING: StreamTuning = {
  tickMs: 100,
  restFactor: 10,
  maxRestMs: 1_000,
  heartbeatMs: 10_000,
  pulseMs: 500,
  sourcesMs: 500,
  maxBacklogBytes: 1024 * 1024,
  maxLagMs: 30_000,
  ringBytes: 2 * 1024 * 1024,
  lingerMs: 60_000,
  maxClients: 2_000,
};
