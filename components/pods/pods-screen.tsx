'use client';

import { useRouter } from 'next/navigation';
import { useDeferredValue } from 'react';
import { useLiveState } from '@/components/live/hooks';
import { STATE_ORDER, StateWord } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { CellLink } from '@/components/ui/cell-link';
import { CopyChip } from '@/components/ui/copy-chip';
import { Empty } from '@/components/ui/empty';
import { MiddleCut } from '@/components/ui/middle-cut';
import { TableFilter, TablePage, TableStates } from '@/components/ui/page';
import { PagedTable } from '@/components/ui/paged-table';
import { RelativeTime } from '@/components/ui/relative-time';
import { RowDownloads } from '@/components/ui/row-downloads';
import type { Column } from '@/components/ui/table-model';
import { inViewersZone } from '@/components/ui/time';
import { useMapParams } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import { podsCsv, podsJson } from './pods-file';
import { everyPod, type PodRow, type PodsQuestion, usePods } from './use-pods';

const UNHEALTHY = STATE_ORDER.filter((state) => state !== 'healthy');

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
  { id: 'cluster', label: 'Cluster', width: 'minmax(90px,0.8fr)', sort: (row) => row.cluster },
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
    width: '84px',
    number: true,
    sort: (row) => row.groups,
  },
  {
    id: 'createdAt',
    label: 'Created',
    width: '104px',
    number: true,
    sort: (row) => row.createdAt,
    cell: (row) => (row.createdAt === null ? '–' : <RelativeTime at={row.createdAt} />),
  },
];

const USUAL: UsualTable = {
  name: 'pods',
  columns: COLUMNS.map(({ id }) => id),
  sort: { id: 'state', down: false },
  // It is in the breadcrumb already.
  hidden: new Set(['cluster']),
};

/** Names of namespaces recur from cluster to cluster. */
const USUAL_ACROSS: UsualTable = { ...USUAL, hidden: new Set() };

/** Every Pod of the scope with the port it became: the table twin of the map's last columns. */
export function PodsScreen() {
  const [params, update] = useMapParams();
  const router = useRouter();
  const { cluster, namespace, states } = params;
  const { sources } = useLiveState();
  const clusters = sources?.filter(({ plane }) => plane === 'kubernetes').length ?? 0;
  const table = useTable(cluster === null && clusters > 1 ? USUAL_ACROSS : USUAL);
  const { sort } = table;
  const text = useDeferredValue(params.text);
  const question: PodsQuestion = { cluster, namespace, text, states, sort: sort.id, down: sort.down };
  const { data, rowAt, onLook, ...query } = usePods(question);
  const filtered = params.text.trim() !== '' || states.length > 0;
  return (
    <TablePage
      title="Pods"
      controls={
        <>
          <TableFilter
            value={params.text}
            onValue={(wanted) => update({ text: wanted })}
            placeholder="Filter Pods by any column"
          />
          <Button
            aria-pressed={states.length > 0}
            onClick={() => update({ states: states.length > 0 ? [] : UNHEALTHY })}
          >
            Not healthy
          </Button>
          <div className="flex-1" />
          {data !== undefined && (
            <span className="text-muted tabular-nums">
              <span className="font-medium text-text">{number(data.withPort)}</span>
              {` of ${number(data.total)} Pods have a segment port`}
            </span>
          )}
        </>
      }
      footer={
        <>
          <span className="shrink-0 tabular-nums">
            {data !== undefined && `${number(data.total)} of ${number(data.inScope)} Pods`}
          </span>
          {data !== undefined && data.partial.length > 0 && (
            <span className="truncate text-warning" title={inViewersZone(data.partial.join('\n'))}>
              {inViewersZone(data.partial.join(' '))}
            </span>
          )}
          <RowDownloads
            name="portolan-pods"
            read={(signal) => everyPod(question, signal)}
            csv={podsCsv}
            json={podsJson}
            disabled={data === undefined || data.total === 0}
          />
        </>
      }
    >
      <TableStates
        query={{ ...query, data }}
        what="The Pods"
        empty={
          data === undefined || data.total > 0 ? null : (
            <Empty
              title={data.inScope === 0 ? 'No Pods in this scope' : 'No Pod matches'}
              action={
                filtered && data.inScope > 0 ? (
                  <Button onClick={() => update({ text: '', states: [] })}>Take the filter off</Button>
                ) : undefined
              }
            >
              {data.inScope === 0
                ? 'The cluster reports none here, or it is not being read: the sources page says which.'
                : `None of ${number(data.inScope)} Pods passes the filter.`}
            </Empty>
          )
        }
      >
        <PagedTable
          label="Pods"
          total={data?.total ?? 0}
          rowAt={rowAt}
          onLook={onLook}
          columns={COLUMNS}
          rowKey={(row) => row.id}
          {...table}
          minWidth={1120}
          onOpen={(row) => router.push(podPage(row))}
        />
      </TableStates>
    </TablePage>
  );
}

const number = (value: number): string => value.toLocaleString('en');
