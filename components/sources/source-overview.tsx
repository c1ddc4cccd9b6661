'use client';

import { sourceTitle } from '@/components/frame/source-words';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SourceStatus } from '@/lib/model/source-status';
import { SourceStateWord } from './source-state';
import { attention, extent, headline } from './summary';

/** The place on the page where a source is told in full. */
export const anchorOf = ({ id }: SourceStatus): string => `source-${id}`;

/** All sources at a glance, each with the way to its card. */
export function SourceOverview({ sources }: { readonly sources: readonly SourceStatus[] }) {
  return (
    <section aria-label="All sources" className="rounded-lg border border-line bg-surface">
      <h2 className="px-4 py-2.5 font-semibold text-base">{headline(sources)}</h2>
      <ul>
        {sources.map((source) => (
          <li key={source.id} className="border-line border-t">
            <a
              href={`#${anchorOf(source)}`}
              className="grid min-h-9 grid-cols-[108px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1 hover:bg-raised lg:grid-cols-[108px_minmax(160px,1fr)_minmax(0,2fr)_236px]"
            >
              <SourceStateWord state={source.state} />
              <span className="flex min-w-0 items-center gap-2">
                <span
                  className={cn(
                    'h-3.5 w-1 shrink-0 rounded-sm',
                    source.plane === 'nsx' ? 'bg-nsx-bar' : 'bg-kubernetes-bar',
                  )}
                  aria-hidden
                />
                <span className="truncate font-medium" title={sourceTitle(source)}>
                  {sourceTitle(source)}
                </span>
              </span>
              <Attention source={source} />
              <span className="text-right text-muted text-xs">
                {source.lastSuccessAt === null ? (
                  'never read'
                ) : (
                  <>
                    {`${extent(source)}, read `}
                    <RelativeTime at={source.lastSuccessAt} />
                  </>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Attention({ source }: { readonly source: SourceStatus }) {
  const words = attention(source).join(', ');
  return (
    <span
      className="text-warning text-xs max-lg:order-last max-lg:col-span-2 max-lg:col-start-2 max-lg:line-clamp-2 max-lg:pb-1 max-lg:empty:hidden lg:truncate"
      title={words}
    >
      {words}
    </span>
  );
}
