import { cn } from '@/components/ui/cn';
import type { RequestGauge as Gauge } from '@/lib/model/source-status';

/** What is asked of a source against Portolan's own budget, with refusals. */
export function RequestGauge({ requests }: { readonly requests: Gauge }) {
  return (
    <div className="flex flex-col gap-2">
      <Bar label="Requests a second" value={requests.perSecond} limit={requests.limitPerSecond} digits={1} />
      <Bar label="At once" value={requests.inFlight} limit={requests.limitInFlight} digits={0} />
      <p className="text-muted text-xs">
        {`${requests.total.toLocaleString('en')} in all, `}
        <span
          className={cn(requests.throttled > 0 && 'text-warning')}
        >{`${requests.throttled.toLocaleString('en')} refused with 429 or 503`}</span>
        {', '}
        <span
          className={cn(requests.failed > 0 && 'text-warning')}
        >{`${requests.failed.toLocaleString('en')} failed`}</span>
        {requests.sharedWith !== undefined && requests.sharedWith.length > 0 && (
          <span className="block">{`One budget with ${requests.sharedWith.map((id) => id.replace(/^[^:]*:/, '')).join(', ')}`}</span>
        )}
      </p>
    </div>
  );
}

function Bar({
  label,
  value,
  limit,
  digits,
}: {
  readonly label: string;
  readonly value: number;
  readonly limit: number;
  readonly digits: number;
}) {
  const bounded = Number.isFinite(limit) && limit > 0;
  const share = bounded ? Math.min(1, value / limit) : 0;
  const words = bounded ? `${value.toFixed(digits)} of ${limit}` : `${value.toFixed(digits)}, no limit`;
  return (
    <div className="grid grid-cols-[120px_minmax(0,1fr)_104px] items-center gap-3">
      <span className="text-muted text-xs">{label}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be styled alike in all browsers */}
      <div
        role="meter"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={bounded ? limit : value}
        aria-valuetext={words}
        className="h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className={cn('h-full rounded-full', share > 0.9 ? 'bg-warning' : 'bg-nsx-bar')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span className="whitespace-nowrap text-right font-mono text-xs">{words}</span>
    </div>
  );
}
