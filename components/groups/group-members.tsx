'use client';

import { useGroupMembers } from '@/components/data/queries';
import { NodeLink } from '@/components/details/node-link';
import { EvidenceLine } from '@/components/marks/evidence';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import type { GroupMember, GroupMembersResponse } from '@/lib/wire/groups';
import { AuditActions } from './audit-actions';
import { MEMBER_WORDS, sortedMembers } from './member-words';

/** Members by our evaluation beside NSX's effective members; differences first, each explained. */
export function GroupMembers({ id, name }: { readonly id: string; readonly name: string }) {
  const query = useGroupMembers(id);
  if (query.isPending)
    return <div className="skeleton h-72 rounded-lg" role="status" aria-label="Reading the members" />;
  if (query.data === undefined) {
    return (
      <Notice tone="failed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {`The members could not be read. ${query.error.message}`}
      </Notice>
    );
  }
  const { data } = query;
  const members = sortedMembers(data.members);
  return (
    <Panel title="Members" aside={<AuditActions id={id} name={name} />}>
      <Verdict data={data} />
      <div className="overflow-x-auto">
        <table className="w-full min-w-[760px] text-left">
          <thead>
            <tr className="h-8 text-muted text-xs">
              <th className="w-[28%] font-normal">Pod</th>
              <th className="w-[16%] font-normal">Address</th>
              <th className="w-[30%] font-normal">By our evaluation</th>
              <th className="font-normal">By NSX</th>
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <MemberRow key={member.path} member={member} />
            ))}
          </tbody>
        </table>
      </div>
      {members.length === 0 && <p className="py-2 text-muted">Nothing is in this group, by either evaluation.</p>}
      {data.addresses.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 py-2">
          <span className="text-muted">Addresses in the group without a port:</span>
          {data.addresses.map((address) => (
            <CopyChip key={address} value={address} />
          ))}
        </p>
      )}
    </Panel>
  );
}

function Verdict({ data }: { readonly data: GroupMembersResponse }) {
  const different = data.members.filter(
    (member) => member.verdict === 'only-ours' || member.verdict === 'only-nsx',
  ).length;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 pb-2">
      <span>
        <span className="text-muted">Our evaluation </span>
        {data.ours.state === 'evaluated' ? (
          <b className="font-semibold">{data.ours.count}</b>
        ) : (
          `not possible: ${data.ours.reason}`
        )}
      </span>
      <span>
        <span className="text-muted">NSX, effective </span>
        {data.nsx.state === 'read' ? <b className="font-semibold">{data.nsx.count}</b> : 'not readable'}
        <span className="text-muted text-xs">
          , read <RelativeTime at={Date.parse(data.nsx.at)} />
        </span>
      </span>
      {data.ours.state === 'evaluated' && data.nsx.state === 'read' && (
        <span className={cn('ml-auto', different === 0 ? 'text-ok' : 'text-warning')}>
          {different === 0
            ? 'Both agree on every member'
            : `${different} ${different === 1 ? 'member differs' : 'members differ'}`}
        </span>
      )}
      {data.nsx.state === 'unavailable' && (
        <Notice
          tone="warning"
          className="w-full"
        >{`NSX did not tell its effective members: ${data.nsx.reason}. The list is our evaluation alone.`}</Notice>
      )}
    </div>
  );
}

function MemberRow({ member }: { readonly member: GroupMember }) {
  const words = MEMBER_WORDS[member.verdict];
  const nsx = member.verdict === 'both' || member.verdict === 'only-nsx';
  return (
    <>
      <tr className="border-line border-t align-top">
        <td className="py-1.5 pr-3">
          <span className="flex min-w-0 flex-col">
            {member.pod !== null && <NodeLink node={member.pod} />}
            {member.pod === null && member.port !== null && <NodeLink node={member.port} />}
            {member.pod === null && member.port === null && <CopyChip bare value={member.path} />}
            {member.pod?.namespace !== null && member.pod !== null && (
              <span className="text-muted text-xs">{member.pod.namespace}</span>
            )}
          </span>
        </td>
        <td className="py-1.5 pr-3">
          {member.addresses.length === 0 ? (
            <span className="text-muted">–</span>
          ) : (
            member.addresses.map((address) => <CopyChip key={address} bare value={address} />)
          )}
        </td>
        <td className="py-1.5 pr-3">
          {member.matches.length === 0 && <span className="text-muted">not a member</span>}
          {member.matches.map((match) => (
            <span key={match.criterion} className="flex flex-col" title={match.criterion}>
              <EvidenceLine evidence={match.evidence} />
            </span>
          ))}
        </td>
        <td className="py-1.5">
          <span className={words.look}>
            {nsx ? 'member' : member.verdict === 'nsx-unknown' ? 'not known' : 'not a member'}
          </span>
        </td>
      </tr>
      {member.explanation !== null && (
        <tr>
          <td colSpan={4} className="pb-2">
            <Notice tone="warning" className="py-1">
              <span className="font-medium">{`${words.word}. `}</span>
              {member.explanation}
            </Notice>
          </td>
        </tr>
      )}
    </>
  );
}
