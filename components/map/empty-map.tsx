'use client';

import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { TextWithTimes } from '@/components/ui/relative-time';
import { sentence, sourceTitle } from '@/components/frame/source-words';
import type { SourceStatus } from '@/lib/model/source-status';
import { RhumbLines } from './rhumb-lines';

/** A map with nothing on it says why. */
export function EmptyMap({
  reason,
  sources,
}: {
  readonly reason: string | null;
  readonly sources: readonly SourceStatus[];
}) {
  const quiet = sources.filter((source) => source.state !== 'live' && source.state !== 'partial');
  return (
    <div className="absolute inset-0 flex items-center justify-center overflow-hidden" data-settled="true">
      <RhumbLines />
      <div className="relative rounded-xl border border-line bg-surface shadow-card">
        <Empty
          title="Nothing to chart here"
          action={
            <Link href="/sources" className={buttonClass('plain')}>
              Look at the sources
            </Link>
          }
        >
          <p>
            <TextWithTimes text={reason ?? 'No object of this scope was found in any source.'} />
          </p>
          {quiet.map((source) => (
            <p key={source.id} className="pt-1">
              <TextWithTimes text={`${sourceTitle(source)}: ${sentence(source.reason ?? 'still being read')}`} />
            </p>
          ))}
        </Empty>
      </div>
    </div>
  );
}

const PLACES = [
  ['4%', '46%', 150],
  ['19%', '46%', 170],
  ['36%', '46%', 190],
  ['57%', '24%', 195],
  ['57%', '33%', 195],
  ['57%', '42%', 195],
  ['57%', '51%', 195],
] as const;

/** The shape of a map while the first data is on its way; takes the place of the map, so that nothing shifts. */
export function MapSkeleton() {
  return (
    <div className="absolute inset-0" role="status" aria-label="Reading the map">
      <div className="absolute top-[16%] left-[18%] h-[58%] w-[60%] rounded-xl border border-line" />
      {PLACES.map(([left, top, width]) => (
        <div key={`${left}${top}`} className="skeleton absolute h-12 rounded-lg" style={{ left, top, width }} />
      ))}
    </div>
  );
}
