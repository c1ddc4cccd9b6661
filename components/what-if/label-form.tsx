'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import type { WireEdit } from '@/lib/wire/what-if';
import type { Picked } from './edits';
import { AddButton, TextField } from './fields';
import { ObjectPicker } from './object-picker';

/** Pods one by one, or all that a workload or Namespace has now. */
const LABELLED = ['pod', 'deployment', 'stateful-set', 'daemon-set', 'replica-set', 'namespace'];

/** Other labels on Pods. */
export function LabelForm({ pod, onAdd }: { readonly pod: Picked | null; readonly onAdd: (edit: WireEdit) => void }) {
  const [picked, setPicked] = useState<readonly Picked[]>(pod === null ? [] : [pod]);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const incomplete = picked.length === 0 || key.trim() === '';
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (incomplete) return;
        const labels = { [key.trim()]: value.trim() === '' ? null : value.trim() };
        onAdd({ type: 'labels', pods: picked.map(({ id }) => id), labels });
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
        <TextField label="Label" value={key} onValue={setKey} placeholder="secgroup" />
        <TextField label="Value; none takes it off" value={value} onValue={setValue} placeholder="web" />
        <AddButton disabled={incomplete} />
      </div>
    </form>
  );
}
