import type { Plane } from '@/lib/model/ids';
import { cn } from '@/components/ui/cn';
import { kindTitle } from './kind-icon';

export const PLANE_WORDS: Readonly<Record<Plane, string>> = { kubernetes: 'Kubernetes', nsx: 'NSX' };
const TEXT: Readonly<Record<Plane, string>> = {
  kubernetes: 'border-kubernetes/50 text-kubernetes',
  nsx: 'border-nsx/50 text-nsx',
};
const BAR: Readonly<Record<Plane, string>> = { kubernetes: 'bg-kubernetes-bar', nsx: 'bg-nsx-bar' };

/** The kind of an object in the hue of its plane. */
export function PlaneBadge({
  plane,
  kind,
  id,
}: {
  readonly plane: Plane;
  readonly kind: string;
  readonly id?: string | undefined;
}) {
  return (
    <span
      className={cn('inline-flex h-5 items-center rounded border px-1.5 text-2xs', TEXT[plane])}
      title={PLANE_WORDS[plane]}
    >
      {kindTitle(kind, id)}
    </span>
  );
}

/** The bar at the left of a card: one hue for one plane, blue over teal when both planes correlate. */
export function PlaneBar({ planes, className }: { readonly planes: readonly Plane[]; readonly className?: string }) {
  const ordered = (['kubernetes', 'nsx'] as const).filter((plane) => planes.includes(plane));
  return (
    <span aria-hidden className={cn('flex w-1 shrink-0 flex-col overflow-hidden', className)}>
      {ordered.map((plane) => (
        <span key={plane} className={cn('w-full flex-1', BAR[plane])} />
      ))}
    </span>
  );
}
