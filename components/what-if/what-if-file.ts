import { toCsv } from '@/lib/csv';
import { OUTCOME_LOOKS } from '@/components/marks/outcome';
import type { WhatIfResponse } from '@/lib/wire/what-if';

type Ports = WhatIfResponse['gone'];

const COLUMNS = ['What changes', 'Object or sender', 'Receiver', 'Traffic', 'Before', 'After', 'Why'];

/** All that the answer lists, one line each; what it leaves out is a line too. */
export function whatIfCsv(found: WhatIfResponse): string {
  const outcome = ({ outcome: of }: WhatIfResponse['verdicts'][number]['before']) => OUTCOME_LOOKS[of].word;
  const lines = [
    ...found.edits.map(({ words }) => ['edit', words]),
    ...found.verdicts.map(({ from, to, traffics, before, after }) => [
      'verdict',
      endWords(from),
      endWords(to),
      traffics.map(({ words }) => words).join(', '),
      outcome(before),
      outcome(after),
      after.because,
    ]),
    ...found.groups.map(({ group, entered, left }) => [
      'group',
      group.name,
      '',
      '',
      portsWords('leave', left),
      portsWords('come in', entered),
    ]),
    ...found.rules.map(({ rule, starts, stops }) => [
      'rule',
      rule.node.name,
      '',
      '',
      portsWords('are meant no more', stops),
      portsWords('begin to be meant', starts),
    ]),
    ...found.gone.first.map(({ name }) => ['gone', name]),
    ...cut('lines of verdicts', found.verdictCount, found.verdicts.length),
    ...cut('groups', found.groupCount, found.groups.length),
    ...cut('rules', found.ruleCount, found.rules.length),
    ...cut('ports that would be gone', found.gone.count, found.gone.first.length),
    ...[...found.leftOut, ...found.partial].map((sentence) => ['not complete', sentence]),
  ];
  return toCsv([COLUMNS, ...lines.map((line) => COLUMNS.map((_, at) => line[at] ?? ''))]);
}

const endWords = ({ name, count, first }: WhatIfResponse['verdicts'][number]['from']): string =>
  count === null ? name : count === 1 ? (first[0]?.name ?? name) : `${name}, ${count} alike`;

function portsWords(how: string, { count, first }: Ports): string {
  if (count === 0) return '';
  const more = count - first.length;
  return `${count} ${how}: ${first.map(({ name }) => name).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const cut = (what: string, count: number, listed: number): readonly string[][] =>
  listed < count ? [['not complete', `${count - listed} of ${count} ${what} are not listed`]] : [];
