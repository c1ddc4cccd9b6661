import type { GroupMember } from '@/lib/wire/groups';

/** What agreement or difference is called, and how it looks. */
export const MEMBER_WORDS: Readonly<
  Record<GroupMember['verdict'], { readonly word: string; readonly look: string; readonly rank: number }>
> = {
  'only-ours': { word: 'Only by our evaluation', look: 'text-warning font-medium', rank: 0 },
  'only-nsx': { word: 'Only by NSX', look: 'text-warning font-medium', rank: 1 },
  'nsx-unknown': { word: 'NSX not known', look: 'text-muted', rank: 2 },
  both: { word: 'Both', look: 'text-ok', rank: 3 },
};

/** Differences first, then by Pod name. */
export function sortedMembers(members: readonly GroupMember[]): readonly GroupMember[] {
  const name = (member: GroupMember) => member.pod?.name ?? member.port?.name ?? member.path;
  return [...members].sort(
    (a, b) => MEMBER_WORDS[a.verdict].rank - MEMBER_WORDS[b.verdict].rank || name(a).localeCompare(name(b)),
  );
}
