'use client';

import { type ReactNode, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { WireEdit } from '@/lib/wire/what-if';
import { CriteriaForm } from './criteria-form';
import type { Picked } from './edits';
import { LabelForm } from './label-form';
import { NewRuleForm } from './new-rule-form';
import { ObjectPicker } from './object-picker';

type Add = (edit: WireEdit) => void;

const FORMS = [
  { name: 'labels', label: 'Other labels' },
  { name: 'rule', label: 'A rule off or on' },
  { name: 'add-rule', label: 'A new rule' },
  { name: 'group', label: 'Other criteria' },
  { name: 'namespace', label: 'A Namespace deleted' },
] as const;

/** What can be thought to be otherwise, one form at a time. */
export function EditForms({ pod, onAdd }: { readonly pod: Picked | null; readonly onAdd: Add }) {
  const [form, setForm] = useState<(typeof FORMS)[number]['name']>('labels');
  return (
    <section aria-label="Think of something" className="rounded-lg border border-line bg-surface">
      <div
        role="tablist"
        aria-label="What would be otherwise"
        className="flex flex-wrap gap-1 border-line border-b p-2"
      >
        {FORMS.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={form === name}
            onClick={() => setForm(name)}
            className={cn(
              'h-8 rounded-md px-3 text-sm transition-colors duration-150 hover:bg-raised',
              form === name ? 'bg-raised font-medium text-text' : 'text-muted',
            )}
          >
            {label}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={FORMS.find(({ name }) => name === form)?.label} className="p-3">
        {form === 'labels' && <LabelForm pod={pod} onAdd={onAdd} />}
        {form === 'rule' && <RuleForm onAdd={onAdd} />}
        {form === 'add-rule' && <NewRuleForm onAdd={onAdd} />}
        {form === 'group' && <CriteriaForm onAdd={onAdd} />}
        {form === 'namespace' && (
          <Line>
            <ObjectPicker
              label="Namespace to delete…"
              kinds={['namespace']}
              onPick={({ id }) => onAdd({ type: 'delete-namespace', namespace: id })}
            />
          </Line>
        )}
      </div>
    </section>
  );
}

const Line = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex flex-wrap items-end gap-2">{children}</div>
);

function RuleForm({ onAdd }: { readonly onAdd: Add }) {
  return (
    <Line>
      {[true, false].map((disabled) => (
        <ObjectPicker
          key={String(disabled)}
          label={disabled ? 'Rule to disable…' : 'Rule to enable…'}
          kinds={['rule']}
          onPick={({ id }) => onAdd({ type: 'rule', rule: id, disabled })}
        />
      ))}
    </Line>
  );
}
