'use client';

import { KindIcon } from '@/components/marks/kind-icon';
import { cn } from '@/components/ui/cn';
import { RelativeTime, TextWithTimes } from '@/components/ui/relative-time';
import { durationWords } from '@/components/ui/time';
import type { KindStatus } from '@/lib/model/source-status';
import { arrangeKinds, type FoldedKinds, type KindRow, type SharedRemark } from './kind-rows';
import { KindStateWord } from './kind-state';

/** The columns: heading, width, and what the value means. The first two are words, the others figures. */
export const COLUMNS = [
  ['State', '110px', 'How well the kind is read'],
  ['Kind', 'auto', 'What is read'],
  ['Objects', '66px', 'How many are known, unreadable ones included'],
  ['Unreadable', '82px', 'How many of them could not be understood'],
  ['Last list', '84px', 'When all of them were last read in full'],
  ['Last change', '88px', 'When one last came, went or changed, since Portolan started'],
  ['Age at most', '94px', 'While the kind is live, what is shown is never older than this'],
] as const;
const FIRST_NUMBER = 2;
const REST = COLUMNS.length - 1;

/** Every kind a source gives: what needs a look first, then by name. */
export function KindTable({ kinds, of }: { readonly kinds: readonly KindStatus[]; readonly of: string }) {
  const { shared, rows, folded } = arrangeKinds(kinds);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto border-line border-t" aria-label={`Kinds of ${of}`} tabIndex={0}>
      <table className="w-full min-w-[730px] table-fixed">
        <thead>
          <tr className="h-8 text-muted text-xs">
            {COLUMNS.map(([head, width, means], index) => (
              <th
                key={head}
                scope="col"
                style={{ width }}
                title={means}
                className={cn(
                  'font-normal first:pl-4 last:pr-4',
                  index >= FIRST_NUMBER ? 'px-2 text-right' : 'px-3 text-left',
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shared.map((remark) => (
            <SharedRow key={remark.number} remark={remark} of={rows.length} />
          ))}
          {rows.map((row) => (
            <Row key={row.status.kind} row={row} />
          ))}
          {folded.map((kinds) => (
            <FoldedRow key={kinds.state} folded={kinds} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SharedRow({ remark, of }: { readonly remark: SharedRemark; readonly of: number }) {
  return (
    <tr className="border-line border-t bg-warning-tint">
      <td className="py-1.5 pr-3 pl-4 align-top">
        <Mark of={remark.number} /> {remark.count === of ? 'All kinds' : `${remark.count} kinds`}
      </td>
      <td colSpan={REST} className="py-1.5 pr-4 pl-3 text-xs leading-5">
        <p className="max-w-[960px]">
          <TextWithTimes text={remark.text} />
        </p>
      </td>
    </tr>
  );
}

/** The number of a shared remark, as its rows refer to it. */
function Mark({ of }: { readonly of: number }) {
  return (
    <span className="mr-0.5 rounded border border-strong px-1 font-mono text-2xs text-muted">
      <span className="sr-only">Remark </span>
      {of}
    </span>
  );
}

function FoldedRow({ folded: { state, titles } }: { readonly folded: FoldedKinds }) {
  const names = titles.join(', ');
  return (
    <tr className="border-line border-t">
      <td className="py-1.5 pr-3 pl-4 align-top">
        <KindStateWord state={state} />
      </td>
      <td colSpan={REST} className="py-1.5 pr-4 pl-3 text-muted text-xs leading-5">
        <p className="max-w-[960px]">
          {state === 'absent' ? names : `${titles.length} kinds, none of them read yet: ${names}`}
        </p>
      </td>
    </tr>
  );
}

function Row({ row: { title, status, refersTo, remarks } }: { readonly row: KindRow }) {
  const { kind, state, count, unreadable, lastListAt, lastChangeAt, stalenessBoundMs } = status;
  return (
    <>
      <tr className="h-8 border-line border-t">
        <td className="pr-3 pl-4">
          <KindStateWord state={state} />
        </td>
        <th scope="row" className="px-3 text-left font-normal">
          <span className="flex min-w-0 items-center gap-2">
            <KindIcon kind={kind} size={14} className="shrink-0 text-muted" />
            <span className="truncate" title={title}>
              {title}
            </span>
            {refersTo !== null && (
              <span title={refersTo.text} className="shrink-0">
                <Mark of={refersTo.number} />
              </span>
            )}
          </span>
        </th>
        <td className={cn('px-2 text-right', count === 0 && 'text-muted')}>{count.toLocaleString('en')}</td>
        <td className={cn('px-2 text-right', unreadable > 0 ? 'font-medium text-warning' : 'text-muted')}>
          {unreadable.toLocaleString('en')}
        </td>
        <td className="px-2 text-right">
          {lastListAt === null ? <Unknown why="never listed" /> : <RelativeTime at={lastListAt} />}
        </td>
        <td className="px-2 text-right">
          {lastChangeAt === null ? <Unknown why="no change seen" /> : <RelativeTime at={lastChangeAt} />}
        </td>
        <td className="whitespace-nowrap px-2 pr-4 text-right">
          {stalenessBoundMs === null || state !== 'live' ? (
            <Unknown why="no bound while it is not live" />
          ) : (
            durationWords(stalenessBoundMs)
          )}
        </td>
      </tr>
      {remarks.length > 0 && (
        <tr>
          <td />
          <td colSpan={REST} className="pr-4 pb-2 pl-3 text-muted text-xs leading-5">
            {remarks.map((remark) => (
              <p key={remark} className="max-w-[960px] break-words pl-[22px]">
                <TextWithTimes text={remark} />
              </p>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

/** A dash for the eye, the reason for readers and on hover. */
function Unknown({ why }: { readonly why: string }) {
  return (
    <span title={why} className="text-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">{why}</span>
    </span>
  );
}
