'use client';

import { X } from 'lucide-react';
import { NamesLeadTo } from '@/components/details/node-link';
import { FailureWords } from '@/components/reach/failure-words';
import { Button } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { Notice } from '@/components/ui/notice';
import type { WireEdit } from '@/lib/wire/what-if';
import { EditForms } from './edit-forms';
import { useWhatIf, useWhatIfParams } from './use-what-if';
import { WhatIfResult } from './what-if-result';

/** What labels, rules or groups would change, before anything is done. */
export function WhatIfScreen() {
  const [{ edits, broken, pod }, setEdits] = useWhatIfParams();
  const query = useWhatIf(edits);
  return (
    <NamesLeadTo value="page">
      <div className="h-full overflow-y-auto">
        <div className="mx-auto flex max-w-[1080px] flex-col gap-4 px-4 py-5 lg:px-6">
          <div>
            <h1 className="font-semibold text-xl">What if</h1>
            <p className="mt-1 text-muted text-sm">
              Think of other labels, rules or groups and see what would follow. Nothing is changed by this: Portolan
              only reads.
            </p>
          </div>
          <EditForms key={pod?.id ?? ''} pod={pod} onAdd={(edit) => setEdits([...edits, edit])} />
          <Edits
            edits={edits}
            words={query.data?.edits.map(({ words }) => words) ?? []}
            onRemove={(index) => setEdits(edits.filter((_, at) => at !== index))}
          />
          {broken > 0 && (
            <Notice tone="warning">{`${broken} of the edits in this link cannot be read and are left out.`}</Notice>
          )}
          <Answer edits={edits} query={query} />
        </div>
      </div>
    </NamesLeadTo>
  );
}

const TYPES: Readonly<Record<WireEdit['type'], string>> = {
  labels: 'Other labels',
  group: 'Other criteria',
  rule: 'A rule off or on',
  'add-rule': 'A new rule',
  'delete-namespace': 'A Namespace deleted',
};

function Edits({
  edits,
  words,
  onRemove,
}: {
  readonly edits: readonly WireEdit[];
  /** In the server's words, once it has answered. */
  readonly words: readonly string[];
  readonly onRemove: (index: number) => void;
}) {
  if (edits.length === 0) return null;
  return (
    <ul aria-label="What would be otherwise" className="flex flex-wrap gap-2">
      {edits.map((edit, index) => {
        const shown = words[index] ?? TYPES[edit.type];
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the same edit may stand twice, and its place is its name
            key={`${index} ${JSON.stringify(edit)}`}
            className="inline-flex min-h-8 items-center gap-1 rounded-md border border-line bg-surface pl-2.5 text-sm"
          >
            <span className="break-words py-1">{shown}</span>
            <button
              type="button"
              aria-label={`Take back: ${shown}`}
              onClick={() => onRemove(index)}
              className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:text-text"
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Answer({
  edits,
  query,
}: {
  readonly edits: readonly WireEdit[];
  readonly query: ReturnType<typeof useWhatIf>;
}) {
  if (edits.length === 0) {
    return (
      <Empty title="Nothing is thought of yet">
        Choose Pods and a label, or something else above, and add it. The link to this page keeps it.
      </Empty>
    );
  }
  if (query.isPending) {
    return (
      <div role="status" aria-label="Working out what would change" className="flex flex-col gap-4">
        <div className="skeleton h-24 rounded-lg" />
        <div className="skeleton h-40 rounded-lg" />
      </div>
    );
  }
  if (query.data === undefined) {
    return (
      <Notice tone="failed" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {query.error !== null && <FailureWords error={query.error} />}
      </Notice>
    );
  }
  return <WhatIfResult found={query.data} />;
}
