'use client';

import { type ReactNode, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { NodeRef } from '@/lib/wire/details';
import type { WireEdit } from '@/lib/wire/what-if';
import { criteriaEdit, type Picked, ruleEdit } from './edits';
import { AddButton, TextField } from './fields';
import { LabelForm } from './label-form';
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

function CriteriaForm({ onAdd }: { readonly onAdd: Add }) {
  const [group, setGroup] = useState<NodeRef | null>(null);
  const [value, setValue] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (group !== null && value.trim() !== '') onAdd(criteriaEdit(group.id, value.trim()));
      }}
    >
      <Line>
        <ObjectPicker label={group?.name ?? 'Group…'} kinds={['group']} onPick={setGroup} />
        <TextField label="Holds segment ports with tag" value={value} onValue={setValue} placeholder="scope|value" />
        <AddButton disabled={group === null || value.trim() === ''} />
      </Line>
    </form>
  );
}

const ACTIONS = ['DROP', 'REJECT', 'ALLOW'] as const;

function NewRuleForm({ onAdd }: { readonly onAdd: Add }) {
  const [policy, setPolicy] = useState<NodeRef | null>(null);
  const [[from, to], setEnds] = useState<readonly [NodeRef | null, NodeRef | null]>([null, null]);
  const [action, setAction] = useState<string>('DROP');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (policy !== null) onAdd(ruleEdit({ policy: policy.id, action, from, to }));
      }}
    >
      <Line>
        <ObjectPicker label={policy?.name ?? 'First in policy…'} kinds={['security-policy']} onPick={setPolicy} />
        <label className="flex flex-col gap-1 text-xs">
          <span className="text-muted">Action</span>
          <select
            value={action}
            onChange={(event) => setAction(event.target.value)}
            className="h-8 rounded-md border border-line bg-surface px-2 text-sm hover:border-strong"
          >
            {ACTIONS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <ObjectPicker
          label={`From ${from?.name ?? 'anybody'}`}
          kinds={['group']}
          onPick={(node) => setEnds([node, to])}
        />
        <ObjectPicker
          label={`To ${to?.name ?? 'anybody'}`}
          kinds={['group']}
          onPick={(node) => setEnds([from, node])}
        />
        <AddButton disabled={policy === null} />
      </Line>
    </form>
  );
}
