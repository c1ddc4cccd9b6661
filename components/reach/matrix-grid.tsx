'use client';

import Link from 'next/link';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { OUTCOME_LOOKS } from '@/components/marks/outcome';
import { cn } from '@/components/ui/cn';
import { Sentence } from '@/components/ui/sentence';
import type { ReachClass, ReachMatrixResponse } from '@/lib/wire/reach-matrix';
import { type Pair, classWords, pairAt, pairWords } from './matrix-pairs';
import type { ReachParams } from './reach-params';

const CELL = 28;

/** Verdicts by class as a square: senders down, receivers across. Arrow keys move, Enter opens the pair's verdict. */
export function MatrixGrid({ matrix, params }: { readonly matrix: ReachMatrixResponse; readonly params: ReachParams }) {
  const [at, setAt] = useState({ row: 0, column: 0 });
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useMemo(
    () => matrix.rows.map((_, row) => matrix.columns.map((__, column) => pairAt(matrix, row, column, params))),
    [matrix, params],
  );
  const namesakes = useMemo(() => countNames(matrix.columns), [matrix]);
  const pair = rows[at.row]?.[at.column] ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const [down, right] = MOVES[event.key] ?? [0, 0];
    if (down === 0 && right === 0) return;
    event.preventDefault();
    const row = clamp(at.row + down, matrix.rows.length);
    const column = clamp(at.column + right, matrix.columns.length);
    setAt({ row, column });
    body.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus();
  };
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="max-h-[max(360px,calc(100vh-340px))] overflow-auto">
        <table
          aria-label="Verdicts by class, senders down, receivers across"
          className="border-separate border-spacing-0"
        >
          <thead>
            <tr>
              <th className="sticky top-0 left-0 z-20 min-w-56 border-line border-r border-b bg-surface p-2 text-left align-bottom font-normal text-muted text-xs">
                From, down; to, across
              </th>
              {matrix.columns.map((column, index) => (
                <ColumnHead
                  key={column.ends.join()}
                  of={column}
                  raised={index === at.column}
                  alone={(namesakes.get(column.name) ?? 0) === 1}
                />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {matrix.rows.map((from, row) => (
              <tr key={from.ends.join()}>
                <RowHead of={from} raised={row === at.row} />
                {matrix.columns.map((to, column) => (
                  <Cell
                    key={to.ends.join()}
                    pair={rows[row]?.[column] ?? null}
                    at={`${row} ${column}`}
                    reached={row === at.row && column === at.column}
                    onReach={() => setAt({ row, column })}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="flex min-h-10 items-center border-line border-t px-3 py-1.5 text-xs" aria-live="polite">
        <Sentence
          className="break-words"
          text={pair === null ? 'What a class of one would send to itself does not leave it.' : pairWords(pair)}
        />
      </p>
    </div>
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const clamp = (value: number, length: number): number => Math.min(Math.max(value, 0), length - 1);

function countNames(classes: readonly ReachClass[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of classes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** `alone`: no other class is called so, and its place need not be told. */
function ColumnHead({
  of,
  raised,
  alone,
}: {
  readonly of: ReachClass;
  readonly raised: boolean;
  readonly alone: boolean;
}) {
  return (
    <th
      scope="col"
      title={classWords(of)}
      className={cn('sticky top-0 z-10 h-44 border-line border-b bg-surface p-0 align-bottom', raised && 'bg-raised')}
      style={{ minWidth: CELL, width: CELL }}
    >
      <span className="inline-block max-h-40 rotate-180 truncate py-1 text-left font-normal text-xs [writing-mode:vertical-rl]">
        {of.name}
        {of.count !== null && of.count > 1 && <span className="text-muted">{` ×${of.count}`}</span>}
        {!alone && <span className="text-muted">{` ${of.place}`}</span>}
      </span>
    </th>
  );
}

function RowHead({ of, raised }: { readonly of: ReachClass; readonly raised: boolean }) {
  return (
    <th
      scope="row"
      title={classWords(of)}
      className={cn(
        'sticky left-0 z-10 border-line border-r bg-surface px-2 text-left font-normal',
        raised && 'bg-raised',
      )}
      style={{ height: CELL }}
    >
      <span className="flex w-52 items-baseline lg:w-72 gap-2 text-xs">
        <span className="min-w-0 truncate font-medium">{of.name}</span>
        {of.count !== null && of.count > 1 && <span className="shrink-0 text-muted">{`×${of.count}`}</span>}
        <span className="ml-auto min-w-0 max-w-[45%] truncate text-muted">{of.place}</span>
      </span>
    </th>
  );
}

function Cell({
  pair,
  at,
  reached,
  onReach,
}: {
  readonly pair: Pair | null;
  readonly at: string;
  readonly reached: boolean;
  readonly onReach: () => void;
}) {
  if (pair === null)
    return (
      <td className="p-0 text-center text-faint">
        <span
          data-at={at}
          tabIndex={reached ? 0 : -1}
          role="img"
          aria-label="itself"
          onFocus={onReach}
          className="inline-flex items-center justify-center rounded"
          style={{ width: CELL, height: CELL }}
        >
          ·
        </span>
      </td>
    );
  const { icon: Icon, text } = OUTCOME_LOOKS[pair.saying.outcome];
  const words = pairWords(pair);
  return (
    <td className="p-0">
      <Link
        href={pair.link}
        prefetch={false}
        data-at={at}
        tabIndex={reached ? 0 : -1}
        aria-label={words}
        title={words}
        onFocus={onReach}
        onMouseEnter={onReach}
        className={cn(
          'flex items-center justify-center rounded hover:bg-raised',
          text,
          pair.saying.outcome !== 'allowed' && 'bg-raised',
        )}
        style={{ width: CELL, height: CELL }}
      >
        <Icon size={14} aria-hidden />
      </Link>
    </td>
  );
}
