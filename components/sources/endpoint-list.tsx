import { CircleCheck, CircleDashed, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { CopyChip } from '@/components/ui/copy-chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { EndpointStatus, SourceStatus } from '@/lib/model/source-status';

interface Look {
  readonly word: string;
  readonly look: string;
  readonly Glyph: LucideIcon;
}
const LOOKS: Readonly<Record<EndpointStatus['state'] | 'unwell', Look>> = {
  up: { word: 'up', look: 'text-ok', Glyph: CircleCheck },
  unwell: { word: 'up, not well', look: 'text-warning', Glyph: TriangleAlert },
  down: { word: 'down', look: 'text-failed', Glyph: OctagonX },
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
      {isSpared(source) && (
        <p className="text-muted text-xs leading-5">Nothing is hidden by that: another address is read.</p>
      )}
    </>
  );
}

function Endpoint({ endpoint }: { readonly endpoint: EndpointStatus }) {
  const { word, look, Glyph } = LOOKS[endpoint.state === 'up' && endpoint.message !== null ? 'unwell' : endpoint.state];
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

/** Some addresses are down, and the source is read by another. */
function isSpared({ state, health }: SourceStatus): boolean {
  const read = state === 'live' || state === 'partial';
  return read && health?.endpoints.some((endpoint) => endpoint.state === 'down' && !endpoint.inUse) === true;
}
