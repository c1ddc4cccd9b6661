import type { ReactNode } from 'react';
import { CopyChip } from '@/components/ui/copy-chip';
import { RelativeTime } from '@/components/ui/relative-time';
import type { FactValue } from '@/lib/model/graph';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A fact as people read it: times relative, lists as chips, mono values copy on click, nothing is "not known". */
export function FactText({ value, mono }: { readonly value: FactValue; readonly mono: boolean }) {
  if (value === null || value === '') return <span className="text-muted">not known</span>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (typeof value === 'number') return <>{value.toLocaleString('en')}</>;
  if (typeof value === 'string') {
    if (ISO_TIME.test(value)) return <RelativeTime at={Date.parse(value)} />;
    return mono ? <CopyChip bare value={value} /> : <span className="break-words">{value}</span>;
  }
  if (value.length === 0) return <span className="text-muted">none</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {value.map((entry) => (
        <CopyChip key={entry} value={entry} />
      ))}
    </span>
  );
}

/** Labelled facts in two columns. */
export function FactList({
  facts,
  children,
}: {
  readonly facts: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: FactValue;
    readonly mono: boolean;
  }[];
  /** More pairs of <dt> and <dd>. */
  readonly children?: ReactNode;
}) {
  return (
    <dl className="grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {facts.map((fact) => (
        <div key={fact.name} className="col-span-2 grid grid-cols-subgrid items-baseline">
          <dt className="text-muted text-xs">{fact.label}</dt>
          <dd className="min-w-0 text-sm">
            <FactText value={fact.value} mono={fact.mono} />
          </dd>
        </div>
      ))}
      {children}
    </dl>
  );
}
