'use client';

import { useRouter } from 'next/navigation';
import { useDeferredValue } from 'react';
import { type PagedList, usePagedRows } from '@/components/data/paged-rows';
import { Button } from '@/components/ui/button';
import { CellLink } from '@/components/ui/cell-link';
import { Empty } from '@/components/ui/empty';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { PagedTable } from '@/components/ui/paged-table';
import type { Column, Sort } from '@/components/ui/table-model';
import { inViewersZone } from '@/components/ui/time';
import { useMapParams } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import { StateWord, STATE_ORDER } from '@/components/marks/state';
import { type GroupSummary, type GroupsResponse, groupsResponseSchema } from '@/lib/wire/groups';

export const MADE_BY_WORDS: Readonly<Record<GroupSummary['madeBy'], string>> = {
  admin: 'an administrator',
  ncp: 'NCP',
  'nsx-operator': 'nsx-operator',
  nsx: 'NSX itself',
};

const groupPage = (row: GroupSummary): string => `/groups/${encodeURIComponent(row.node.id)}`;

const COLUMNS: readonly Column<GroupSummary>[] = [
  {
    id: 'state',
    label: 'State',
    width: '112px',
    sort: (row) => STATE_ORDER.indexOf(row.node.state),
    cell: (row) => <StateWord state={row.node.state} />,
  },
  {
    id: 'name',
    label: 'Group',
    width: 'minmax(160px,1.4fr)',
    sort: (row) => row.node.name,
    cell: (row) => <CellLink href={groupPage(row)} text={row.node.name} />,
  },
  {
    id: 'criteria',
    label: 'Criteria',
    width: 'minmax(240px,3fr)',
    sort: (row) => row.criteria,
    cell: (row) => <span title={row.criteria}>{row.criteria}</span>,
  },
  {
    id: 'members',
    label: 'Members',
    width: '96px',
    number: true,
    sort: (row) => row.members,
    cell: (row) =>
      row.members === null ? (
        <span className="text-muted" title={row.note ?? undefined}>
          not evaluable
        </span>
      ) : (
        row.members
      ),
  },
  { id: 'rules', label: 'Rules', width: '72px', number: true, sort: (row) => row.rules },
  { id: 'made', label: 'Made by', width: '140px', sort: (row) => MADE_BY_WORDS[row.madeBy] },
  { id: 'domain', label: 'Domain', width: 'minmax(90px,1fr)', sort: (row) => row.domain },
];

function hiddenWords(count: number, shown: boolean): string {
  const groups = count === 1 ? '1 group' : `${number(count)} groups`;
  return shown ? `Hide ${groups} made by NSX itself` : `${groups} made by NSX itself not shown: show`;
}

function emptyWords(text: string, { inScope, ofNsx }: GroupsResponse): string {
  if (text !== '') return `None of ${number(inScope)} groups holds "${text}".`;
  if (ofNsx > 0) return `All ${number(ofNsx)} groups were made by NSX itself.`;
  return 'No NSX Manager reported a group, or none is being read: the sources page says which.';
}

interface GroupsQuestion {
  readonly text: string;
  readonly ofNsx: boolean;
  readonly sort: Sort;
}

const GROUPS: PagedList<GroupsQuestion, GroupsResponse> = {
  name: 'groups',
  path: '/api/v1/groups',
  query: ({ text, ofNsx, sort }) => {
    const query = new URLSearchParams({ sort: sort.id, order: sort.down ? 'down' : 'up', nsx: String(ofNsx) });
    if (text.trim() !== '') query.set('filter', text.trim());
    return query;
  },
  schema: groupsResponseSchema,
};

const USUAL: UsualTable = {
  name: 'groups',
  columns: COLUMNS.map(({ id }) => id),
  sort: { id: 'made', down: false },
  hidden: new Set(),
};

/** All groups, those that people made first; those that NSX makes for itself are hidden at first, and the page says so. */
export function GroupsScreen() {
  const router = useRouter();
  const [params, update] = useMapParams();
  const text = useDeferredValue(params.text);
  const { ofNsx } = params;
  const table = useTable(USUAL);
  const { sort } = table;
  const { data, rowAt, onLook, ...query } = usePagedRows<GroupsQuestion, GroupSummary, GroupsResponse>(GROUPS, {
    text,
    ofNsx,
    sort,
  });
  return (
    <TablePage
      title="Groups"
      controls={
        <>
          <TableFilter
            value={params.text}
            onValue={(wanted) => update({ text: wanted })}
            placeholder="Filter groups by name, criterion, path"
          />
          <div className="flex-1" />
          {data !== undefined && data.ofNsx > 0 && (
            <Button aria-pressed={ofNsx} onClick={() => update({ ofNsx: !ofNsx })}>
              {hiddenWords(data.ofNsx, ofNsx)}
            </Button>
          )}
        </>
      }
      footer={
        <>
          <span className="shrink-0 tabular-nums">
            {data !== undefined && `${number(data.total)} of ${number(data.inScope)} groups`}
          </span>
          {data !== undefined && data.partial.length > 0 && (
            <span className="truncate text-warning" title={inViewersZone(data.partial.join('\n'))}>
              {inViewersZone(data.partial.join(' '))}
            </span>
          )}
        </>
      }
    >
      <TableStates
        query={{ ...query, data }}
        what="The groups"
        empty={
          data === undefined || data.total > 0 ? null : (
            <Empty title={text === '' ? 'No groups to show' : 'No group matches'}>{emptyWords(text, data)}</Empty>
          )
        }
      >
        <PagedTable
          label="Groups"
          total={data?.total ?? 0}
          rowAt={rowAt}
          onLook={onLook}
          columns={COLUMNS}
          rowKey={(row) => row.node.id}
          {...table}
          minWidth={980}
          onOpen={(row) => router.push(groupPage(row))}
        />
      </TableStates>
    </TablePage>
  );
}

const number = (value: number): string => value.toLocaleString('en');
