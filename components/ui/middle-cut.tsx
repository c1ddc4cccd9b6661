import { cn } from './cn';
import { tailLength } from './tail-length';

/** A name on one line, cut in the middle where it does not fit: generated names differ at their end. Copies whole. */
export function MiddleCut({ text, className }: { readonly text: string; readonly className?: string }) {
  const tail = tailLength(text);
  if (tail === 0) return <span className={cn('block truncate', className)}>{text}</span>;
  return (
    <span className={cn('flex min-w-0', className)} title={text}>
      <span className="truncate">{text.slice(0, -tail)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(-tail)}</span>
    </span>
  );
}
