import type { GroupAudit, GroupMembersResponse, GroupResponse } from '../wire';

/** What an audit vouches for: the group, what it asks for, and who is in it by either evaluation, in order of paths. */
export function auditContent(
  { group, summary, criteria }: Pick<GroupResponse, 'group' | 'summary' | 'criteria'>,
  { ours, nsx, members, addresses }: Pick<GroupMembersResponse, 'ours' | 'nsx' | 'members' | 'addresses'>,
): GroupAudit['content'] {
  return {
    group: group.name,
    path: summary.path,
    criteria: criteria.map(({ conjunction, words }, index) => (index === 0 ? words : `${conjunction ?? ''} ${words}`)),
    evaluation: ours.state,
    nsx: nsx.state,
    members: members
      .map((member) => ({
        path: member.path,
        port: member.port?.name ?? null,
        cluster: member.pod?.cluster ?? member.port?.cluster ?? null,
        namespace: member.pod?.namespace ?? null,
        pod: member.pod?.name ?? null,
        addresses: [...member.addresses].sort(),
        reasons: member.matches.map(({ criterion, evidence }) => ({ criterion, evidence })),
        verdict: member.verdict,
        explanation: member.explanation,
      }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    addresses: [...addresses].sort(),
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
