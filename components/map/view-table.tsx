'use client';

import { Download } from 'lucide-react';
import { useMemo } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { PLANE_WORDS, PlaneBar } from '@/components/marks/plane';
import { STATE_LOOKS, STATE_ORDER, StateWord } from '@/components/marks/state';
import { Button } from '@/components/ui/button';
import { downloadText } from '@/components/ui/clipboard';
import { toCsv } from '@/components/ui/csv';
import { DataTable } from '@/components/ui/data-table';
import type { Column } from '@/components/ui/table-model';
import { Empty } from '@/components/ui/empty';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { Card, Link } from '@/lib/view/view';

interface Row {
  readonly card: Card;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly planes: string;
  readonly before: string;
  readonly evidence: string;
}

/** The rows of the table twin: every card of the view with what it hangs on and how that is known. */
export function rowsOf(view: LiveView, cards: readonly Card[]): readonly Row[] {
  const into = new Map<string, Link[]>();
  for (const link of view.links.values()) into.set(link.to, [...(into.get(link.to) ?? []), link]);
  return cards.map((card) => {
    const region = card.region === null ? undefined : view.regions.get(card.region);
    const links = into.get(card.id) ?? [];
    return {
      card,
      cluster: card.cluster ?? region?.cluster ?? null,
      namespace: card.namespace ?? region?.namespace ?? null,
      planes: card.planes.map((plane) => PLANE_WORDS[plane]).join(' + '),
      before: links
        .map((link) => view.cards.get(link.from)?.title ?? '')
        .filter((title) => title !== '')
        .join(', '),
      evidence: [...new Set(links.map((link) => link.evidence))].join(', '),
    };
  });
}

const COLUMNS: readonly Column<Row>[] = [
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
    cell: (row) => <KindCell kind={row.card.kind} planes={row.card.planes} />,
  },
  {
    id: 'name',
    label: 'Name',
    width: 'minmax(160px,2fr)',
    sort: (row) => row.card.title,
    cell: (row) => <MiddleCut text={row.card.title} className="font-medium" />,
  },
  { id: 'namespace', label: 'Namespace', width: 'minmax(100px,1fr)', sort: (row) => row.namespace },
  {
    id: 'facts',
    label: 'Facts',
    width: 'minmax(160px,2fr)',
    sort: (row) => row.card.line,
    cell: (row) => (
      <span className="font-mono text-xs" title={row.card.line}>
        {row.card.line}
      </span>
    ),
  },
  {
    id: 'count',
    label: 'Count',
    width: '72px',
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
    cell: (row) => (
      <span className="font-mono text-muted text-xs" title={row.evidence}>
        {row.evidence}
      </span>
    ),
  },
];

function KindCell({ kind, planes }: Pick<Card, 'kind' | 'planes'>) {
  return (
    <span className="flex items-center gap-2">
      <PlaneBar planes={planes} className="h-4 rounded-sm" />
      <KindIcon kind={kind} size={14} className="shrink-0 text-muted" />
      <span className="truncate">{kindTitle(kind)}</span>
    </span>
  );
}

/** The map as a table: the same cards, filter and selection. */
export function ViewTable({
  view,
  cards,
  selected,
  onOpen,
}: {
  readonly view: LiveView;
  readonly cards: readonly Card[];
  readonly selected: ReadonlySet<string>;
  readonly onOpen: (card: Card) => void;
}) {
  const rows = useMemo(() => rowsOf(view, cards), [view, cards]);
  return (
    <div className="absolute inset-0 flex flex-col pt-14">
      <div className="min-h-0 flex-1 border-line border-t">
        {rows.length === 0 && (
          <Empty title="No object matches">{`The filter takes away all ${view.cards.size} rows.`}</Empty>
        )}
        <DataTable
          label="Objects of the map"
          rows={rows}
          columns={COLUMNS}
          rowKey={(row) => row.card.id}
          initialSort="state"
          minWidth={980}
          isSelected={(row) => selected.has(row.card.id)}
          onOpen={(row) => onOpen(row.card)}
        />
      </div>
      <div className="flex h-10 shrink-0 items-center justify-between border-line border-t bg-surface px-4 text-muted text-xs">
        <span>{`${rows.length} of ${view.cards.size} rows`}</span>
        <Button look="quiet" onClick={() => downloadText('portolan-map.csv', 'text/csv', csvOf(rows))}>
          <Download size={14} aria-hidden />
          CSV
        </Button>
      </div>
    </div>
  );
}

/** The rows as CSV. */
export function csvOf(rows: readonly Row[]): string {
  const head = [
    'State',
    'Reason',
    'Kind',
    'Name',
    'Cluster',
    'Namespace',
    'Planes',
    'Facts',
    'Count',
    'Folded',
    'Behind',
    'How known',
  ];
  return toCsv([
    head,
    ...rows.map(({ card, ...row }) => [
      STATE_LOOKS[card.state].word,
      card.reason,
      card.kind,
      card.title,
      row.cluster,
      row.namespace,
      row.planes,
      card.line,
      card.badge,
      card.folded,
      row.before,
      row.evidence,
    ]),
  ]);
}
