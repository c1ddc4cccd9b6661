import type { DifferenceCause, GroupMember, MemberRow } from '@/lib/wire/groups';

/** What agreement or difference is called, and how it looks. */
export const MEMBER_WORDS: Readonly<
  Record<GroupMember['verdict'], { readonly word: string; readonly look: string; readonly rank: number }>
> = {
  'only-ours': { word: 'Portolan only', look: 'text-warning font-medium', rank: 0 },
  'only-nsx': { word: 'NSX only', look: 'text-warning font-medium', rank: 1 },
  'nsx-unknown': { word: 'Portolan; NSX unknown', look: 'text-muted', rank: 2 },
  both: { word: 'Both', look: 'text-ok', rank: 3 },
};

/** Why the evaluations differ, in short. */
export const CAUSE_WORDS: Readonly<Record<DifferenceCause, string>> = {
  lag: 'Changed just now',
  'not-realized': 'Not realized',
  elsewhere: 'Not among what is read',
  near: 'Something close is there',
  'not-evaluated': 'Not evaluated here',
  partial: 'NSX told a part only',
  unknown: 'Unknown',
};

/** The addresses of a member; where nothing else tells them, those that NSX has bound to its port. */
export const addressesOf = ({ addresses, bound }: MemberRow): readonly string[] =>
  addresses.length === 0 && bound?.state === 'read' ? bound.addresses : addresses;

/** What is to be said about the addresses of a member; null when nothing is. */
export function addressWords({ port, addresses, addressesFrom, realized, bound }: MemberRow): string | null {
  if (port === null) return 'not known';
  const told = bound?.state === 'read' ? bound.addresses : null;
  if (addresses.length === 0) {
    if (told !== null && told.length > 0) return 'bound by NSX';
    return told === null ? 'none is told' : 'NSX has bound none: rules by address do not meet it';
  }
  if (realized === false) {
    if (told === null) return 'not counted in by NSX';
    return told.length === 0 ? 'NSX has bound none' : `NSX has bound ${told.join(', ')}`;
  }
  if (realized === null) return addressesFrom === 'pod' ? 'as Kubernetes tells' : 'static, of the port';
  return null;
}
