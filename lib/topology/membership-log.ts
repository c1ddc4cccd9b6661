import type { Evidence } from '../model';
import type { Entry } from './entry';
import type { MemberSet } from './member-set';

/** What changes in memberships, told before it does. */
export interface MembershipLog {
  /** The port meets the criteria by this from now on, or no more; `before` is how it did. */
  touchMember(set: MemberSet<Entry>, port: Entry, before: readonly Evidence[] | null): void;
  /** A group comes to the criteria or leaves them. */
  touchGroups(set: MemberSet<Entry>): void;
}
