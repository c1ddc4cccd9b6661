'use client';

import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useGraph } from '@/components/data/queries';
import { STATE_LOOKS, STATE_ORDER, StateWord } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { CellLink } from '@/components/ui/cell-link';
import { CopyChip } from '@/components/ui/copy-chip';
import { toCsv } from '@/components/ui/csv';
import { DataTable } from '@/components/ui/data-table';
import type { Column } from '@/components/ui/table-model';
import { Empty } from '@/components/ui/empty';
import { MiddleCut } from '@/components/ui/middle-cut';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { RelativeTime } from '@/components/ui/relative-time';
import { useMapParams } from '@/components/url/use-map-params';
import { type PodRow, podRows } from './pod-rows';

const mono = (value: string | null) =>
  value === null ? <span className="text-muted">–</span> : <CopyChip bare value={value} />;

const podPage = (row: PodRow): string =>
  `/pods/${[row.cluster, row.namespace, row.name].map(encodeURIComponent).join('/')}`;

const COLUMNS: readonly Column<PodRow>[] = [
  {
    id: 'state',
    label: 'State',
    width: '112px',
    sort: (row) => STATE_ORDER.indexOf(row.state),
    cell: (row) => <StateWord state={row.state} reason={row.reason} />,
  },
  {
    id: 'name',
    label: 'Pod',
    width: 'minmax(200px,2.2fr)',
    sort: (row) => row.name,
    cell: (row) => <CellLink href={podPage(row)} text={row.name} />,
  },
  { id: 'namespace', label: 'Namespace', width: 'minmax(110px,1fr)', sort: (row) => row.namespace },
  { id: 'address', label: 'Address', width: '130px', sort: (row) => row.address, cell: (row) => mono(row.address) },
  { id: 'node', label: 'Cluster node', width: 'minmax(110px,1fr)', sort: (row) => row.clusterNode },
  {
    id: 'port',
    label: 'Segment port',
    width: 'minmax(130px,1.3fr)',
    sort: (row) => row.port,
    cell: (row) =>
      row.port === null ? (
        <span className="text-muted">none</span>
      ) : (
        <MiddleCut text={row.port} className="font-mono text-xs" />
      ),
  },
  {
    id: 'segment',
    label: 'Segment',
    width: 'minmax(120px,1.2fr)',
    sort: (row) => row.segment,
    cell: (row) =>
      row.segment === null ? (
        <span className="text-muted">–</span>
      ) : (
        <MiddleCut text={row.segment} className="font-mono text-xs" />
      ),
  },
  {
    id: 'groups',
    label: 'Groups',
    width: 'minmax(80px,1fr)',
    sort: (row) => (row.groups.length === 0 ? null : row.groups.join(', ')),
  },
  {
    id: 'age',
    label: 'Created',
    width: '104px',
    number: true,
    sort: (row) => row.createdAt,
    cell: (row) => (row.createdAt === null ? '–' : <RelativeTime at={row.createdAt} />),
  },
];

/** Every Pod of the scope with the port it became: the table twin of the map's last columns. */
export function PodsScreen() {
  const [params, update] = useMapParams();
  const router = useRouter();
  const query = useGraph({ cluster: params.cluster, namespace: params.namespace });
  const all = useMemo(() => (query.data === undefined ? [] : podRows(query.data)), [query.data]);
  const rows = useMemo(() => {
    const words = params.text.toLowerCase().split(/\s+/);
    return all.filter((row) => words.every((word) => textOf(row).includes(word)));
  }, [all, params.text]);
  const matched = rows.filter((row) => row.port !== null).length;
  return (
    <TablePage
      title="Pods"
      controls={
        <>
          <TableFilter
            value={params.text}
            onValue={(text) => update({ text })}
            placeholder="Filter Pods by any column"
          />
          <div className="flex-1" />
          {query.data !== undefined && (
            <span className="text-muted">
              <span className="font-medium text-text">{matched}</span>
              {` of ${rows.length} Pods have a segment port`}
            </span>
          )}
        </>
      }
      footer={
        <>
          <span>{`${rows.length} of ${all.length} Pods`}</span>
          {query.data !== undefined && query.data.partial.length > 0 && (
            <span className="truncate text-warning">{query.data.partial.join(' ')}</span>
          )}
          <Button
            look="quiet"
            disabled={rows.length === 0}
            onClick={() => downloadText('portolan-pods.csv', 'text/csv', podsCsv(rows))}
          >
            <Download size={14} aria-hidden />
            CSV
          </Button>
        </>
      }
    >
      <TableStates
        query={query}
        what="The Pods"
        empty={
          rows.length > 0 ? null : (
            <Empty title={all.length === 0 ? 'No Pods in this scope' : 'No Pod matches'}>
              {all.length === 0
                ? 'The cluster reports none here, or it is not being read: the sources page says which.'
                : `None of ${all.length} Pods holds "${params.text}".`}
            </Empty>
          )
        }
      >
        <DataTable
          label="Pods"
          rows={rows}
          columns={COLUMNS}
          rowKey={(row) => row.id}
          initialSort="state"
          minWidth={1120}
          onOpen={(row) => router.push(podPage(row))}
        />
      </TableStates>
    </TablePage>
  );
}

function textOf(row: PodRow): string {
  return [
    row.name,
    row.namespace,
    row.cluster,
    row.address,
    row.clusterNode,
    row.port,
    row.segment,
    row.state,
    row.reason,
    ...row.groups,
  ]
    .join('\n')
    .toLowerCase();
}

/** The Pods as CSV. */
export function podsCsv(rows: readonly PodRow[]): string {
  const head = [
    'State',
    'Reason',
    'Cluster',
    'Namespace',
    'Pod',
    'Address',
    'Cluster node',
    'Segment port',
    'Segment',
    'Groups',
    'Created',
  ];
  return toCsv([
    head,
    ...rows.map((row) => [
      STATE_LOOKS[row.state].word,
      row.reason,
      row.cluster,
      row.namespace,
      row.name,
      row.address,
      row.clusterNode,
      row.port,
      row.segment,
      row.groups.join(' '),
      row.createdAt === null ? null : new Date(row.createdAt).toISOString(),
    ]),
  ]);
}
