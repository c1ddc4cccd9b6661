import { createHash } from 'node:crypto';
import { auditContent, canonicalJson } from '@/lib/dfw';
import type { SourceStatus } from '@/lib/model';
import type { GroupAudit, GroupMembersResponse, GroupResponse } from '@/lib/wire';
import { missingParts } from './graph';

const BASIS = [
  'Members are evaluated from the criteria of the group and the tags of segment ports and segments, as read from the policy API of NSX.',
  'Beside it stand the effective members that NSX itself told for this audit.',
  'Addresses are those that Kubernetes tells of the Pod, else static ones of the port.',
];

/** What a group was found to hold, fit to be kept: with the state of the sources it rests on and a digest of the content. */
export function auditOf({
  group,
  members,
  status,
}: {
  readonly group: GroupResponse;
  readonly members: GroupMembersResponse;
  readonly status: readonly SourceStatus[];
}): GroupAudit {
  const content = auditContent(group, members);
  return {
    seq: members.seq,
    at: members.at,
    sources: status.map(({ name, plane, state, lastSuccessAt }) => ({
      name,
      plane,
      state,
      lastReadAt: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
    })),
    partial: [...missingParts(status)],
    basis: [...BASIS],
    notes: [
      ...(group.summary.note === null ? [] : [group.summary.note]),
      ...(members.ours.state === 'not-evaluable' ? [members.ours.reason] : []),
      ...(members.nsx.state === 'unavailable' ? [members.nsx.reason] : []),
    ],
    nsxReadAt: members.nsx.state === 'read' ? members.nsx.at : null,
    sha256: createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex'),
    content,
  };
}
