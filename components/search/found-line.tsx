import type { SearchResponse } from '@/lib/wire/search';

const number = (value: number): string => value.toLocaleString('en');

/** How much was found, what is missing from it, and the keys. */
export function FoundLine({
  found,
  behind,
  scope,
  here,
  onHere,
}: {
  readonly found: SearchResponse | undefined;
  readonly behind: boolean;
  /** The scope of the page; null when there is none. */
  readonly scope: string | null;
  readonly here: boolean;
  readonly onHere: (here: boolean) => void;
}) {
  const remarks = found === undefined ? [] : remarksOn(found);
  return (
    <div className="flex min-h-9 items-center gap-4 border-line border-t px-4 py-1.5 text-muted text-xs">
      <span aria-live="polite" className="shrink-0 tabular-nums">
        {found !== undefined && `${found.complete ? '' : 'At least '}${number(found.total)} found${behind ? ' …' : ''}`}
      </span>
      <span className="min-w-0 flex-1 truncate text-warning" title={remarks.join(' ')}>
        {remarks.join(' ')}
      </span>
      {scope !== null && (
        <label className="flex shrink-0 items-center gap-1.5">
          <input type="checkbox" checked={here} onChange={(event) => onHere(event.target.checked)} />
          {`Only in ${scope}`}
        </label>
      )}
      <span className="shrink-0 max-md:hidden">Enter: on the map · Ctrl Enter: its page</span>
    </div>
  );
}

/** What the answer leaves out, in sentences. */
function remarksOn(found: SearchResponse): readonly string[] {
  return [
    ...(found.complete ? [] : ['Time ran out: write more of it to find the rest.']),
    ...(found.waiting > 0 ? [`${number(found.waiting)} objects are still being taken in.`] : []),
    ...(found.partial.length > 0 ? [`Not everything is read: ${found.partial[0]}`] : []),
  ];
}
