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
  /** Only these namespaces are read, by the settings or because no more are allowed; null or absent when all are. */
  readonly namespaces?: readonly string[] | null | undefined;
}

/** How a cluster is called on NSX (the value of its `ncp/cluster` or `nsx-op/cluster` tags), and how that is known. */
export interface ClusterIdentity {
  readonly tagValue: string;
  /** `name` is a guess: the cluster's own name in the settings. */
  readonly from: 'settings' | 'ncp-ini' | 'nsx-operator' | 'node-ports' | 'name';
  /** Where exactly, in words: `ncp.ini in ConfigMap nsx-system/nsx-ncp-config`. */
  readonly where: string;
  /** What that configuration says about the network, in words, without secrets. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** What Portolan asks of a source, against its own budget. Rates are per second, averaged over the last ten. */
export interface RequestGauge {
  readonly perSecond: number;
  readonly limitPerSecond: number;
  readonly inFlight: number;
  readonly limitInFlight: number;
  /** The limits of the settings: refusals lower the ones above for a while. Absent where there is no limit. */
  readonly settingsPerSecond?: number | undefined;
  readonly settingsInFlight?: number | undefined;
  readonly total: number;
  readonly throttled: number;
  readonly failed: number;
  /** Other sources that spend from the same budget, because they log in as the same user to the same server. */
  readonly sharedWith?: readonly SourceId[] | undefined;
}

/** How one address of a source stands. */
export interface EndpointStatus {
  readonly url: string;
  /** unknown: not asked yet. */
  readonly state: 'up' | 'down' | 'unknown';
  /** True for the address that is read from now. */
  readonly inUse: boolean;
  /** Why it is down, or which of its components is; null when all is well. */
  readonly message: string | null;
  /** When the state began, epoch milliseconds; null while unknown. */
  readonly since: number | null;
}

/** The addresses of one source together. green: all are well; orange: some are not; red: none is; unknown: not asked yet. */
export interface SourceHealth {
  readonly level: 'green' | 'orange' | 'red' | 'unknown';
  /** The level in a sentence. */
  readonly summary: string;
  readonly endpoints: readonly EndpointStatus[];
}

/** The state of one cluster or one NSX Manager. Holds no secret. */
export interface SourceStatus {
  readonly id: SourceId;
  readonly plane: Plane;
  readonly name: string;
  readonly endpoints: readonly string[];
  /** For sources that may have several addresses. */
  readonly health?: SourceHealth | undefined;
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
  /** For a cluster: how `tagValue` is known. */
  readonly identity?: ClusterIdentity | null | undefined;
  readonly kinds: readonly KindStatus[];
  readonly requests: RequestGauge;
}
