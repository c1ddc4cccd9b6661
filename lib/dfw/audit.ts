import type { GroupAudit, GroupMember, GroupResponse } from '../wire';
import type { Comparison } from './members';

type Content = GroupAudit['content'];

/** A part of the content as canonical JSON, and the member that it tells of; null where it tells of none. */
export interface AuditPiece {
  readonly json: string;
  readonly member: Content['members'][number] | null;
}

/**
 * What an audit vouches for as canonical JSON, piece by piece: the group, what it asks for, and who is in it by either
 * evaluation. `members` are to come in order of paths. Keys are in order as they stand here.
 */
export function* auditPieces(
  { group, summary, criteria }: Pick<GroupResponse, 'group' | 'summary' | 'criteria'>,
  { ours, addresses }: Pick<Comparison, 'ours' | 'addresses'>,
  nsx: Content['nsx'],
  members: Iterable<GroupMember>,
): Iterable<AuditPiece> {
  const words = criteria.map(({ conjunction, words }, index) =>
    index === 0 ? words : `${conjunction ?? ''} ${words}`,
  );
  const head: Pick<Content, 'addresses' | 'criteria' | 'evaluation' | 'group'> = {
    addresses: [...addresses].sort(),
    criteria: words,
    evaluation: ours.state,
    group: group.name,
  };
  yield { json: `${canonicalJson(head).slice(0, -1)},"members":[`, member: null };
  let comma = '';
  for (const described of members) {
    const member = auditedMember(described);
    yield { json: comma + canonicalJson(member), member };
    comma = ',';
  }
  const tail: Pick<Content, 'nsx' | 'path'> = { nsx, path: summary.path };
  yield { json: `],${canonicalJson(tail).slice(1)}`, member: null };
}

function auditedMember(member: GroupMember): Content['members'][number] {
  return {
    path: member.path,
    port: member.port?.name ?? null,
    cluster: member.pod?.cluster ?? member.port?.cluster ?? null,
    namespace: member.pod?.namespace ?? null,
    pod: member.pod?.name ?? null,
    addresses: [...member.addresses].sort(),
    reasons: member.matches.map(({ criterion, evidence }) => ({ criterion, evidence })),
    verdict: member.verdict,
    explanation: member.explanation,
  };
}

/**
 * JSON with the keys of every object in order and no white space, as RFC 8785 has it for what an audit holds: objects,
 * lists, texts and null.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
