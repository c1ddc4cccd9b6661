'use client';

import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useDeferredValue, useMemo, useRef } from 'react';
import { type PagedList, usePagedRows } from '@/components/data/paged-rows';
import { Button, buttonClass } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { PagedTable } from '@/components/ui/paged-table';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Sort } from '@/components/ui/table-model';
import { inViewersZone } from '@/components/ui/time';
import { useFlag } from '@/components/url/use-flag';
import { useMapParams } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import { type GroupSummary, type GroupsResponse, groupsResponseSchema } from '@/lib/wire/groups';
import { groupColumns, groupPage } from './group-columns';
import { useEffective } from './use-effective';

function hiddenWords(count: number, shown: boolean): string {
  const groups = count === 1 ? '1 group' : `${number(count)} groups`;
  return shown ? `Hide ${groups} made by NSX itself` : `${groups} made by NSX itself not shown: show`;
}

function emptyWords(text: string, warned: boolean, { inScope, ofNsx }: GroupsResponse): string {
  if (warned && text === '') return `None of ${number(inScope)} groups has a warning.`;
  if (warned) return `None of ${number(inScope)} groups with a warning holds "${text}".`;
  if (text !== '') return `None of ${number(inScope)} groups holds "${text}".`;
  if (ofNsx > 0) return `All ${number(ofNsx)} groups were made by NSX itself.`;
  return 'No NSX Manager reported a group, or none is being read: the sources page says which.';
}

interface GroupsQuestion {
  readonly text: string;
  readonly ofNsx: boolean;
  readonly warned: boolean;
  readonly sort: Sort;
}

const GROUPS: PagedList<GroupsQuestion, GroupsResponse> = {
  name: 'groups',
  path: '/api/v1/groups',
  query: ({ text, ofNsx, warned, sort }) => {
    const query = new URLSearchParams({ sort: sort.id, order: sort.down ? 'down' : 'up', nsx: String(ofNsx) });
    if (warned) query.set('warned', 'true');
    if (text.trim() !== '') query.set('filter', text.trim());
    return query;
  },
  schema: groupsResponseSchema,
};

const USUAL: UsualTable = {
  name: 'groups',
  columns: groupColumns({ byId: new Map(), asking: new Set() }).map(({ id }) => id),
  sort: { id: 'made', down: false },
  hidden: new Set(),
};

/** All groups, those that people made first; those that NSX makes for itself are hidden at first, and the page says so. */
export function GroupsScreen() {
  const router = useRouter();
  const [params, update] = useMapParams();
  const text = useDeferredValue(params.text);
  const { ofNsx } = params;
  const [warned, setWarned] = useFlag('warned');
  const table = useTable(USUAL);
  const { sort } = table;
  const { data, rowAt, onLook, ...query } = usePagedRows<GroupsQuestion, GroupSummary, GroupsResponse>(GROUPS, {
    text,
    ofNsx,
    warned,
    sort,
  });
  const effective = useEffective();
  const { byId, asking } = effective;
  const columns = useMemo(() => groupColumns({ byId, asking }), [byId, asking]);
  const inSight = useRef<readonly [number, number]>([0, 0]);
  const look = useCallback(
    (first: number, last: number) => {
      inSight.current = [first, last];
      onLook(first, last);
    },
    [onLook],
  );
  const ask = () => {
    const [first, last] = inSight.current;
    const rows = Array.from({ length: last - first + 1 }, (_, index) => rowAt(first + index));
    void effective.read(rows.flatMap((row) => row?.node.id ?? []));
  };
  return (
    <TablePage
      title="Groups"
      notices={data?.notices ?? []}
      controls={
        <>
          <TableFilter
            value={params.text}
            onValue={(wanted) => update({ text: wanted })}
            placeholder="Filter groups by name, criterion, path"
          />
          <Button aria-pressed={warned} onClick={() => setWarned(!warned)}>
            With warnings
          </Button>
          <div className="flex-1" />
          {data !== undefined && data.ofNsx > 0 && (
            <Button aria-pressed={ofNsx} onClick={() => update({ ofNsx: !ofNsx })}>
              {hiddenWords(data.ofNsx, ofNsx)}
            </Button>
          )}
          <Button
            disabled={data === undefined || data.total === 0 || asking.size > 0}
            title="Asks NSX for the effective members of the groups in sight"
            onClick={ask}
          >
            {asking.size > 0 ? 'Asking NSX' : 'Compare with NSX'}
          </Button>
        </>
      }
      footer={
        <>
          <span className="shrink-0 tabular-nums">
            {data !== undefined && `${number(data.total)} of ${number(data.inScope)} groups`}
          </span>
          {effective.at !== null && (
            <span role="status" className="shrink-0">
              {'NSX asked '}
              <RelativeTime at={Date.parse(effective.at)} />
            </span>
          )}
          {effective.failure !== null && (
            <span role="status" className="truncate text-failed">
              {`NSX could not be asked. ${effective.failure}`}
            </span>
          )}
          <span className="flex min-w-0 items-center gap-4">
            {data !== undefined && data.partial.length > 0 && (
              <span className="truncate text-warning" title={inViewersZone(data.partial.join('\n'))}>
                {inViewersZone(data.partial.join(' '))}
              </span>
            )}
            {data !== undefined && data.total > 0 && <AuditLinks query={GROUPS.query({ text, ofNsx, warned, sort })} />}
          </span>
        </>
      }
    >
      <TableStates
        query={{ ...query, data }}
        what="The groups"
        empty={
          data === undefined || data.total > 0 ? null : (
            <Empty title={text === '' && !warned ? 'No groups to show' : 'No group matches'}>
              {emptyWords(text, warned, data)}
            </Empty>
          )
        }
      >
        <PagedTable
          label="Groups"
          total={data?.total ?? 0}
          rowAt={rowAt}
          onLook={look}
          columns={columns}
          rowKey={(row) => row.node.id}
          {...table}
          minWidth={1224}
          onOpen={(row) => router.push(groupPage(row))}
        />
      </TableStates>
    </TablePage>
  );
}

/** Straight from the server, which writes while it sends: it may be far more than a page can hold. */
function AuditLinks({ query }: { readonly query: URLSearchParams }) {
  const asked = new URLSearchParams([...query].filter(([name]) => name !== 'sort' && name !== 'order'));
  return (
    <span className="flex shrink-0 items-center">
      <span className="pr-1">Audit of these groups</span>
      {(['csv', 'json'] as const).map((format) => (
        <a
          key={format}
          download
          href={`/api/v1/groups/audit?${new URLSearchParams([...asked, ['format', format]])}`}
          className={buttonClass('quiet')}
        >
          <Download size={14} aria-hidden />
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  );
}

const number = (value: number): string => value.toLocaleString('en');
