import { madeForWords } from '@/components/details/made-for-words';
import { toCsv } from '@/lib/csv';
import type { ListedRule } from '@/lib/wire/rules';
import { DIRECTION_WORDS, MARK_WORDS, operandWords, trafficWords } from './rule-words';
import type { RuleHit } from './use-hits';

const HEAD = [
  'NSX Manager',
  'Order',
  'Category',
  'Policy',
  'Made for',
  'Rule',
  'Rule id',
  'Sources',
  'Destinations',
  'Services',
  'Applied to',
  'Action',
  'Direction',
  'Marks',
  'Proof',
  'Order left open',
  'Id',
  'Hits',
  'Packets',
  'Bytes',
  'Sessions',
];

/** What NSX counted, by the id of the rule: for those that were asked about. */
export type HitsById = ReadonlyMap<string, RuleHit>;

/** The rules as CSV, in order of evaluation. Counters are empty where nobody asked, and say why where NSX did not tell. */
export function rulesCsv(rows: readonly ListedRule[], hits: HitsById): string {
  return toCsv([
    HEAD,
    ...rows.map((row) => [
      row.manager,
      row.order,
      row.category,
      row.policy?.name ?? null,
      row.madeFor === null ? null : madeForWords(row.madeFor),
      row.node.name,
      row.ruleId,
      operandWords(row.sources, row.sourcesExcluded),
      operandWords(row.destinations, row.destinationsExcluded),
      trafficWords(row),
      operandWords(row.appliedTo),
      row.action,
      DIRECTION_WORDS[row.direction],
      row.marks.map(({ kind }) => MARK_WORDS[kind]).join('; '),
      row.marks.map(({ words, proof }) => [words, ...proof].join('; ')).join(' / '),
      row.tie,
      row.node.id,
      ...counters(hits.get(row.node.id)),
    ]),
  ]);
}

function counters(hit: RuleHit | undefined): readonly (string | number | null)[] {
  if (hit === undefined) return [null, null, null, null];
  return hit.state === 'read' ? [hit.hits, hit.packets, hit.bytes, hit.sessions] : [hit.reason, null, null, null];
}

/** The rules as JSON, as the API gives them, with the counters of those that were asked about. */
export function rulesJson(rows: readonly ListedRule[], hits: HitsById): string {
  const counted = rows.map((row) => {
    const hit = hits.get(row.node.id);
    return hit === undefined ? row : { ...row, hits: hit };
  });
  return `${JSON.stringify(counted, null, 1)}\n`;
}
