'use client';

import { NodeLink } from '@/components/details/node-link';
import { Notice } from '@/components/ui/notice';
import type { GroupMember } from '@/lib/wire/groups';
import { memberNode } from './member-columns';
import { CAUSE_WORDS } from './member-words';
import { TOLD, useDifferences } from './use-members';

/** Members by one evaluation alone, each with what proves why. */
export function Differences({ id, count }: { readonly id: string; readonly count: number }) {
  const { data, error } = useDifferences(id, count > 0);
  if (data === undefined)
    return error === null ? null : (
      <Notice tone="failed">{`Why they differ could not be read. ${error.message}`}</Notice>
    );
  const left = data.differing - data.rows.length;
  return (
    <section aria-label="Differences" className="mb-2 rounded-md border border-warning/40 bg-warning-tint px-3 py-1">
      <ul className="divide-y divide-line">
        {data.rows.map((member) => (
          <Difference key={member.path} member={member} />
        ))}
      </ul>
      {left > 0 && (
        <p className="py-1 text-muted text-xs">
          {`The first ${TOLD} are explained here; ${left.toLocaleString('en')} more are in the table under "Only differences" and in the audit.`}
        </p>
      )}
    </section>
  );
}

function Difference({ member }: { readonly member: GroupMember }) {
  const node = memberNode(member);
  return (
    <li className="grid gap-x-4 py-1.5 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <span className="min-w-0">
        {node === null ? <span className="break-all font-mono text-xs">{member.path}</span> : <NodeLink node={node} />}
        <span className="block text-muted text-xs">
          {member.verdict === 'only-ours' ? 'member by Portolan, not by NSX' : 'member by NSX, not by Portolan'}
        </span>
      </span>
      <span className="min-w-0 break-words">
        {member.cause !== null && <span className="font-medium">{`${CAUSE_WORDS[member.cause]}. `}</span>}
        {member.explanation}
      </span>
    </li>
  );
}
