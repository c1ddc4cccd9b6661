import type { NsxKind } from '@/lib/kinds/define';
import type { KindState, KindStatus } from '@/lib/model';
import type { Failure } from '../transport/failure';
import type { Miscount } from './kind-pass';

/** How one kind of one NSX Manager stands. Written by the collector only. */
export interface KindProgress {
  readonly kind: NsxKind;
  lastPassAt: number | null;
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
  /** How many times in a row search proved unusable. */
  searchFailures: number;
  /** When the last pass that missed nothing ended. */
  lastCompleteAt: number | null;
  /** What NSX counts and what came, while that differs. */
  miscount: Miscount | null;
  /** Whether NSX keeps telling the same wrong count. */
  readonly repetition: Repetition;
}

/** Notices when the same is said again and again. */
export class Repetition {
  #said = '';
  #times = 0;

  /** True from the third time in a row on. */
  again(what: string): boolean {
    this.#times = what === this.#said ? this.#times + 1 : 1;
    this.#said = what;
    return this.#times >= 3;
  }
}

export function newProgress(kind: NsxKind): KindProgress {
  return {
    kind,
    lastPassAt: null,
    dueAt: 0,
    incomplete: 0,
    failure: null,
    failures: 0,
    searchOffUntil: kind.read.listOnly ? Number.POSITIVE_INFINITY : 0,
    searchProblem: null,
    searchFailures: 0,
    lastCompleteAt: null,
    miscount: null,
    repetition: new Repetition(),
  };
}

/** The status people see; `down` is why the whole manager cannot be read, if so. */
export function kindStatus(
  progress: KindProgress,
  counts: Pick<KindStatus, 'count' | 'unreadable' | 'lastChangeAt'>,
  down: Failure | null,
  boundMs: number,
): KindStatus {
  return {
    kind: progress.kind.name,
    state: stateOf(progress, down),
    count: counts.count,
    unreadable: counts.unreadable,
    lastListAt: progress.lastPassAt,
    lastChangeAt: counts.lastChangeAt,
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
  if (failure?.kind === 'not-found' && progress.lastPassAt === null && kind.read.optional === true) return null;
  if (failure !== null) {
    const effect = progress.lastPassAt === null ? `Hidden: ${kind.hides}.` : 'What was read before is still shown.';
    return `${failure.message.replace(/[.]$/, '')}. ${effect}`;
  }
  const remarks = [searchRemark(searchProblem), countRemark(progress)].filter((remark) => remark !== null);
  return remarks.length === 0 ? null : remarks.join(' ');
}

/** A count that does not fit is worth a word only when it stays so: while things move, it is normal. */
function countRemark({ kind, miscount, incomplete }: KindProgress): string | null {
  if (miscount === null || incomplete === 1 || incomplete === 2) return null;
  const { counted, read } = miscount;
  const plural = kind.presentation.plural;
  const missing =
    incomplete === 0 ? 'Those that come are shown.' : 'What is missing cannot be told, so none is taken for removed.';
  return `NSX counts ${counted} ${plural} but gives ${read}. ${missing}`;
}

function searchRemark(searchProblem: string | null): string | null {
  if (searchProblem === null) return null;
  return `Search cannot be used (${searchProblem}); read by lists or as a tree instead, which are slower and tell no realization status.`;
}
