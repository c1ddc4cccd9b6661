'use client';

import { useRouter } from 'next/navigation';
import { useDeferredValue } from 'react';
import { pageLink } from '@/components/details/page-link';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { TableFilter } from '@/components/ui/page';
import { PagedTable } from '@/components/ui/paged-table';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { ROW_HEIGHT } from '@/components/ui/table-model';
import { useFlag } from '@/components/url/use-flag';
import { useMapParams } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import type { GroupMembersResponse } from '@/lib/wire/groups';
import { AuditActions } from './audit-actions';
import { Differences } from './differences';
import { MEMBER_TABLE, memberNode } from './member-columns';
import { useMembers } from './use-members';

const USUAL: UsualTable = {
  name: 'members',
  columns: MEMBER_TABLE.map(({ id }) => id),
  sort: { id: 'verdict', down: false },
  hidden: new Set(),
};
/** Rows that are in sight at once; more are scrolled through. */
const MOST_IN_SIGHT = 14;
/** Fewer are seen at a glance. */
const WORTH_FILTERING = 8;

/** Members by our evaluation beside NSX's effective members; differences first, each explained. */
export function GroupMembers({ id, name }: { readonly id: string; readonly name: string }) {
  const router = useRouter();
  const [{ text: typed }, update] = useMapParams();
  const [differing, setDiffering] = useFlag('differing');
  const text = useDeferredValue(typed);
  const table = useTable(USUAL);
  const { data, rowAt, onLook, ...query } = useMembers(id, { text, differing, sort: table.sort });
  if (query.isPending)
    return <div className="skeleton h-72 rounded-lg" role="status" aria-label="Reading the members" />;
  if (data === undefined) {
    return (
      <Notice tone="failed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {`The members could not be read. ${query.error?.message ?? ''}`}
      </Notice>
    );
  }
  const isFiltered = typed !== '' || differing;
  return (
    <Panel title="Members" aside={<AuditActions id={id} name={name} />}>
      <Tally data={data} />
      {data.differing > 0 && <Differences id={id} count={data.differing} />}
      {(isFiltered || data.all > WORTH_FILTERING) && (
        <div className="flex flex-wrap items-center gap-2 py-1">
          <TableFilter
            value={typed}
            onValue={(wanted) => update({ text: wanted })}
            placeholder="Filter by name, namespace, address"
          />
          {(differing || data.differing > 0) && (
            <Button aria-pressed={differing} onClick={() => setDiffering(!differing)}>
              Only differences
            </Button>
          )}
          <span className="ml-auto text-muted text-xs tabular-nums" role="status">
            {`${number(data.total)} of ${number(data.all)} members`}
          </span>
        </div>
      )}
      {data.total === 0 ? (
        <p className="py-2 text-muted">
          {isFiltered
            ? `None of ${number(data.all)} members passes the filter.`
            : 'Nothing is in this group, by either evaluation.'}
        </p>
      ) : (
        <div className="-mx-4" style={{ height: (Math.min(data.total, MOST_IN_SIGHT) + 1) * ROW_HEIGHT + 14 }}>
          <PagedTable
            label="Members"
            total={data.total}
            rowAt={rowAt}
            onLook={onLook}
            columns={MEMBER_TABLE}
            rowKey={(row) => row.path}
            {...table}
            minWidth={980}
            onOpen={(row) => {
              const node = memberNode(row);
              if (node !== null) router.push(pageLink(node));
            }}
          />
        </div>
      )}
      <Addresses data={data} />
    </Panel>
  );
}

/** How many are in by which evaluation, from when, and whether they agree. */
function Tally({ data }: { readonly data: GroupMembersResponse }) {
  const { ours, nsx, differing, withoutAddress } = data;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-1 pb-2">
      <span>
        <span className="text-muted">Our evaluation </span>
        {ours.state === 'evaluated' ? (
          <b className="font-semibold tabular-nums">{number(ours.count)}</b>
        ) : (
          `not possible: ${ours.reason}`
        )}
      </span>
      <span>
        <span className="text-muted">NSX, effective </span>
        {nsx.state === 'read' ? (
          <b className="font-semibold tabular-nums">{number(nsx.count)}</b>
        ) : nsx.forbidden ? (
          'not allowed to read'
        ) : (
          'not readable'
        )}
        <span className="text-muted text-xs">
          {nsx.state === 'read' ? ', read ' : ', asked '}
          <RelativeTime at={Date.parse(nsx.at)} />
        </span>
      </span>
      {withoutAddress > 0 && (
        <span className="text-warning">{`${number(withoutAddress)} without an address in Kubernetes`}</span>
      )}
      {ours.state === 'evaluated' && nsx.state === 'read' && (
        <span className={cn('ml-auto', differing === 0 ? 'text-ok' : 'text-warning')}>
          {differing === 0
            ? 'Both agree on every member'
            : `${number(differing)} ${differing === 1 ? 'member differs' : 'members differ'}`}
        </span>
      )}
      {nsx.state === 'read' && !nsx.whole && (
        <Notice tone="warning" className="w-full">
          The pages in which NSX told its members did not fit together: some may be missing.
        </Notice>
      )}
      {nsx.state === 'unavailable' && (
        <Notice
          tone="warning"
          className="w-full"
        >{`NSX did not tell its effective members: ${nsx.reason} The list is our evaluation alone.`}</Notice>
      )}
    </div>
  );
}

function Addresses({ data: { addresses, addressCount } }: { readonly data: GroupMembersResponse }) {
  if (addressCount === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-1.5 py-2">
      <span className="text-muted">Addresses in the group without a port:</span>
      {addresses.map((address) => (
        <CopyChip key={address} value={address} />
      ))}
      {addressCount > addresses.length && (
        <span className="text-muted">{`and ${number(addressCount - addresses.length)} more; the audit holds all`}</span>
      )}
    </p>
  );
}

const number = (value: number): string => value.toLocaleString('en');
