'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { OutcomeWord } from '@/components/marks/outcome';
import { DataTable } from '@/components/ui/data-table';
import { Sentence } from '@/components/ui/sentence';
import { shortIds } from '@/components/ui/short-ids';
import type { Column, Sort } from '@/components/ui/table-model';
import type { ReachOutcome } from '@/lib/wire/firewall';
import type { Pair } from './matrix-pairs';

/** What is held up first: that is what people look for. */
const ORDER: readonly ReachOutcome[] = ['dropped', 'rejected', 'mixed', 'undecidable', 'no-path', 'allowed'];
const NONE: ReadonlySet<string> = new Set();

const ends = (side: 'from' | 'to', label: string): readonly Column<Pair>[] => [
  {
    id: side,
    label,
    width: 'minmax(140px,1.4fr)',
    sort: (pair) => pair[side].name,
    cell: (pair) => (
      <Link
        href={pair.link}
        prefetch={false}
        onClick={(event) => event.stopPropagation()}
        title={pair[side].name}
        className="font-medium hover:underline"
      >
        {pair[side].name}
      </Link>
    ),
  },
  { id: `${side}-place`, label: 'Where', width: 'minmax(110px,1fr)', sort: (pair) => pair[side].place },
  {
    id: `${side}-count`,
    label: 'Endpoints',
    width: '92px',
    number: true,
    sort: (pair) => pair[side].count,
    cell: (pair) => pair[side].count ?? '–',
  },
];

const VERDICT: readonly Column<Pair>[] = [
  {
    id: 'verdict',
    label: 'Verdict',
    width: '124px',
    sort: ({ saying }) => ORDER.indexOf(saying.outcome),
    cell: ({ saying }) => <OutcomeWord outcome={saying.outcome} />,
  },
];
const WHY: readonly Column<Pair>[] = [
  {
    id: 'rule',
    label: 'Rule',
    width: 'minmax(120px,1.2fr)',
    sort: ({ saying }) => saying.rule?.name ?? '',
    cell: ({ saying }) => <Sentence text={saying.rule?.name ?? '–'} />,
  },
  {
    id: 'why',
    label: 'Why',
    width: 'minmax(180px,2fr)',
    sort: ({ saying }) => saying.because,
    cell: ({ saying }) => <span title={saying.because}>{shortIds(saying.because)}</span>,
  },
];
const COLUMNS = {
  from: [...VERDICT, ...ends('from', 'From'), ...WHY],
  to: [...VERDICT, ...ends('to', 'To'), ...WHY],
  both: [...VERDICT, ...ends('from', 'From'), ...ends('to', 'To'), ...WHY],
} as const;

/** Pairs as rows; `side` is the end that varies. */
export function PairTable({ pairs, side }: { readonly pairs: readonly Pair[]; readonly side: 'from' | 'to' | 'both' }) {
  const router = useRouter();
  const [sort, setSort] = useState<Sort>({ id: 'verdict', down: false });
  const [hidden, setHidden] = useState(NONE);
  return (
    <div
      className="overflow-hidden rounded-lg border border-line bg-surface"
      style={{ height: `min(${pairs.length * 32 + 44}px, max(360px, calc(100vh - 330px)))` }}
    >
      <DataTable
        label="Verdicts by class"
        rows={pairs}
        columns={COLUMNS[side]}
        rowKey={({ key }) => key}
        onOpen={({ link }) => router.push(link)}
        sort={sort}
        onSort={setSort}
        hidden={hidden}
        onHidden={setHidden}
        minWidth={side === 'both' ? 1_100 : 820}
      />
    </div>
  );
}
