/** Knobs of the stand-in; delays in milliseconds, limits as on a fresh NSX 4.2 unless a test says otherwise. */
export interface NsxTuning {
  /** From a write until the search index shows it. */
  readonly searchLagMs: number;
  /** From a write until it is realised on the enforcement point. */
  readonly realizationLagMs: number;
  /** How long a deleted object stays visible to search as marked for delete. */
  readonly deleteLagMs: number;
  /** From a tag or group change until group members show it. */
  readonly membershipLagMs: number;
  /** Idle time after which a session dies; 0 never. */
  readonly sessionIdleMs: number;
  /** Requests per second per user name; 0 switches the limit off. */
  readonly requestsPerSecond: number;
  /** Requests in flight per user name; 0 switches the limit off. */
  readonly concurrentRequests: number;
  /** Answer to too many requests in flight: sources disagree between the two. */
  readonly concurrencyStatus: 429 | 503;
  /** Seconds to announce in Retry-After on 429/503; null sends none, as seen on real systems. */
  readonly retryAfterSeconds: number | null;
  /** `missing`: the last page of a list has no cursor; `zeros`: it has one that starts with 0000 (NSX 2.x and 3.0). */
  readonly lastCursor: 'missing' | 'zeros';
  /** Search never shows hits past this offset. */
  readonly searchWindow: number;
  /** A search page above this many bytes is refused with 60576. */
  readonly searchPageBytes: number;
  /** Overrides the pools' own `ip_release_delay`; null respects it. */
  readonly ipReleaseDelayMs: number | null;
  /** Members left out of every object shown, e.g. `_revision` to look like an old export. */
  readonly hiddenFields: readonly string[];
  /** What `/api/v1/node/version` says. */
  readonly productVersion: string;
  /** Passwords of the built-in users. */
  readonly passwords: Readonly<{ admin: string; audit: string; ncp: string }>;
}

/** The values used where nothing is given. */
export const defaultTuning: NsxTuning = {
  searchLagMs: 400,
  realizationLagMs: 700,
  deleteLagMs: 1500,
  membershipLagMs: 500,
  sessionIdleMs: 1_800_000,
  requestsPerSecond: 100,
  concurrentRequests: 40,
  concurrencyStatus: 503,
  retryAfterSeconds: null,
  lastCursor: 'missing',
  searchWindow: 10_000,
  searchPageBytes: 24 * 1024 * 1024,
  ipReleaseDelayMs: null,
  hiddenFields: [],
  productVersion: '4.2.0.0.0.24105817',
  passwords: { admin: 'VMware1!VMware1!', audit: 'VMware1!VMware1!', ncp: 'VMware1!VMware1!' },
};
