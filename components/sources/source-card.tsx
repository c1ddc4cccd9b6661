'use client';

import { sourceTitle } from '@/components/frame/source-words';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SourceStatus } from '@/lib/model/source-status';
import { ClusterIdentity } from './cluster-identity';
import { EndpointList } from './endpoint-list';
import { Fact } from './fact';
import { KindTable } from './kind-table';
import { RequestGauge } from './request-gauge';
import { SourceNotices } from './source-notices';
import { anchorOf } from './source-overview';
import { NextTry, SourceStateWord } from './source-state';

/** One source: state with its reason, where it is, what is asked of it, and every kind it gives. */
export function SourceCard({
  source,
  sources,
}: {
  readonly source: SourceStatus;
  readonly sources: readonly SourceStatus[];
}) {
  const manager = sources.find((other) => other.id === source.manager);
  return (
    <section
      id={anchorOf(source)}
      aria-label={sourceTitle(source)}
      className="scroll-mt-4 rounded-lg border border-line bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-3">
        <span
          className={cn('h-5 w-1 rounded-sm', source.plane === 'nsx' ? 'bg-nsx-bar' : 'bg-kubernetes-bar')}
          aria-hidden
        />
        <h2 className="min-w-0 break-words font-semibold text-lg">{sourceTitle(source)}</h2>
        <span className="inline-flex items-center gap-1.5">
          <SourceStateWord state={source.state} />
          <span className="text-muted">
            since <RelativeTime at={source.since} />
          </span>
        </span>
        <span className="ml-auto text-muted text-xs">
          {source.lastSuccessAt === null ? (
            'never read'
          ) : (
            <>
              last read <RelativeTime at={source.lastSuccessAt} />
            </>
          )}
          <NextTry at={source.retryAt} />
        </span>
      </header>
      <SourceNotices source={source} />
      <div className="grid gap-x-8 gap-y-4 px-4 py-3 md:grid-cols-2">
        <dl className="grid grid-cols-[112px_minmax(0,1fr)] content-start gap-x-3 gap-y-1">
          <Fact label={source.endpoints.length > 1 ? 'Addresses' : 'Address'}>
            <EndpointList source={source} />
          </Fact>
          <Fact label="Version">{source.version ?? <span className="text-muted">not known yet</span>}</Fact>
          {source.plane === 'kubernetes' && <ClusterIdentity source={source} manager={manager} />}
        </dl>
        <RequestGauge source={source} sources={sources} />
      </div>
      <KindTable kinds={source.kinds} of={sourceTitle(source)} />
    </section>
  );
}
