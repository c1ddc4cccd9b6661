'use client';

import { RequestFailure } from '@/components/data/fetch-json';
import { useHistory } from '@/components/data/queries';
import { PLANE_WORDS } from '@/components/marks/plane';
import { StateGlyph } from '@/components/marks/state';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import type { NodeRef } from '@/lib/wire/details';
import type { HistoryResponse, SeenChange } from '@/lib/wire/page';
import { NodeLink } from './node-link';

/** What was seen of objects that are one thing, since the server read its sources. */
export function HistoryPanel({ objects }: { readonly objects: readonly Pick<NodeRef, 'id' | 'plane'>[] }) {
  return (
    <Panel title="History" aside="since the server started">
      <div className={objects.length > 1 ? 'grid gap-x-8 lg:grid-cols-2' : undefined}>
        {objects.map(({ id, plane }) => (
          <section key={id} aria-label={PLANE_WORDS[plane]}>
            {objects.length > 1 && <h3 className="pt-1 text-muted text-xs">{PLANE_WORDS[plane]}</h3>}
            <HistoryOf id={id} />
          </section>
        ))}
      </div>
    </Panel>
  );
}

/** The changes of one object, newest first. */
export function HistoryOf({ id }: { readonly id: string }) {
  const query = useHistory(id);
  if (query.isPending) return <div className="skeleton my-1 h-10" role="status" aria-label="Reading the history" />;
  if (query.error instanceof RequestFailure && query.error.status === 404)
    return <p className="py-1 text-muted">Nothing was seen of it.</p>;
  if (query.data === undefined)
    return <Notice tone="failed">{`The history could not be read. ${query.error?.message ?? ''}`}</Notice>;
  return <Changes history={query.data} />;
}

function Changes({ history }: { readonly history: HistoryResponse }) {
  const { changes, since, dropped, skippedAt } = history;
  return (
    <>
      {changes.length === 0 && (
        <p className="py-1 text-muted">
          {since === null ? (
            'The sources are still being read; history begins after that.'
          ) : (
            <>
              No change of state, labels or relations was seen since watching began{' '}
              <RelativeTime at={Date.parse(since)} />.
            </>
          )}
        </p>
      )}
      <ol className="max-h-80 divide-y divide-line overflow-y-auto">
        {changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no name of their own and only grow at the start
          <li key={changes.length - index} className="flex items-baseline gap-3 py-1.5">
            <span className="w-24 shrink-0 text-muted text-xs">
              <RelativeTime at={change.at} />
            </span>
            <Words change={change} />
          </li>
        ))}
      </ol>
      {dropped && <p className="py-1 text-muted text-xs">Older changes are not kept any more.</p>}
      {skippedAt !== null && (
        <p className="py-1 text-muted text-xs">
          Very many objects changed at once <RelativeTime at={Date.parse(skippedAt)} />; what that did to this one is
          not kept.
        </p>
      )}
    </>
  );
}

function Words({ change }: { readonly change: SeenChange }) {
  const words = change.words.charAt(0).toUpperCase() + change.words.slice(1);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      {change.state !== null && <StateGlyph state={change.state} size={12} silent />}
      <span className="min-w-0 break-words">{words}</span>
      {change.other !== null && <NodeLink node={change.other} withKind />}
    </span>
  );
}
