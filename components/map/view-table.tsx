'use client';

import { Download } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { PlaneBar } from '@/components/marks/plane';
import { STATE_ORDER, StateGlyph, StateWord } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { MiddleCut } from '@/components/ui/middle-cut';
import { TableFilter } from '@/components/ui/page';
import type { Column } from '@/components/ui/table-model';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { type UsualTable, useTable } from '@/components/url/use-table';
import type { Card } from '@/lib/view/view';
import { tilesOf } from './tile-words';
import {
  csvOf,
  type Field,
  jsonOf,
  OBJECT_FIELDS,
  type ObjectRow,
  objectRows,
  RELATION_FIELDS,
  type RelationRow,
  relationRows,
  rowsWith,
} from './view-rows';

const mono = (text: string, muted = false) => (
  <span className={muted ? 'font-mono text-muted text-xs' : 'font-mono text-xs'} title={text}>
    {text}
  </span>
);

const OBJECT_COLUMNS: readonly Column<ObjectRow>[] = [
  {
    id: 'state',
    label: 'State',
    width: '112px',
    sort: (row) => STATE_ORDER.indexOf(row.card.state),
    cell: (row) => <StateWord state={row.card.state} reason={row.card.reason} />,
  },
  {
    id: 'kind',
    label: 'Kind',
    width: '150px',
    sort: (row) => row.card.kind,
    cell: (row) => <KindCell kind={row.card.kind} id={row.card.nodes[0]} planes={row.card.planes} />,
  },
  {
    id: 'name',
    label: 'Name',
    width: 'minmax(160px,2fr)',
    sort: (row) => row.card.title,
    cell: (row) => <MiddleCut text={row.card.title} className="font-medium" />,
  },
  { id: 'box', label: 'Box', width: 'minmax(110px,1fr)', sort: (row) => row.box },
  { id: 'cluster', label: 'Cluster', width: 'minmax(90px,0.8fr)', sort: (row) => row.cluster },
  { id: 'namespace', label: 'Namespace', width: 'minmax(100px,1fr)', sort: (row) => row.namespace },
  {
    id: 'facts',
    label: 'Facts',
    width: 'minmax(160px,2fr)',
    sort: (row) => row.card.line,
    cell: (row) => mono(row.card.line),
  },
  {
    id: 'count',
    label: 'Count',
    width: '96px',
    number: true,
    sort: (row) => row.card.badge ?? (row.card.folded > 0 ? row.card.folded : null),
  },
  {
    id: 'before',
    label: 'Behind',
    width: 'minmax(120px,1fr)',
    sort: (row) => row.before,
    cell: (row) => <span title={row.before}>{row.before}</span>,
  },
  {
    id: 'evidence',
    label: 'How known',
    width: 'minmax(140px,1.4fr)',
    sort: (row) => row.evidence,
    cell: (row) => mono(row.evidence, true),
  },
];

const RELATION_COLUMNS: readonly Column<RelationRow>[] = [
  {
    id: 'from',
    label: 'From',
    width: 'minmax(180px,2fr)',
    sort: (row) => row.from.title,
    cell: (row) => <End card={row.from} />,
  },
  { id: 'fromNamespace', label: 'Namespace', width: 'minmax(100px,1fr)', sort: (row) => row.fromNamespace },
  { id: 'relation', label: 'Relation', width: '140px', sort: (row) => row.words },
  {
    id: 'to',
    label: 'To',
    width: 'minmax(180px,2fr)',
    sort: (row) => row.to.title,
    cell: (row) => <End card={row.to} />,
  },
  { id: 'toNamespace', label: 'Namespace', width: 'minmax(100px,1fr)', sort: (row) => row.toNamespace },
  {
    id: 'evidence',
    label: 'How known',
    width: 'minmax(160px,1.6fr)',
    sort: (row) => row.link.evidence,
    cell: (row) => mono(row.link.evidence, true),
  },
];

const objects = (...hidden: readonly string[]): UsualTable => ({
  name: 'map',
  columns: OBJECT_COLUMNS.map(({ id }) => id),
  sort: { id: 'state', down: false },
  hidden: new Set(hidden),
});
/** The column that tells where a row is from is shown where that is not the same for all. */
const USUAL = {
  plain: objects('box', 'cluster'),
  boxed: objects('cluster'),
  wide: objects('box'),
  boxedWide: objects(),
} as const;

function usualOf(rows: readonly ObjectRow[]): UsualTable {
  const isWide = new Set(rows.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  const isBoxed = rows.some(({ box }) => box !== null);
  return USUAL[isBoxed ? (isWide ? 'boxedWide' : 'boxed') : isWide ? 'wide' : 'plain'];
}

const RELATIONS: UsualTable = {
  name: 'relations',
  columns: RELATION_COLUMNS.map(({ id }) => id),
  sort: { id: 'from', down: false },
  hidden: new Set(),
};

function KindCell({ kind, id, planes }: Pick<Card, 'kind' | 'planes'> & { readonly id: string | undefined }) {
  return (
    <span className="flex items-center gap-2">
      <PlaneBar planes={planes} className="h-4 rounded-sm" />
      <KindIcon kind={kind} size={14} className="shrink-0 text-muted" />
      <span className="truncate">{kindTitle(kind, id)}</span>
    </span>
  );
}

function End({ card }: { readonly card: Card }) {
  return (
    <span className="flex min-w-0 items-center gap-2" title={`${kindTitle(card.kind, card.nodes[0])} ${card.title}`}>
      <PlaneBar planes={card.planes} className="h-4 rounded-sm" />
      <KindIcon kind={card.kind} size={14} className="shrink-0 text-muted" />
      <MiddleCut text={card.title} className="font-medium" />
      <StateGlyph state={card.state} reason={card.reason} size={12} />
    </span>
  );
}

interface ViewTableProps {
  readonly view: LiveView;
  /** The cards that pass what is looked for. */
  readonly cards: readonly Card[];
  readonly selected: ReadonlySet<string>;
  readonly onOpen: (card: Card) => void;
  readonly params: MapParams;
  readonly update: UpdateMap;
}

/** The map as a table: the same cards, filters and selection; or the lines between them. */
export function ViewTable(props: ViewTableProps) {
  return props.params.relations ? <RelationTable {...props} /> : <ObjectsTable {...props} />;
}

function ObjectsTable({ view, cards, selected, onOpen, params, update }: ViewTableProps) {
  const all = useMemo(() => objectRows(view, cards), [view, cards]);
  const rows = useFiltered(all, OBJECT_FIELDS, params.text);
  const table = useTable(usualOf(all));
  return (
    <Frame
      params={params}
      update={update}
      rows={rows}
      fields={OBJECT_FIELDS}
      of={view.cards.size + tilesOf(view.regions.values()).length}
      file="portolan-map"
    >
      <DataTable
        label="Objects of the map"
        rows={rows}
        columns={OBJECT_COLUMNS}
        rowKey={(row) => row.card.id}
        minWidth={980}
        isSelected={(row) => selected.has(row.card.id)}
        onOpen={(row) => onOpen(row.card)}
        {...table}
      />
    </Frame>
  );
}

function RelationTable({ view, cards, selected, onOpen, params, update }: ViewTableProps) {
  const all = useMemo(() => relationRows(view, cards), [view, cards]);
  const rows = useFiltered(all, RELATION_FIELDS, params.text);
  const table = useTable(RELATIONS);
  return (
    <Frame
      params={params}
      update={update}
      rows={rows}
      fields={RELATION_FIELDS}
      of={view.links.size}
      file="portolan-relations"
    >
      <DataTable
        label="Relations of the map"
        rows={rows}
        columns={RELATION_COLUMNS}
        rowKey={(row) => row.link.id}
        minWidth={980}
        isSelected={(row) => selected.has(row.from.id) || selected.has(row.to.id)}
        onOpen={(row) => onOpen(row.to)}
        {...table}
      />
    </Frame>
  );
}

function useFiltered<Row>(rows: readonly Row[], fields: readonly Field<Row>[], typed: string): readonly Row[] {
  const text = useDeferredValue(typed);
  return useMemo(() => rowsWith(rows, fields, text), [rows, fields, text]);
}

/** What stands above and below the table: which table, its own filter, how much of the map it holds, and files of it. */
function Frame<Row>({
  params,
  update,
  rows,
  fields,
  of,
  file,
  children,
}: Pick<ViewTableProps, 'params' | 'update'> & {
  readonly rows: readonly Row[];
  readonly fields: readonly Field<Row>[];
  readonly of: number;
  readonly file: string;
  readonly children: ReactNode;
}) {
  const choose = (relations: boolean) => update({ relations, sort: null, columns: null });
  const save = (form: 'csv' | 'json') => {
    const [type, write] = form === 'csv' ? (['text/csv', csvOf] as const) : (['application/json', jsonOf] as const);
    downloadText(`${file}.${form}`, type, write(rows, fields));
  };
  return (
    <div className="absolute inset-0 flex flex-col pt-14">
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 px-4 pb-2">
        <Button aria-pressed={!params.relations} onClick={() => choose(false)}>
          Objects
        </Button>
        <Button aria-pressed={params.relations} onClick={() => choose(true)}>
          Relations
        </Button>
        <TableFilter
          value={params.text}
          onValue={(text) => update({ text })}
          placeholder={params.relations ? 'Filter relations by any column' : 'Filter objects by any column'}
        />
      </div>
      <div className="min-h-0 flex-1 border-line border-t bg-surface">
        {rows.length > 0 ? (
          children
        ) : (
          <Empty
            title={params.relations ? 'No relation matches' : 'No object matches'}
            action={
              params.text === '' ? undefined : <Button onClick={() => update({ text: '' })}>Take the filter off</Button>
            }
          >
            {of === 0 ? 'There is none on this map.' : `The filter takes away all ${of.toLocaleString('en')} rows.`}
          </Empty>
        )}
      </div>
      <div className="flex h-10 shrink-0 items-center justify-between border-line border-t bg-surface px-4 text-muted text-xs">
        <span>{`${rows.length.toLocaleString('en')} of ${of.toLocaleString('en')} rows`}</span>
        <span className="flex items-center">
          <Button look="quiet" disabled={rows.length === 0} onClick={() => save('csv')}>
            <Download size={14} aria-hidden />
            CSV
          </Button>
          <Button look="quiet" disabled={rows.length === 0} onClick={() => save('json')}>
            <Download size={14} aria-hidden />
            JSON
          </Button>
        </span>
      </div>
    </div>
  );
}
