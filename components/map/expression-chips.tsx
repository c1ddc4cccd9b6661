'use client';

import { Plus, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import { Button } from '@/components/ui/button';
import { parseFind } from '@/lib/find';
import { termsOf, withoutTerm, withTerm } from './expression-words';

const FIELDS = [
  ['namespace', 'Namespace', 'shop'],
  ['cluster', 'Cluster', 'pandora'],
  ['node', 'Cluster node', 'worker-1'],
  ['label', 'Label', 'app=web'],
  ['tag', 'Tag', 'ncp/project|shop'],
  ['ip', 'Address or network', '10.0.0.0/16'],
  ['name', 'Name', 'web-*'],
] as const;
type FieldName = (typeof FIELDS)[number][0];

const MOST_OFFERED = 200;

interface ChipsProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly view: LiveView | null;
}

/** The terms of an expression, each to be taken off, and a way to add one without knowing how it is written. */
export function ExpressionChips({ text, onText, view }: ChipsProps) {
  const terms = termsOf(text) ?? [];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-muted text-xs">All of these must hold</legend>
      {terms.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {terms.map((term) => (
            <li
              key={term}
              className="flex h-6 max-w-full items-center rounded-md border border-text bg-raised pl-2 font-mono text-xs"
            >
              <span className="truncate" title={term}>
                {term}
              </span>
              <button
                type="button"
                aria-label={`Take off ${term}`}
                onClick={() => onText(withoutTerm(text, term))}
                className="flex size-6 items-center justify-center rounded text-muted hover:text-text"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <AddTerm text={text} onText={onText} view={view} />
    </fieldset>
  );
}

function AddTerm({ text, onText, view }: ChipsProps) {
  const [field, setField] = useState<FieldName>('namespace');
  const [value, setValue] = useState('');
  const offered = useId();
  const next = value.trim() === '' ? null : withTerm(text, field, value.trim());
  const parsed = next === null ? null : parseFind(next);
  const [, , example] = FIELDS.find(([name]) => name === field) ?? FIELDS[0];
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (next === null || parsed?.ok !== true) return;
    onText(next);
    setValue('');
  };
  return (
    <form onSubmit={add} className="flex flex-wrap items-center gap-1">
      <select
        aria-label="Field"
        value={field}
        onChange={(event) => setField(FIELDS.find(([name]) => name === event.target.value)?.[0] ?? 'namespace')}
        className="h-7 rounded-md border border-line bg-surface px-1.5 text-xs"
      >
        {FIELDS.map(([name, label]) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
      <input
        aria-label="Value"
        value={value}
        list={offered}
        spellCheck={false}
        autoComplete="off"
        placeholder={example}
        onChange={(event) => setValue(event.target.value)}
        className="h-7 min-w-0 flex-1 rounded-md border border-line bg-canvas px-2 font-mono text-xs placeholder:text-muted"
      />
      <datalist id={offered}>
        {valuesIn(view, field).map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      <Button type="submit" disabled={parsed?.ok !== true} className="h-7 px-2 text-xs">
        <Plus size={12} aria-hidden />
        Add
      </Button>
      <p role="status" className="w-full text-failed text-xs empty:hidden">
        {parsed?.ok === false && parsed.mistake.message}
      </p>
    </form>
  );
}

/** What of the view can be offered for a field. */
function valuesIn(view: LiveView | null, field: FieldName): readonly string[] {
  if (field !== 'namespace' && field !== 'cluster') return [];
  const values = new Set<string>();
  for (const region of view?.regions.values() ?? []) {
    const value = region[field];
    if (value !== null) values.add(value);
  }
  return [...values].sort().slice(0, MOST_OFFERED);
}
