import { kindNamed } from '@/lib/kinds';
import type { KindStatus, SourceState } from '@/lib/model';
import type { Failure } from '../transport/failure';

export interface Judged {
  readonly state: SourceState;
  readonly reason: string | null;
}

/** One kind as its state is judged. */
export interface JudgedKind {
  readonly status: KindStatus;
  readonly failure: Failure | null;
  /** The account may not read all of it, and the server means it. */
  readonly forbidden: boolean;
}

/**
 * The state of a cluster from the states of its kinds; `discovery` is why its kinds are not even known. `before` is the
 * state until now: a cluster that was read once does not start again because one more kind appears.
 */
export function judgeSource(kinds: readonly JudgedKind[], discovery: Failure | null, before: SourceState): Judged {
  const any = (state: KindStatus['state']): boolean => kinds.some(({ status }) => status.state === state);
  const troubled = kinds.filter(({ status, forbidden }) => status.state === 'stale' && !forbidden);
  const failed = kinds.filter(({ status }) => status.state === 'stale' || status.state === 'failed');
  const failure = [...troubled, ...failed].find((kind) => kind.failure !== null)?.failure ?? null;
  const listed = kinds.some(({ status }) => status.lastListAt !== null);
  const down: SourceState = listed ? 'stale' : 'failed';
  if (discovery !== null && !any('live')) return { state: down, reason: describe(discovery, listed) };
  if (any('listing') && (before === 'starting' || before === 'failed')) return { state: 'starting', reason: null };
  if (troubled.length > 0) return { state: 'stale', reason: failure && describe(failure, true) };
  if (!any('live') && !any('listing')) return { state: down, reason: unreadReason(kinds, failure) };
  const hidden = kinds.filter(
    ({ status, forbidden }) => forbidden || status.state === 'forbidden' || status.state === 'failed' || hides(status),
  );
  if (hidden.length === 0) return { state: 'live', reason: null };
  return { state: 'partial', reason: partialReason(hidden) };
}

/** An absent kind that should be there says so in its message. */
const hides = (status: KindStatus): boolean => status.state === 'absent' && status.message !== null;

function partialReason(hidden: readonly JudgedKind[]): string {
  const partly = hidden.filter(({ status }) => status.state === 'live' || status.state === 'listing');
  const not = hidden.filter((kind) => !partly.includes(kind));
  const said = [
    ...(not.length === 0 ? [] : [`${names(not)} cannot be read`]),
    ...(partly.length === 0 ? [] : [`${names(partly)} can be read in some namespaces only`]),
  ];
  return `${said.join('; ')}. See the kinds for what that hides.`;
}

function describe(failure: Failure, listed: boolean): string {
  const kept = listed ? ' What was read before is still shown.' : '';
  return `The API server cannot be read: ${failure.message}. Portolan keeps trying.${kept}`;
}

function unreadReason(kinds: readonly JudgedKind[], failure: Failure | null): string {
  const first = failure ?? kinds.find((kind) => kind.failure !== null)?.failure ?? null;
  return first === null ? 'The API server serves none of the kinds that Portolan reads.' : describe(first, false);
}

function names(kinds: readonly JudgedKind[]): string {
  const all = kinds.map(({ status: { kind } }) => kindNamed(kind)?.presentation.plural ?? kind);
  return all.length > 4 ? `${all.slice(0, 4).join(', ')} and ${all.length - 4} more kinds` : all.join(', ');
}
