import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { EndpointStatus, SourceStatus } from '@/lib/model/source-status';

const LOOKS: Readonly<
  Record<EndpointStatus['state'], { readonly word: string; readonly look: string; readonly Glyph: LucideIcon }>
> = {
  up: { word: 'up', look: 'text-ok', Glyph: CircleCheck },
  down: { word: 'down', look: 'text-failed', Glyph: CircleX },
  unknown: { word: 'not asked yet', look: 'text-muted', Glyph: CircleDashed },
};

/** The addresses of a source; with their health where the source tells it. */
export function EndpointList({ source }: { readonly source: SourceStatus }) {
  const { health } = source;
  if (health === undefined || health.endpoints.length === 0)
    return source.endpoints.map((endpoint) => <CopyChip key={endpoint} value={endpoint} className="mr-1" />);
  return (
    <>
      <ul className="flex flex-col gap-1">
        {health.endpoints.map((endpoint) => (
          <Endpoint key={endpoint.url} endpoint={endpoint} />
        ))}
      </ul>
      {health.level !== 'green' && <p className="text-muted text-xs leading-5">{health.summary}</p>}
    </>
  );
}

function Endpoint({ endpoint }: { readonly endpoint: EndpointStatus }) {
  const { word, look, Glyph } = LOOKS[endpoint.state];
  return (
    <li>
      <span className="flex flex-wrap items-center gap-x-2">
        <CopyChip value={endpoint.url} />
        <span className={cn('inline-flex items-center gap-1 text-xs', look)}>
          <Glyph size={13} aria-hidden />
          {word}
          {endpoint.since !== null && (
            <span className="text-muted">
              since <RelativeTime at={endpoint.since} />
            </span>
          )}
        </span>
        {endpoint.inUse && <span className="text-muted text-xs">in use</span>}
      </span>
      {endpoint.message !== null && <span className="block text-muted text-xs leading-5">{endpoint.message}</span>}
    </li>
  );
}
