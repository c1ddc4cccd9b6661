'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useGroups } from '@/components/data/queries';
import { Button } from '@/components/ui/button';
import { CellLink } from '@/components/ui/cell-link';
import { DataTable } from '@/components/ui/data-table';
import type { Column } from '@/components/ui/table-model';
import { Empty } from '@/components/ui/empty';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { StateWord, STATE_ORDER } from '@/components/marks/state';
import type { GroupSummary } from '@/lib/wire/groups';

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
  const groups = count === 1 ? '1 group' : `${count} groups`;
  return shown ? `Hide ${groups} made by NSX itself` : `${groups} made by NSX itself not shown: show`;
}

function emptyWords(text: string, all: number, hidden: number): string {
  if (text !== '') return `None of ${all} groups holds "${text}".`;
  if (hidden > 0) return `All ${hidden} groups were made by NSX itself.`;
  return 'No NSX Manager reported a group, or none is being read: the sources page says which.';
}

/** All groups; those that NSX makes for itself are hidden at first, and the page says so. */
export function GroupsScreen() {
  const query = useGroups();
  const router = useRouter();
  const [text, setText] = useState('');
  const [nsxMade, setNsxMade] = useState(false);
  const all = query.data?.groups ?? [];
  const hidden = all.filter((group) => group.madeBy === 'nsx').length;
  const rows = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/);
    return (query.data?.groups ?? []).filter((group) => {
      const hay = `${group.node.name}\n${group.criteria}\n${group.path}\n${MADE_BY_WORDS[group.madeBy]}`.toLowerCase();
      return (nsxMade || group.madeBy !== 'nsx') && words.every((word) => hay.includes(word));
    });
  }, [query.data, text, nsxMade]);
  return (
    <TablePage
      title="Groups"
      controls={
        <>
          <TableFilter value={text} onValue={setText} placeholder="Filter groups by name, criterion, path" />
          <div className="flex-1" />
          {hidden > 0 && (
            <Button aria-pressed={nsxMade} onClick={() => setNsxMade(!nsxMade)}>
              {hiddenWords(hidden, nsxMade)}
            </Button>
          )}
        </>
      }
      footer={
        <>
          <span>{`${rows.length} of ${all.length} groups`}</span>
          {query.data !== undefined && query.data.partial.length > 0 && (
            <span className="truncate text-warning">{query.data.partial.join(' ')}</span>
          )}
        </>
      }
    >
      <TableStates
        query={query}
        what="The groups"
        empty={
          rows.length > 0 ? null : (
            <Empty title={text === '' ? 'No groups to show' : 'No group matches'}>
              {emptyWords(text, all.length, hidden)}
            </Empty>
          )
        }
      >
        <DataTable
          label="Groups"
          rows={rows}
          columns={COLUMNS}
          rowKey={(row) => row.node.id}
          initialSort="name"
          minWidth={980}
          onOpen={(row) => router.push(groupPage(row))}
        />
      </TableStates>
    </TablePage>
  );
}
