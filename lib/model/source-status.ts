import type { Plane, SourceId } from './ids';

/** starting: nothing read yet; live: all fresh; partial: live, but something could not be read; stale: was live, now is not; failed: never read. */
export type SourceState = 'starting' | 'live' | 'partial' | 'stale' | 'failed';
export type KindState = 'listing' | 'live' | 'stale' | 'forbidden' | 'absent' | 'failed';

/** How well one kind of one source is read. Times are epoch milliseconds. */
export interface KindStatus {
  readonly kind: string;
  readonly state: KindState;
  readonly count: number;
  /** Objects that could not be parsed. */
  readonly unreadable: number;
  readonly lastListAt: number | null;
  readonly lastChangeAt: number | null;
  /** An upper bound on how old the picture of this kind can be while the source is live, in milliseconds. */
  readonly stalenessBoundMs: number | null;
  /** What is wrong and what that hides; null when all is well. */
  readonly message: string | null;
}

/** What Portolan asks of a source, against its own budget. Rates are per second, averaged over the last ten. */
export interface RequestGauge {
  readonly perSecond: number;
  readonly limitPerSecond: number;
  readonly inFlight: number;
  readonly limitInFlight: number;
  readonly total: number;
  readonly throttled: number;
  readonly failed: number;
}

/** The state of one cluster or one NSX Manager. Holds no secret. */
export interface SourceStatus {
  readonly id: SourceId;
  readonly plane: Plane;
  readonly name: string;
  readonly endpoints: readonly string[];
  /** Product version as the source tells it. */
  readonly version: string | null;
  readonly state: SourceState;
  /** Why it is not live, and what Portolan does about it. */
  readonly reason: string | null;
  /** When the state began. */
  readonly since: number;
  readonly lastSuccessAt: number | null;
  /** When the next attempt is due; null unless waiting in back-off. */
  readonly retryAt: number | null;
  /** Standing remarks, such as a certificate that is not verified. */
  readonly warnings: readonly string[];
  /** For a cluster: the NSX Manager that serves it, and the value of its `ncp/cluster` tags. */
  readonly manager: SourceId | null;
  readonly tagValue: string | null;
  readonly kinds: readonly KindStatus[];
  readonly requests: RequestGauge;
}
