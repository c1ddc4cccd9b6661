'use client';

import { CircleCheck, CircleDashed, CircleX, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import { SOURCE_LOOKS, sourceTitle } from '@/components/frame/source-words';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { RelativeTime, useNow } from '@/components/ui/relative-time';
import type { SourceState, SourceStatus } from '@/lib/model/source-status';
import { ClusterIdentity } from './cluster-identity';
import { EndpointList } from './endpoint-list';
import { Fact } from './fact';
import { KindTable } from './kind-table';
import { RequestGauge } from './request-gauge';

const GLYPHS: Readonly<Record<SourceState, LucideIcon>> = {
  live: CircleCheck,
  partial: TriangleAlert,
  stale: Clock,
  failed: CircleX,
  starting: CircleDashed,
};

/** One source: state with its reason, where it is, what is asked of it, and every kind it gives. */
export function SourceCard({
  source,
  sources,
}: {
  readonly source: SourceStatus;
  readonly sources: readonly SourceStatus[];
}) {
  const look = SOURCE_LOOKS[source.state];
  const Glyph = GLYPHS[source.state];
  const manager = sources.find((other) => other.id === source.manager);
  return (
    <section aria-label={sourceTitle(source)} className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-3">
        <span
          className={cn('h-5 w-1 rounded-sm', source.plane === 'nsx' ? 'bg-nsx-bar' : 'bg-kubernetes-bar')}
          aria-hidden
        />
        <h2 className="font-semibold text-lg">{sourceTitle(source)}</h2>
        <span className={cn('inline-flex items-center gap-1.5', look.text)}>
          <Glyph size={15} aria-hidden />
          {look.word}
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
          <Retry at={source.retryAt} />
        </span>
      </header>
      <div className="flex flex-col gap-2 px-4 pt-3 empty:hidden">
        {source.reason !== null && (
          <Notice tone={source.state === 'failed' ? 'failed' : 'warning'}>{source.reason}</Notice>
        )}
        {source.warnings.map((warning) => (
          <Notice key={warning} tone="warning">
            {warning}
          </Notice>
        ))}
      </div>
      <div className="grid gap-x-8 gap-y-4 px-4 py-3 md:grid-cols-2">
        <dl className="grid grid-cols-[128px_minmax(0,1fr)] content-start gap-y-1">
          <Fact label="Endpoints">
            <EndpointList source={source} />
          </Fact>
          <Fact label="Version">{source.version ?? <span className="text-muted">not told</span>}</Fact>
          {source.plane === 'kubernetes' && <ClusterIdentity source={source} manager={manager} />}
        </dl>
        <RequestGauge requests={source.requests} />
      </div>
      <KindTable kinds={source.kinds} of={sourceTitle(source)} />
    </section>
  );
}

function Retry({ at }: { readonly at: number | null }) {
  const now = useNow();
  if (at === null || now === 0) return null;
  return <span>{`, next try in ${Math.max(0, Math.ceil((at - now) / 1_000))} s`}</span>;
}
