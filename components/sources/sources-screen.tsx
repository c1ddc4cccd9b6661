'use client';

import { useEffect } from 'react';
import { useLiveState } from '@/components/live/hooks';
import { Empty } from '@/components/ui/empty';
import { COLUMNS } from './kind-table';
import { SourceCard } from './source-card';
import { SourceOverview } from './source-overview';

/** Each cluster and NSX Manager: is it read, how fresh, what is missing, and what it costs. */
export function SourcesScreen() {
  const { sources } = useLiveState();
  const isThere = sources !== null;
  // The cards come after the page, when the browser has already looked for the place that the address names.
  useEffect(() => {
    if (!isThere) return;
    const cards = [...document.querySelectorAll('section[id]')];
    cards.find(({ id }) => new URL(`#${id}`, location.href).hash === location.hash)?.scrollIntoView();
  }, [isThere]);
  return (
    <div className="h-full overflow-y-auto">
      <h1 className="sr-only">Sources</h1>
      <div className="mx-auto flex max-w-[1280px] flex-col gap-4 px-4 py-5 lg:px-6">
        {sources === null &&
          [0, 1].map((card) => (
            <div key={card} className="skeleton h-80 rounded-lg" role="status" aria-label="Reading the sources" />
          ))}
        {sources?.length === 0 && (
          <Empty title="No source is configured">
            Name a cluster and an NSX Manager in the settings file and start Portolan again.
          </Empty>
        )}
        {sources !== null && sources.length > 1 && <SourceOverview sources={sources} />}
        {sources?.map((source) => (
          <SourceCard key={source.id} source={source} sources={sources} />
        ))}
        {sources !== null && sources.length > 0 && <Columns />}
      </div>
    </div>
  );
}

/** What the figures of the tables mean, for those who cannot hover over the headings. */
function Columns() {
  return (
    <dl aria-label="What the columns mean" className="grid gap-x-8 gap-y-1 px-4 pb-4 text-xs leading-5 md:grid-cols-2">
      {COLUMNS.slice(2).map(([head, , means]) => (
        <div key={head} className="flex gap-3">
          <dt className="w-20 shrink-0 text-muted">{head}</dt>
          <dd className="text-muted">{means}</dd>
        </div>
      ))}
    </dl>
  );
}
