import type { KindStatus, SourceStatus } from '@/lib/model';
import { KUBERNETES, NSX } from './builders';

/** The status of a kind that is read and has nothing to remark. */
export function kindStatus(kind: string, fields: Partial<KindStatus> = {}): KindStatus {
  return {
    kind,
    state: 'live',
    count: 3,
    unreadable: 0,
    lastListAt: 1_000,
    lastChangeAt: 1_000,
    stalenessBoundMs: 60_000,
    message: null,
    ...fields,
  };
}

/** The status of a live source; a cluster unless `plane` says otherwise. */
export function sourceStatus(fields: Partial<SourceStatus> = {}): SourceStatus {
  const plane = fields.plane ?? 'kubernetes';
  return {
    id: plane === 'nsx' ? NSX : KUBERNETES,
    plane,
    name: plane === 'nsx' ? 'lab' : 'pandora',
    endpoints: [],
    version: null,
    state: 'live',
    reason: null,
    since: 0,
    lastSuccessAt: 1_000,
    retryAt: null,
    warnings: [],
    manager: plane === 'nsx' ? null : NSX,
    tagValue: null,
    kinds: [],
    requests: { perSecond: 0, limitPerSecond: 20, inFlight: 0, limitInFlight: 4, total: 0, throttled: 0, failed: 0 },
    ...fields,
  };
}
