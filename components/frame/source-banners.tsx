'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useLiveState } from '@/components/live/hooks';
import { Notice } from '@/components/ui/notice';
import { AbsoluteTime, TextWithTimes, useNow } from '@/components/ui/relative-time';
import { agoWords } from '@/components/ui/time';
import type { SourceStatus } from '@/lib/model/source-status';
import { SOURCE_LOOKS, sentence, sourceTitle, unreadSources } from './source-words';

/** More than these are named together, so that the banners leave room for the page. */
const MOST = 2;

/**
 * What is not read, on every page: a banner per source with since when, why, and when it is tried again. On the sources
 * page, where each source says so itself, only the connection to Portolan is worth one.
 */
export function SourceBanners() {
  const { sources, status } = useLiveState();
  const isToldBelow = usePathname() === '/sources';
  const down = isToldBelow ? [] : unreadSources(sources ?? []);
  const single = down.length > MOST + 1 ? down.slice(0, MOST) : down;
  if (down.length === 0 && status.state !== 'reconnecting') return null;
  return (
    <div className="flex shrink-0 flex-col gap-1.5 border-line border-b bg-surface px-4 py-2" role="status">
      {status.state === 'reconnecting' && (
        <Notice tone="warning" className="py-1.5">
          <span className="font-medium">No connection to Portolan. </span>
          What you see is of <AbsoluteTime at={status.since} />
          {`: ${status.reason}. It reconnects by itself.`}
        </Notice>
      )}
      {single.map((source) => (
        <SourceBanner key={source.id} source={source} />
      ))}
      {single.length < down.length && <RestBanner sources={down.slice(single.length)} />}
    </div>
  );
}

function RestBanner({ sources }: { readonly sources: readonly SourceStatus[] }) {
  return (
    <Notice tone="warning" className="py-1.5" action={<ToSources />}>
      <p className="line-clamp-2">
        <span className="font-medium">{`${sources.length} more sources are not read: `}</span>
        {`${sources.map(sourceTitle).join(', ')}.`}
      </p>
    </Notice>
  );
}

function ToSources() {
  return (
    <Link href="/sources" className="shrink-0 underline decoration-strong underline-offset-2 hover:decoration-current">
      Sources
    </Link>
  );
}

function SourceBanner({ source }: { readonly source: SourceStatus }) {
  const now = useNow();
  const left = source.retryAt === null ? 0 : Math.ceil((source.retryAt - now) / 1_000);
  const next = left > 0 ? `Next try in ${left} s.` : 'Trying again now.';
  const seen = source.lastSuccessAt;
  return (
    <Notice tone={source.state === 'failed' ? 'failed' : 'warning'} className="py-1.5" action={<ToSources />}>
      <span className="font-medium">{`${sourceTitle(source)}: ${SOURCE_LOOKS[source.state].word.toLowerCase()}. `}</span>
      <TextWithTimes text={`${sentence(source.reason ?? 'No reason is known')} `} />
      {seen === null ? (
        'Nothing was read from it yet. '
      ) : (
        <>
          What you see of it was read at <AbsoluteTime at={seen} />
          {', '}
          <Steady of="59 min ago.">{`${agoWords(seen, now)}.`}</Steady>{' '}
        </>
      )}
      <Steady of="Next try in 00 s.">{now === 0 ? '' : next}</Steady>
    </Notice>
  );
}

/** Words that change by the second, in the room of the longest of them: the banner does not wrap anew, and the page stays where it is. */
function Steady({ of, children }: { readonly of: string; readonly children: string }) {
  return (
    <span className="inline-grid whitespace-nowrap tabular-nums">
      <span className="col-start-1 row-start-1">{children}</span>
      <span className="invisible col-start-1 row-start-1" aria-hidden>
        {of}
      </span>
    </span>
  );
}
