'use client';

import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from './clipboard';
import { cn } from './cn';

/** A value in mono that copies itself, whole, on click. `shown` may be a shorter form of it. */
export function CopyChip({
  value,
  shown,
  bare = false,
  className,
}: {
  readonly value: string;
  readonly shown?: string;
  /** Without the tinted box, for values in tables and fact lists. */
  readonly bare?: boolean;
  readonly className?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_200);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      title={`${value} (click copies)`}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(value).then(setCopied);
      }}
      className={cn(
        'relative inline-block max-w-full truncate rounded text-left align-middle font-mono text-xs leading-5 transition-colors duration-150',
        bare ? 'hover:bg-raised' : 'bg-raised px-1.5 hover:bg-line',
        className,
      )}
    >
      <span className={cn(copied && 'invisible')}>{shown ?? value}</span>
      {copied && (
        <span className="absolute inset-0 flex items-center gap-1 px-1 font-sans text-ok" role="status">
          <Check size={12} aria-hidden /> Copied
        </span>
      )}
    </button>
  );
}
