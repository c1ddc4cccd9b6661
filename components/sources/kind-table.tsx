'use client';

import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import { durationWords } from '@/components/ui/time';
import type { KindState, KindStatus } from '@/lib/model/source-status';

/** How the state of a kind is said; `rank` puts what needs a look first. */
export const KIND_STATE_LOOKS: Readonly<
  Record<KindState, { readonly word: string; readonly look: string; readonly rank: number }>
> = {
  failed: { word: 'Failed', look: 'text-failed', rank: 0 },
  forbidden: { word: 'Forbidden', look: 'text-warning', rank: 1 },
  stale: { word: 'Stale', look: 'text-warning', rank: 2 },
  listing: { word: 'Listing', look: 'text-muted', rank: 3 },
  live: { word: 'Live', look: 'text-ok', rank: 4 },
  absent: { word: 'Not served', look: 'text-muted', rank: 5 },
};

const HEADS = [
  ['State', '96px'],
  ['Kind', 'auto'],
  ['Count', '72px'],
  ['Unreadable', '96px'],
  ['Last list', '104px'],
  ['Last change', '104px'],
  ['Age at most', '100px'],
] as const;
const FIRST_NUMBER = 2;

/** Every kind a source gives: what needs a look first, then by name. */
export function KindTable({ kinds, of }: { readonly kinds: readonly KindStatus[]; readonly of: string }) {
  const unserved = kinds.filter(isUnserved).map(({ kind }) => kindTitle(kind));
  const sorted = kinds
    .filter((kind) => !isUnserved(kind))
    .sort(
      (a, b) =>
        KIND_STATE_LOOKS[a.state].rank - KIND_STATE_LOOKS[b.state].rank ||
        b.count - a.count ||
        a.kind.localeCompare(b.kind),
    );
  const common = commonMessage(sorted);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="overflow-x-auto border-line border-t" aria-label={`Kinds of ${of}`} tabIndex={0}>
      <table className="w-full min-w-[730px] table-fixed">
        <thead>
          <tr className="h-8 text-muted text-xs">
            {HEADS.map(([head, width], index) => (
              <th
                key={head}
                scope="col"
                style={{ width }}
                className={cn(
                  'px-3 font-normal first:pl-4 last:pr-4',
                  index >= FIRST_NUMBER ? 'text-right' : 'text-left',
                )}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {common !== null && (
            <tr className="border-line border-t">
              <td className="py-1.5 pr-3 pl-4 align-top text-muted">{`${common.count} kinds`}</td>
              <td colSpan={HEADS.length - 1} className="px-3 py-1.5 text-muted text-xs leading-5">
                {common.message}
              </td>
            </tr>
          )}
          {sorted.map((kind) => (
            <KindRow key={kind.kind} kind={kind} silent={common !== null && kind.message === common.message} />
          ))}
          {unserved.length > 0 && (
            <tr className="border-line border-t">
              <td className="pr-3 pl-4 py-1.5 align-top text-muted">{KIND_STATE_LOOKS.absent.word}</td>
              <td colSpan={HEADS.length - 1} className="px-3 py-1.5 text-muted text-xs leading-5">
                {unserved.sort((a, b) => a.localeCompare(b)).join(', ')}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}

/** Kinds that this source need not have: they are named together, because there is nothing more to say of each. */
const isUnserved = ({ state, message }: KindStatus): boolean => state === 'absent' && message === null;

/** More kinds than this with one and the same remark, and it is made once for all of them. */
const ENOUGH = 3;

/** What is said of most kinds when something ails the source as a whole; null when nothing is. */
function commonMessage(kinds: readonly KindStatus[]): { readonly message: string; readonly count: number } | null {
  const counts = new Map<string, number>();
  for (const { message } of kinds) if (message !== null) counts.set(message, (counts.get(message) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined || most[1] <= ENOUGH ? null : { message: most[0], count: most[1] };
}

/** One kind, with a remark below it unless the remark is `silent` because it was made for all. */
function KindRow({ kind, silent }: { readonly kind: KindStatus; readonly silent: boolean }) {
  const look = KIND_STATE_LOOKS[kind.state];
  const remark = silent ? null : (kind.message ?? scopeWords(kind));
  return (
    <>
      <tr className="h-8 border-line border-t">
        <td className={cn('pr-3 pl-4', look.look)}>{look.word}</td>
        <td className="px-3">
          <span className="flex min-w-0 items-center gap-2">
            <KindIcon kind={kind.kind} size={14} className="shrink-0 text-muted" />
            <span className="whitespace-nowrap">{kindTitle(kind.kind)}</span>
          </span>
        </td>
        <td className="px-3 text-right last:pr-4">{kind.count.toLocaleString('en')}</td>
        <td className={cn('px-3 text-right', kind.unreadable > 0 ? 'text-warning' : 'text-muted')}>
          {kind.unreadable}
        </td>
        <td className="px-3 text-right last:pr-4">
          {kind.lastListAt === null ? '–' : <RelativeTime at={kind.lastListAt} />}
        </td>
        <td className="px-3 text-right last:pr-4">
          {kind.lastChangeAt === null ? '–' : <RelativeTime at={kind.lastChangeAt} />}
        </td>
        <td className="px-3 text-right last:pr-4">
          {kind.stalenessBoundMs === null || kind.state !== 'live' ? '–' : durationWords(kind.stalenessBoundMs)}
        </td>
      </tr>
      {remark !== null && (
        <tr>
          <td />
          <td colSpan={HEADS.length - 1} className="px-3 pb-2 text-muted text-xs leading-5">
            <p className="max-w-[960px]">{remark}</p>
          </td>
        </tr>
      )}
    </>
  );
}

/** Says that the settings keep a kind to some namespaces. */
function scopeWords({ namespaces }: KindStatus): string | null {
  return namespaces ? `Read in ${namespaces.join(', ')} only, as the settings say.` : null;
}
