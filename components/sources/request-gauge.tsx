import { isSlowed } from '@/components/frame/source-words';
import { cn } from '@/components/ui/cn';
import type { RequestGauge as Gauge, SourceStatus } from '@/lib/model/source-status';

/** What is asked of a source against Portolan's own budget, with refusals. */
export function RequestGauge({
  source,
  sources,
}: {
  readonly source: SourceStatus;
  readonly sources: readonly SourceStatus[];
}) {
  const { requests } = source;
  const others = sources.filter(({ id }) => requests.sharedWith?.includes(id));
  const spent = [requests, ...others.map((other) => other.requests)];
  return (
    <section aria-label={`Requests to ${source.name}`} className="flex flex-col gap-2">
      <Bar
        label={others.length > 0 ? 'Requests, shared' : 'Requests'}
        own={requests.perSecond}
        all={sum(spent, (gauge) => gauge.perSecond)}
        limit={requests.limitPerSecond}
        most={requests.settingsPerSecond ?? requests.limitPerSecond}
        digits={1}
        unit="a second"
      />
      <Bar
        label="At once"
        own={requests.inFlight}
        all={sum(spent, (gauge) => gauge.inFlight)}
        limit={requests.limitInFlight}
        most={requests.settingsInFlight ?? requests.limitInFlight}
        digits={0}
      />
      <p className="text-muted text-xs leading-5">
        {`${requests.total.toLocaleString('en')} requests since the start, `}
        <Refused count={requests.throttled} words="refused with 429 or 503" />
        {', '}
        <Refused count={requests.failed} words="failed" />
        {'.'}
        {isSlowed(requests) && (
          <span className="block text-warning">
            {`Slowed down after refusals: ${requests.limitPerSecond} instead of ${requests.settingsPerSecond} a second. Each good answer gives some of it back.`}
          </span>
        )}
        {others.length > 0 && (
          <span className="block">
            {`One budget together with ${others.map(({ name }) => name).join(', ')}: the same user on the same NSX. ${requests.perSecond.toFixed(1)} a second of it are for ${source.name}.`}
          </span>
        )}
      </p>
    </section>
  );
}

function Refused({ count, words }: { readonly count: number; readonly words: string }) {
  return (
    <span className={cn(count > 0 && 'font-medium text-warning')}>{`${count.toLocaleString('en')} ${words}`}</span>
  );
}

const sum = (gauges: readonly Gauge[], value: (gauge: Gauge) => number): number =>
  gauges.reduce((total, gauge) => total + value(gauge), 0);

interface BarProps {
  readonly label: string;
  /** What this source spends, and what all that share the budget spend. */
  readonly own: number;
  readonly all: number;
  /** The limit now, and the one of the settings; 0 when there is none. */
  readonly limit: number;
  readonly most: number;
  readonly digits: number;
  readonly unit?: string;
}

/** A meter up to the limit of the settings; what refusals have taken off is hatched. */
function Bar({ label, own, all, limit, most, digits, unit = '' }: BarProps) {
  const bounded = limit > 0;
  const words = bounded ? `${all.toFixed(digits)} of ${limit} ${unit}` : `${all.toFixed(digits)} ${unit}`;
  return (
    <div className="grid grid-cols-[100px_minmax(0,1fr)_148px] items-center gap-3">
      <span className="text-muted text-xs">{label}</span>
      {bounded ? (
        // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be styled alike in all browsers
        <div
          role="meter"
          aria-label={label}
          aria-valuenow={all}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuetext={words}
          className="flex h-1.5 overflow-hidden rounded-full bg-raised"
        >
          <div
            className={cn('h-full', all > 0.9 * limit ? 'bg-warning' : 'bg-nsx-bar')}
            style={{ width: percent(own, most) }}
          />
          <div className="h-full bg-nsx-bar/40" style={{ width: percent(all - own, most) }} />
          <div
            className="ml-auto h-full shrink-0"
            style={{ width: percent(most - limit, most), background: HATCH }}
            aria-hidden
          />
        </div>
      ) : (
        <span className="whitespace-nowrap text-muted text-xs">no limit set</span>
      )}
      <span className="whitespace-nowrap text-right font-mono text-xs">{words}</span>
    </div>
  );
}

const HATCH = 'repeating-linear-gradient(135deg, var(--warning) 0 1px, transparent 1px 4px)';

const percent = (value: number, whole: number): string =>
  `${whole > 0 ? Math.max(0, Math.min(1, value / whole)) * 100 : 0}%`;
