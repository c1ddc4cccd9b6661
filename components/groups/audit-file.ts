import { evidenceText } from '@/lib/evidence-words';
import { toCsv } from '@/lib/csv';
import type { GroupAudit } from '@/lib/wire/group-audit';
import { MEMBER_WORDS } from './member-words';

const HEAD = [
  'Verdict',
  'Cluster',
  'Namespace',
  'Pod',
  'Segment port',
  'Addresses',
  'Criterion',
  'Evidence',
  'Explanation',
  'Path',
];

/** How others make the digest again. The JSON export holds what it is made of. */
export const DIGEST_WORDS =
  'SHA-256 of the field "content" of the JSON export, written with sorted keys and without white space (RFC 8785): jq -cjS .content FILE | sha256sum';

/** The members as CSV; what they rest on follows after an empty line. */
export function auditCsv(audit: GroupAudit): string {
  const { content } = audit;
  return toCsv([
    HEAD,
    ...content.members.map((member) => [
      MEMBER_WORDS[member.verdict].word,
      member.cluster,
      member.namespace,
      member.pod,
      member.port,
      member.addresses.join(' '),
      member.reasons.map(({ criterion }) => criterion).join('; '),
      member.reasons.map(({ evidence }) => evidenceText(evidence)).join('; '),
      member.explanation,
      member.path,
    ]),
    ...content.addresses.map((address) => ['Address without a port', null, null, null, null, address]),
    [],
    ['Group', content.group],
    ['Group path', content.path],
    ['Criteria', content.criteria.join(' ')],
    ['Read at', audit.at],
    ['Effective members read from NSX at', audit.nsxReadAt ?? 'not readable'],
    ...audit.sources.map(({ name, state, lastReadAt }) => [`Source ${name}`, state, lastReadAt ?? 'never read']),
    ...[...audit.partial, ...audit.notes].map((note) => ['Remark', note]),
    ...audit.basis.map((basis) => ['Basis', basis]),
    ['SHA-256', audit.sha256],
    ['Digest', DIGEST_WORDS],
  ]);
}
