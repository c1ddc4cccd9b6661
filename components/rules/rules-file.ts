import { toCsv } from '@/lib/csv';
import type { ListedRule } from '@/lib/wire/rules';
import { DIRECTION_WORDS, MARK_WORDS, operandWords, trafficWords } from './rule-words';

const HEAD = [
  'NSX Manager',
  'Order',
  'Category',
  'Policy',
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
];

/** The rules as CSV, in order of evaluation. */
export function rulesCsv(rows: readonly ListedRule[]): string {
  return toCsv([
    HEAD,
    ...rows.map((row) => [
      row.manager,
      row.order,
      row.category,
      row.policy?.name ?? null,
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
    ]),
  ]);
}

/** The rules as JSON, as the API gives them. */
export const rulesJson = (rows: readonly ListedRule[]): string => `${JSON.stringify(rows, null, 1)}\n`;
