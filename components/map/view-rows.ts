import type { LiveView } from '@/components/live/live-view';
import { kindTitle } from '@/components/marks/kind-icon';
import { PLANE_WORDS } from '@/components/marks/plane';
import { STATE_LOOKS } from '@/components/marks/state';
import { toCsv } from '@/lib/csv';
import { edgeWords } from '@/lib/details/words';
import { EDGE_KINDS } from '@/lib/model/graph';
import type { Card, Link } from '@/lib/view/view';

/** A card of the view with what it hangs on and how that is known. */
export interface ObjectRow {
  readonly card: Card;
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** The box it stands in, where that is no Namespace. */
  readonly box: string | null;
  readonly planes: string;
  readonly before: string;
  readonly evidence: string;
}

/** A line of the view. */
export interface RelationRow {
  readonly link: Link;
  readonly from: Card;
  readonly to: Card;
  readonly words: string;
  readonly fromNamespace: string | null;
  readonly toNamespace: string | null;
}

/** One column of a file: its heading, its name in JSON, and what it holds. */
export interface Field<Row> {
  readonly label: string;
  readonly name: string;
  readonly value: (row: Row) => string | number | null;
}

/** The rows of the table twin: every card of the view. */
export function objectRows(view: LiveView, cards: readonly Card[]): readonly ObjectRow[] {
  const into = new Map<string, Link[]>();
  for (const link of view.links.values()) {
    const known = into.get(link.to);
    if (known === undefined) into.set(link.to, [link]);
    else known.push(link);
  }
  return cards.map((card) => {
    const links = into.get(card.id) ?? [];
    return {
      card,
      cluster: card.cluster ?? view.regions.get(card.region ?? '')?.cluster ?? null,
      namespace: namespaceOf(view, card),
      box: boxOf(view, card),
      planes: card.planes.map((plane) => PLANE_WORDS[plane]).join(' + '),
      before: links
        .map((link) => view.cards.get(link.from)?.title ?? '')
        .filter((title) => title !== '')
        .join(', '),
      evidence: [...new Set(links.map((link) => link.evidence))].join(', '),
    };
  });
}

/** Every line of the view between cards that are shown. */
export function relationRows(view: LiveView, cards: readonly Card[]): readonly RelationRow[] {
  const shown = new Map(cards.map((card) => [card.id, card]));
  const rows: RelationRow[] = [];
  for (const link of view.links.values()) {
    const [from, to] = [shown.get(link.from), shown.get(link.to)];
    if (from === undefined || to === undefined) continue;
    const kind = EDGE_KINDS.find((edge) => edge === link.kind);
    rows.push({
      link,
      from,
      to,
      words: kind === undefined ? link.kind : edgeWords(kind, 'out'),
      fromNamespace: namespaceOf(view, from),
      toNamespace: namespaceOf(view, to),
    });
  }
  return rows;
}

const namespaceOf = (view: LiveView, card: Card): string | null =>
  card.namespace ?? view.regions.get(card.region ?? '')?.namespace ?? null;

function boxOf(view: LiveView, { region }: Card): string | null {
  const box = view.regions.get(region ?? '');
  return box === undefined || box.kind === 'namespace' ? null : box.title;
}

const kindWord = (card: Card): string => (card.folded > 0 ? 'Folded' : kindTitle(card.kind, card.nodes[0]));

export const OBJECT_FIELDS: readonly Field<ObjectRow>[] = [
  { label: 'State', name: 'state', value: ({ card }) => STATE_LOOKS[card.state].word },
  { label: 'Reason', name: 'reason', value: ({ card }) => card.reason },
  { label: 'Kind', name: 'kind', value: ({ card }) => kindWord(card) },
  { label: 'Name', name: 'name', value: ({ card }) => card.title },
  { label: 'Cluster', name: 'cluster', value: (row) => row.cluster },
  { label: 'Namespace', name: 'namespace', value: (row) => row.namespace },
  { label: 'Box', name: 'box', value: (row) => row.box },
  { label: 'Planes', name: 'planes', value: (row) => row.planes },
  { label: 'Facts', name: 'facts', value: ({ card }) => card.line },
  { label: 'Count', name: 'count', value: ({ card }) => card.badge },
  { label: 'Folded', name: 'folded', value: ({ card }) => card.folded },
  { label: 'Behind', name: 'behind', value: (row) => row.before },
  { label: 'How known', name: 'evidence', value: (row) => row.evidence },
];

export const RELATION_FIELDS: readonly Field<RelationRow>[] = [
  { label: 'From kind', name: 'fromKind', value: ({ from }) => kindWord(from) },
  { label: 'From', name: 'from', value: ({ from }) => from.title },
  { label: 'From namespace', name: 'fromNamespace', value: (row) => row.fromNamespace },
  { label: 'Relation', name: 'relation', value: ({ words }) => words },
  { label: 'To kind', name: 'toKind', value: ({ to }) => kindWord(to) },
  { label: 'To', name: 'to', value: ({ to }) => to.title },
  { label: 'To namespace', name: 'toNamespace', value: (row) => row.toNamespace },
  { label: 'How known', name: 'evidence', value: ({ link }) => link.evidence },
  { label: 'Joins the planes', name: 'crossPlane', value: ({ link }) => (link.crossPlane ? 'yes' : 'no') },
];

/** Rows in which every word stands somewhere. */
export function rowsWith<Row>(rows: readonly Row[], fields: readonly Field<Row>[], text: string): readonly Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const all = fields
      .map(({ value }) => value(row) ?? '')
      .join('\n')
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

export function csvOf<Row>(rows: readonly Row[], fields: readonly Field<Row>[]): string {
  return toCsv([fields.map(({ label }) => label), ...rows.map((row) => fields.map(({ value }) => value(row)))]);
}

export function jsonOf<Row>(rows: readonly Row[], fields: readonly Field<Row>[]): string {
  const objects = rows.map((row) => Object.fromEntries(fields.map(({ name, value }) => [name, value(row)])));
  return `${JSON.stringify(objects, null, 1)}\n`;
}
