'use client';

import { Download } from 'lucide-react';
import { type ReactNode, useDeferredValue, useMemo } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { DataTable } from '@/components/ui/data-table';
import { Empty } from '@/components/ui/empty';
import { TableFilter } from '@/components/ui/page';
import type { MapParams } from '@/components/url/map-params';
import type { UpdateMap } from '@/components/url/use-map-params';
import { useTable } from '@/components/url/use-table';
import type { Card } from '@/lib/view/view';
import { tilesOf } from './tile-words';
import { OBJECT_COLUMNS, RELATION_COLUMNS, RELATIONS, usualOf } from './view-columns';
import {
  csvOf,
  type Field,
  jsonOf,
  OBJECT_FIELDS,
  objectRows,
  RELATION_FIELDS,
  relationRows,
  rowsWith,
} from './view-rows';

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
