'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { readGroupAudit } from '@/components/data/group-audit';
import { evidenceText } from '@/lib/evidence-words';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { PageSkeleton } from '@/components/ui/page-skeleton';
import type { GroupAudit } from '@/lib/wire/group-audit';
import { MEMBER_WORDS } from './member-words';
import { DIGEST_WORDS } from './audit-file';

type Read = { readonly audit: GroupAudit } | { readonly failure: string } | null;

/** Who is in a group and why, as it was at one moment: read once, so that what is printed is what was read. */
export function GroupReport({ id }: { readonly id: string }) {
  const [read, setRead] = useState<Read>(null);
  useEffect(() => {
    const stop = new AbortController();
    readGroupAudit(id, stop.signal).then(
      (audit) => setRead({ audit }),
      (error: unknown) => {
        if (!stop.signal.aborted) setRead({ failure: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => stop.abort();
  }, [id]);
  if (read === null) return <PageSkeleton label="Reading the members" panels={2} tail />;
  if ('failure' in read)
    return (
      <main className="p-6">
        <Notice tone="failed">{`The report could not be made. ${read.failure}`}</Notice>
      </main>
    );
  return <Report audit={read.audit} />;
}

function Report({ audit }: { readonly audit: GroupAudit }) {
  const { content } = audit;
  return (
    <main className="mx-auto max-w-[1080px] px-6 py-8 print:max-w-none print:p-0">
      <header className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="text-muted">Portolan · group membership report</p>
          <h1 className="break-words pt-1 font-semibold text-xl">{content.group}</h1>
          <p className="break-all font-mono text-muted text-xs">{content.path}</p>
        </div>
        <Button className="print:hidden" onClick={() => print()}>
          Print
        </Button>
      </header>
      {[...audit.partial, ...audit.notes].map((note) => (
        <Notice key={note} tone="warning" className="mt-3">
          {note}
        </Notice>
      ))}
      <dl className="mt-5 grid grid-cols-[160px_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <Fact name="Read at">{audit.at}</Fact>
        <Fact name="Members by NSX">{audit.nsxReadAt === null ? 'not readable' : `read at ${audit.nsxReadAt}`}</Fact>
        <Fact name="Criteria">{content.criteria.join(' ') || 'none: the group has no members'}</Fact>
        <Fact name="Sources">
          {audit.sources.map(({ name, state, lastReadAt }) => (
            <span key={name} className="block">{`${name}: ${state}, last read ${lastReadAt ?? 'never'}`}</span>
          ))}
        </Fact>
        <Fact name="Basis">{audit.basis.join(' ')}</Fact>
        <Fact name="SHA-256">
          <span className="block break-all font-mono text-xs leading-5">{audit.sha256}</span>
          <span className="text-muted text-xs">{DIGEST_WORDS}</span>
        </Fact>
      </dl>
      <h2 className="mt-6 pb-2 font-semibold text-base">{`Members (${content.members.length.toLocaleString('en')})`}</h2>
      <div className="overflow-x-auto print:overflow-visible">
        <table className="w-full min-w-[720px] text-left print:min-w-0">
          <thead>
            <tr className="border-strong border-b text-muted text-xs">
              <th className="w-[26%] py-1.5 pr-3 font-normal">Pod</th>
              <th className="w-[16%] py-1.5 pr-3 font-normal">Address</th>
              <th className="w-[34%] py-1.5 pr-3 font-normal">By</th>
              <th className="py-1.5 font-normal">Found in the group by</th>
            </tr>
          </thead>
          <tbody>
            {content.members.map((member) => (
              <MemberRow key={member.path} member={member} />
            ))}
          </tbody>
        </table>
      </div>
      {content.addresses.length > 0 && (
        <p className="pt-3">{`Addresses without a port: ${content.addresses.join(', ')}`}</p>
      )}
    </main>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

const WHO: Readonly<Record<GroupAudit['content']['members'][number]['verdict'], string>> = {
  both: 'Portolan and NSX',
  'only-ours': 'Portolan only',
  'only-nsx': 'NSX only',
  'nsx-unknown': 'Portolan; NSX not known',
};

function MemberRow({ member }: { readonly member: GroupAudit['content']['members'][number] }) {
  return (
    <tr className="break-inside-avoid border-line border-b align-top">
      <td className="break-words py-1.5 pr-3">
        {member.pod ?? member.port ?? member.path}
        <span className="block text-muted text-xs">
          {[member.namespace, member.cluster].filter((part) => part !== null).join(', ')}
        </span>
      </td>
      <td className="py-1.5 pr-3 font-mono text-xs leading-5">{member.addresses.join(' ') || 'none'}</td>
      <td className="break-words py-1.5 pr-3">
        {member.reasons.map(({ criterion, evidence }) => (
          <span key={criterion} className="block">
            {criterion}
            <span className="block text-muted text-xs">{evidenceText(evidence)}</span>
          </span>
        ))}
      </td>
      <td className="py-1.5">
        <span className={MEMBER_WORDS[member.verdict].look}>{WHO[member.verdict]}</span>
        {member.explanation !== null && <span className="block text-muted text-xs">{member.explanation}</span>}
      </td>
    </tr>
  );
}
