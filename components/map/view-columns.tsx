'use client';

import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { PlaneBar } from '@/components/marks/plane';
import { STATE_ORDER, StateGlyph, StateWord } from '@/components/marks/state';
import { MiddleCut } from '@/components/ui/middle-cut';
import type { Column } from '@/components/ui/table-model';
import type { UsualTable } from '@/components/url/use-table';
import type { Card } from '@/lib/view/view';
import type { ObjectRow, RelationRow } from './view-rows';

const mono = (text: string, muted = false) => (
  <span className={muted ? 'font-mono text-muted text-xs' : 'font-mono text-xs'} title={text}>
    {text}
  </span>
);

/** Columns of the objects of a map. */
export const OBJECT_COLUMNS: readonly Column<ObjectRow>[] = [
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

/** Columns of the lines between them. */
export const RELATION_COLUMNS: readonly Column<RelationRow>[] = [
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

/** The table of objects when nobody has chosen anything. */
export function usualOf(rows: readonly ObjectRow[]): UsualTable {
  const isWide = new Set(rows.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  const isBoxed = rows.some(({ box }) => box !== null);
  return USUAL[isBoxed ? (isWide ? 'boxedWide' : 'boxed') : isWide ? 'wide' : 'plain'];
}

/** The table of lines when nobody has chosen anything. */
export const RELATIONS: UsualTable = {
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
