import type { Meter } from '@/lib/wire/page';
import { NodeLink } from './node-link';

/** From here on a thing is nearly used up. */
const NEARLY = 0.9;

/** How full networks, pools and blocks are, each as a bar with its figures. */
export function Meters({ meters }: { readonly meters: readonly Meter[] }) {
  if (meters.length === 0) return null;
  return (
    <ul className="grid gap-3 pb-4 sm:grid-cols-2 xl:grid-cols-3">
      {meters.map((meter) => (
        <OneMeter key={`${meter.label}${meter.node?.id ?? ''}`} meter={meter} />
      ))}
    </ul>
  );
}

function OneMeter({ meter }: { readonly meter: Meter }) {
  const { label, used, total, words, node } = meter;
  const share = Math.min(used / total, 1);
  const full = share >= 1;
  const tone = full ? 'bg-failed' : share >= NEARLY ? 'bg-warning' : 'bg-nsx-bar';
  const figure = (share * 100).toLocaleString('en', { maximumFractionDigits: share < 0.1 ? 1 : 0 });
  const percent = `${figure === '0' && used > 0 ? '< 0.1' : figure} %`;
  return (
    <li className="min-w-0 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <span className="text-muted text-xs">{label}</span>
        <span className="text-xs">{full ? 'full' : share >= NEARLY ? `${percent}, nearly full` : percent}</span>
      </div>
      <p className="pt-0.5 font-medium text-base">{`${amount(used)} of ${amount(total)}`}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn in our tokens in every browser */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={used}
        className="my-1.5 h-1.5 overflow-hidden rounded-full bg-raised"
      >
        <div
          className={`h-full rounded-full ${tone}`}
          style={{ width: `${Math.max(share * 100, used > 0 ? 1 : 0)}%` }}
        />
      </div>
      <p className="flex min-w-0 items-center gap-2 text-muted text-xs">
        <span className="shrink-0">{words}</span>
        {node !== null && <NodeLink node={node} />}
      </p>
    </li>
  );
}

/** Counts beyond what a double tells apart are networks of IPv6, and said as the powers of two they are about. */
function amount(count: number): string {
  return count <= Number.MAX_SAFE_INTEGER ? count.toLocaleString('en') : `2^${Math.round(Math.log2(count))}`;
}
