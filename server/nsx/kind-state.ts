import type { NsxKind } from '@/lib/kinds/define';
import type { KindState, KindStatus } from '@/lib/model';
import type { Failure } from '../transport/failure';

/** How one kind of one NSX Manager stands. Written by the collector only. */
export interface KindProgress {
  readonly kind: NsxKind;
  lastPassAt: number | null;
  lastChangeAt: number | null;
  /** When the next full pass is due. */
  dueAt: number;
  /** How many passes in a row did not fit together. */
  incomplete: number;
  failure: Failure | null;
  /** How many passes in a row failed. */
  failures: number;
  /** Search is not used for this kind until then, because it proved unusable. */
  searchOffUntil: number;
  searchProblem: string | null;
}

export function newProgress(kind: NsxKind): KindProgress {
  return {
    kind,
    lastPassAt: null,
    lastChangeAt: null,
    dueAt: 0,
    incomplete: 0,
    failure: null,
    failures: 0,
    searchOffUntil: kind.read.listOnly ? Number.POSITIVE_INFINITY : 0,
    searchProblem: null,
  };
}

/** The status people see; `down` is why the whole manager cannot be read, if so. */
export function kindStatus(
  progress: KindProgress,
  counts: { readonly count: number; readonly unreadable: number },
  down: Failure | null,
  boundMs: number,
): KindStatus {
  return {
    kind: progress.kind.name,
    state: stateOf(progress, down),
    count: counts.count,
    unreadable: counts.unreadable,
    lastListAt: progress.lastPassAt,
    lastChangeAt: progress.lastChangeAt,
    stalenessBoundMs: boundMs,
    message: messageOf(progress),
  };
}

function stateOf(progress: KindProgress, down: Failure | null): KindState {
  if (down !== null) return progress.lastPassAt === null ? 'failed' : 'stale';
  if (progress.failure === null) return progress.lastPassAt === null ? 'listing' : 'live';
  if (progress.failure.kind === 'forbidden') return 'forbidden';
  if (progress.failure.kind === 'not-found' && progress.lastPassAt === null) return 'absent';
  return progress.lastPassAt === null ? 'failed' : 'stale';
}

function messageOf(progress: KindProgress): string | null {
  const { failure, kind, searchProblem } = progress;
  if (failure !== null) {
    const effect = progress.lastPassAt === null ? `Hidden: ${kind.hides}.` : 'What was read before is still shown.';
    return `${failure.message.replace(/[.]$/, '')}. ${effect}`;
  }
  if (searchProblem === null) return null;
  return `Search cannot be used (${searchProblem}); read by lists instead, which are slower and tell no realization status.`;
}
