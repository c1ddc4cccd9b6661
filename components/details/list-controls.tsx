'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { ObjectList } from '@/lib/wire/page';
import { MOST_LINES, type useLongList } from './use-long-list';

/** Lists shorter than this are read, not searched. */
const WORTH_SEARCHING = 12;

/** The field by which a long list is searched. */
export function ListSearch({
  list,
  long,
}: {
  readonly list: ObjectList;
  readonly long: ReturnType<typeof useLongList>;
}) {
  if (list.count < WORTH_SEARCHING) return null;
  return (
    <input
      type="search"
      value={long.find}
      onChange={(event) => long.setFind(event.target.value)}
      placeholder={`Search ${list.count.toLocaleString('en')}`}
      aria-label={`Search ${list.title}`}
      className="h-7 w-40 rounded-md border border-line bg-surface px-2 text-xs placeholder:text-muted"
    />
  );
}

/** What of the list is not shown, and how to have it. */
export function ListRest({ list, long }: { readonly list: ObjectList; readonly long: ReturnType<typeof useLongList> }) {
  const { rows, found, all, setAll, searched, error } = long;
  if (error !== null) return <Notice tone="failed">{`The list could not be read. ${error.message}`}</Notice>;
  if (searched !== '' && found === 0)
    return <p className="py-2 text-muted">{`None of ${list.count} holds "${searched}".`}</p>;
  if (rows.length >= found && !(all && searched === '')) return null;
  return (
    <div className="flex items-center gap-3 pt-2 text-muted text-xs" role="status">
      {rows.length < found && (
        <span>{`${rows.length.toLocaleString('en')} of ${found.toLocaleString('en')} are shown${
          all && found > MOST_LINES ? '; search for the others' : ', the worst first'
        }`}</span>
      )}
      {searched === '' && (
        <Button look="quiet" className="h-7 text-xs" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${found > MOST_LINES ? `the first ${MOST_LINES}` : 'all'}`}
        </Button>
      )}
    </div>
  );
}
