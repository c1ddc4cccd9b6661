'use client';

import { Pin, X } from 'lucide-react';
import { useState } from 'react';
import { useObject } from '@/components/data/queries';
import { KindIcon } from '@/components/marks/kind-icon';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { MiddleCut } from '@/components/ui/middle-cut';
import { Notice } from '@/components/ui/notice';
import type { ObjectResponse } from '@/lib/wire/details';
import { type ComparedSection, compareObjects } from './compare';

interface CompareTrayProps {
  readonly pins: readonly string[];
  readonly onUnpin: (node: string) => void;
  readonly onClear: () => void;
}

/** What is pinned, above the lower rim; with two objects it opens their comparison. */
export function CompareTray({ pins, onUnpin, onClear }: CompareTrayProps) {
  const [open, setOpen] = useState(false);
  const [first = '', second = ''] = pins;
  const a = useObject(first, { raw: false, enabled: first !== '' });
  const b = useObject(second, { raw: false, enabled: second !== '' });
  if (pins.length === 0) return null;
  return (
    <section
      aria-label="Pinned to compare"
      className="absolute bottom-16 left-4 z-10 flex max-w-[calc(100%-32px)] flex-wrap items-center gap-2 rounded-lg border border-line bg-surface p-1.5 pl-3 shadow-card"
    >
      <Pin size={14} aria-hidden className="text-muted" />
      {[a, b].slice(0, pins.length).map((query, index) => (
        <PinnedObject
          key={pins[index]}
          object={query.data}
          failed={query.isError}
          onUnpin={() => onUnpin(pins[index] ?? '')}
        />
      ))}
      {pins.length === 1 ? (
        <span className="pr-2 text-muted text-xs">Pin another object to compare</span>
      ) : (
        <Button onClick={() => setOpen(true)}>Compare</Button>
      )}
      <Button look="quiet" onClick={onClear}>
        Clear
      </Button>
      <Dialog
        open={open && pins.length === 2}
        onOpenChange={setOpen}
        title="Compare two objects"
        description="Facts, labels, tags and relations of both, differences first"
        className="top-[6vh] max-h-[88vh] w-[min(960px,calc(100vw-32px))]"
      >
        {a.data !== undefined && b.data !== undefined ? (
          <Comparison a={a.data} b={b.data} />
        ) : (
          <p className="p-4 text-muted">{a.isError || b.isError ? NOT_READ : 'Reading both objects…'}</p>
        )}
      </Dialog>
    </section>
  );
}

const NOT_READ = 'One of the objects cannot be read: it may be gone, or the server cannot be reached.';

function PinnedObject({
  object,
  failed,
  onUnpin,
}: {
  readonly object: ObjectResponse | undefined;
  readonly failed: boolean;
  readonly onUnpin: () => void;
}) {
  const name = object?.node.name ?? (failed ? 'gone' : '…');
  return (
    <span className="flex h-7 max-w-56 items-center gap-1.5 rounded-md bg-raised pl-2 text-sm">
      {object !== undefined && <KindIcon kind={object.node.kind} size={13} className="shrink-0 text-muted" />}
      <MiddleCut text={name} className="min-w-0" />
      <button
        type="button"
        aria-label={`Take ${name} off the comparison`}
        onClick={onUnpin}
        className="flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:text-text"
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}

function Comparison({ a, b }: { readonly a: ObjectResponse; readonly b: ObjectResponse }) {
  const sections = compareObjects(a, b);
  const differences = sections.flatMap(({ rows }) => rows).filter(({ isSame }) => !isSame).length;
  return (
    <div className="p-4">
      <Notice className="mb-3">
        {differences === 0 ? 'They differ in nothing but their names.' : `They differ in ${differences} respects.`}
      </Notice>
      <table className="w-full table-fixed border-collapse text-sm">
        <thead>
          <tr className="border-line border-b text-left">
            <td className="w-36" />
            {[a, b].map(({ node }) => (
              <th key={node.id} scope="col" className="break-words py-1.5 pr-3 font-semibold">
                {node.name}
              </th>
            ))}
          </tr>
        </thead>
        {sections.map((section) => (
          <Section key={section.title} section={section} />
        ))}
      </table>
    </div>
  );
}

function Section({ section }: { readonly section: ComparedSection }) {
  return (
    <tbody>
      <tr>
        <th colSpan={3} scope="rowgroup" className="pt-4 pb-1 text-left font-medium text-muted text-xs">
          {section.title}
        </th>
      </tr>
      {section.rows.map(({ label, values, isSame }) => (
        <tr key={label} className="border-line border-b align-top">
          <th scope="row" className="break-words py-1.5 pr-3 text-left font-normal text-muted text-xs leading-5">
            {isSame ? label : `≠ ${label}`}
          </th>
          {values.map((value, index) => (
            <td
              // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second object, always
              key={index}
              className={cn('break-words py-1.5 pr-3', isSame ? 'text-muted' : 'font-medium')}
            >
              {value ?? <span className="font-normal text-muted">none</span>}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
