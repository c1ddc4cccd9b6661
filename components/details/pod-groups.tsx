'use client';

import { useState } from 'react';
import { useList } from '@/components/data/queries';
import { EvidenceLine } from '@/components/marks/evidence';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Sentence } from '@/components/ui/sentence';
import type { NodeRef, PodResponse } from '@/lib/wire/details';
import { NodeLink } from './node-link';
import { Section } from './section';
import { MOST_LINES } from './use-long-list';

type Met = PodResponse['groups'][number];

/** Groups the port is in, by the criterion that it met: groups of policies share theirs by the thousand. */
export function PodGroups({ pod }: { readonly pod: PodResponse }) {
  const count = pod.groups.reduce((sum, met) => sum + met.count, 0);
  return (
    <Section title="Groups" aside={count > 1 ? count.toLocaleString('en') : undefined}>
      {pod.groups.length === 0 && <p className="text-muted">The port is in no group.</p>}
      <ul className="divide-y divide-line">
        {pod.groups.map((met) => (
          <MetCriteria key={met.list} met={met} port={pod.port?.id ?? ''} />
        ))}
      </ul>
    </Section>
  );
}

function MetCriteria({ met, port }: { readonly met: Met; readonly port: string }) {
  const [open, setOpen] = useState(false);
  const words = [...new Set(met.matches.map((match) => match.criterion))].join('; ');
  return (
    <li className="py-1.5">
      <GroupNames groups={met.first} />
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-0.5 text-muted text-xs">
        <Sentence text={`because of: ${words === '' ? 'criteria that are not told' : words}`} />
        {met.matches.slice(0, 2).map((match) => (
          <EvidenceLine key={JSON.stringify(match)} evidence={match.evidence} />
        ))}
      </div>
      {met.count > met.first.length && (
        <div className="flex flex-wrap items-center gap-2 text-muted text-xs">
          {`and ${(met.count - met.first.length).toLocaleString('en')} more groups that ask for the same`}
          <Button look="quiet" className="h-7 text-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Fold them' : 'Show them'}
          </Button>
        </div>
      )}
      {open && <AllGroups met={met} port={port} />}
    </li>
  );
}

function AllGroups({ met, port }: { readonly met: Met; readonly port: string }) {
  const [find, setFind] = useState('');
  const query = useList(port, met.list, { find: find.trim(), count: MOST_LINES }, true);
  const list = query.data?.list;
  return (
    <div className="pt-1">
      <input
        type="search"
        value={find}
        onChange={(event) => setFind(event.target.value)}
        placeholder={`Search ${met.count.toLocaleString('en')} groups`}
        aria-label="Search the groups that ask for the same"
        className="mb-1 h-7 w-56 max-w-full rounded-md border border-line bg-surface px-2 text-xs placeholder:text-muted"
      />
      {query.isPending && <div className="skeleton h-24" role="status" aria-label="Reading the groups" />}
      {query.isError && <Notice tone="failed">{`The groups could not be read. ${query.error.message}`}</Notice>}
      {list !== undefined && (
        <div className="max-h-64 overflow-y-auto">
          <GroupNames groups={list.rows.flatMap((row) => row.node ?? [])} />
          <p className="py-1 text-muted text-xs" role="status">
            {`${list.rows.length.toLocaleString('en')} of ${list.found.toLocaleString('en')} are shown`}
          </p>
        </div>
      )}
    </div>
  );
}

function GroupNames({ groups }: { readonly groups: readonly NodeRef[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
      {groups.map((group) => (
        <li key={group.id} className="min-w-0 max-w-full">
          <NodeLink node={group} />
        </li>
      ))}
    </ul>
  );
}
