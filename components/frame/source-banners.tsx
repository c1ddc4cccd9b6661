'use client';

import Link from 'next/link';
import { useLiveState } from '@/components/live/hooks';
import { Notice } from '@/components/ui/notice';
import { useNow } from '@/components/ui/relative-time';
import { absoluteTime, agoWords } from '@/components/ui/time';
import type { SourceStatus } from '@/lib/model/source-status';
import { sourceTitle } from './source-words';

/** One banner per source that is not read, with since when, why, and when it is tried again. */
export function SourceBanners() {
  const { sources, status } = useLiveState();
  const down = (sources ?? []).filter((source) => source.state === 'stale' || source.state === 'failed');
  if (down.length === 0 && status.state !== 'reconnecting') return null;
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-line border-b bg-surface px-4 py-2" role="status">
      {status.state === 'reconnecting' && (
        <Notice tone="warning" className="py-1.5">
          <span className="font-medium">No connection to Portolan. </span>
          {`What you see is of ${absoluteTime(status.since)}: ${status.reason}. It reconnects by itself.`}
        </Notice>
      )}
      {down.map((source) => (
        <SourceBanner key={source.id} source={source} />
      ))}
    </div>
  );
}

function SourceBanner({ source }: { readonly source: SourceStatus }) {
  const now = useNow();
  const next =
    source.retryAt === null
      ? 'Trying again now.'
      : `Next try in ${Math.max(0, Math.ceil((source.retryAt - now) / 1_000))} s.`;
  const seen =
    source.lastSuccessAt === null
      ? 'Nothing was read from it yet.'
      : `What you see of it was read at ${absoluteTime(source.lastSuccessAt)}, ${agoWords(source.lastSuccessAt, now)}.`;
  return (
    <Notice
      tone={source.state === 'failed' ? 'failed' : 'warning'}
      className="py-1.5"
      action={
        <Link
          href="/sources"
          className="shrink-0 underline decoration-strong underline-offset-2 hover:decoration-current"
        >
          Sources
        </Link>
      }
    >
      <span className="font-medium">{`${sourceTitle(source)} is not being read. `}</span>
      {`${sentence(source.reason ?? 'No reason is known')} ${seen} `}
      <span className="whitespace-nowrap">{now === 0 ? '' : next}</span>
    </Notice>
  );
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
