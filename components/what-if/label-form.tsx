'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import type { WireEdit } from '@/lib/wire/what-if';
import type { Picked } from './edits';
import { AddButton, TextField } from './fields';
import { ObjectPicker } from './object-picker';
import { readLabels } from './read-labels';

/** Pods one by one, or all that a workload or Namespace has now. */
const LABELLED = ['pod', 'deployment', 'stateful-set', 'daemon-set', 'replica-set', 'namespace'];

/** Other labels on Pods. */
export function LabelForm({ pod, onAdd }: { readonly pod: Picked | null; readonly onAdd: (edit: WireEdit) => void }) {
  const [picked, setPicked] = useState<readonly Picked[]>(pod === null ? [] : [pod]);
  const [text, setText] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const incomplete = picked.length === 0 || text.trim() === '';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (incomplete) return;
        const read = readLabels(text);
        setMistake(read.ok ? null : read.message);
        if (read.ok) onAdd({ type: 'labels', pods: picked.map(({ id }) => id), labels: read.labels });
      }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <ObjectPicker
          label="Pod or workload…"
          kinds={LABELLED}
          onPick={({ id, name }) =>
            setPicked((before) => (before.some((one) => one.id === id) ? before : [...before, { id, name }]))
          }
        />
        {picked.map(({ id, name }) => (
          <span key={id} className="inline-flex h-8 items-center gap-1 rounded-md bg-raised pl-2.5 text-sm">
            {name}
            <button
              type="button"
              aria-label={`Leave out ${name}`}
              onClick={() => setPicked((before) => before.filter((one) => one.id !== id))}
              className="grid size-8 place-items-center rounded-md text-muted hover:text-text"
            >
              <X size={13} aria-hidden />
            </button>
          </span>
        ))}
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <TextField
          label="Labels, as kubectl takes them; a “-” at the end takes one off"
          value={text}
          onValue={(typed) => {
            setText(typed);
            setMistake(null);
          }}
          placeholder="secgroup=web old-"
          mistake={mistake}
          wide
        />
        <AddButton disabled={incomplete} />
      </div>
    </form>
  );
}
