import { cn } from './cn';

/** What stands on a page while it is read: a head, panels side by side, and perhaps a long one below. */
export function PageSkeleton({
  label,
  panels,
  tail = false,
}: {
  readonly label: string;
  readonly panels: number;
  readonly tail?: boolean;
}) {
  return (
    <div className="mx-auto max-w-[1480px] px-6 py-5" role="status" aria-label={label}>
      <div className="skeleton h-5 w-40" />
      <div className="skeleton mt-3 h-7 w-96 max-w-full" />
      <div className={cn('mt-6 grid gap-4 lg:grid-cols-2', panels > 2 && '2xl:grid-cols-3')}>
        {Array.from({ length: panels }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike and never change
          <div key={index} className={cn('skeleton rounded-lg', tail ? 'h-64' : 'h-96')} />
        ))}
      </div>
      {tail && <div className="skeleton mt-4 h-72 rounded-lg" />}
    </div>
  );
}
