import type { GroupMember } from '@/lib/wire/groups';
import { evidenceText } from '@/components/marks/evidence';
import { toCsv } from '@/components/ui/csv';

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

/** The members as CSV, for an audit. */
export function membersCsv(members: readonly GroupMember[]): string {
  const head = [
    'Verdict',
    'Namespace',
    'Pod',
    'Segment port',
    'Addresses',
    'Criterion',
    'Evidence',
    'Explanation',
    'Path',
  ];
  return toCsv([
    head,
    ...members.map((member) => [
      MEMBER_WORDS[member.verdict].word,
      member.pod?.namespace ?? null,
      member.pod?.name ?? null,
      member.port?.name ?? null,
      member.addresses.join(' '),
      member.matches.map((match) => match.criterion).join('; '),
      member.matches.map((match) => evidenceText(match.evidence)).join('; '),
      member.explanation,
      member.path,
    ]),
  ]);
}
