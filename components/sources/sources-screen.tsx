'use client';

import { useLiveState } from '@/components/live/hooks';
import { Empty } from '@/components/ui/empty';
import { SourceCard } from './source-card';

/** Each cluster and NSX Manager: is it read, how fresh, what is missing, and what it costs. */
export function SourcesScreen() {
  const { sources } = useLiveState();
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
        {sources?.map((source) => (
          <SourceCard key={source.id} source={source} sources={sources} />
        ))}
      </div>
    </div>
  );
}
