'use client';

import { useState } from 'react';
import type { NodeRef } from '@/lib/wire/details';
import type { WireEdit } from '@/lib/wire/what-if';
import { ruleEdit } from './edits';
import { AddButton, ChoiceField } from './fields';
import { ObjectPicker } from './object-picker';

const ACTIONS = [
  ['DROP', 'Drop'],
  ['REJECT', 'Reject'],
  ['ALLOW', 'Allow'],
] as const;
const DIRECTIONS = [
  ['IN_OUT', 'in and out'],
  ['IN', 'in'],
  ['OUT', 'out'],
] as const;

interface Operands {
  readonly from: NodeRef | null;
  readonly to: NodeRef | null;
  readonly service: NodeRef | null;
  readonly appliedTo: NodeRef | null;
}
const ANY: Operands = { from: null, to: null, service: null, appliedTo: null };
const PARTS = [
  { part: 'from', kinds: ['group'], words: (name: string | null) => `From ${name ?? 'anybody'}` },
  { part: 'to', kinds: ['group'], words: (name: string | null) => `To ${name ?? 'anybody'}` },
  { part: 'service', kinds: ['nsx-service'], words: (name: string | null) => `By ${name ?? 'any service'}` },
  {
    part: 'appliedTo',
    kinds: ['group'],
    words: (name: string | null) => `Applied ${name === null ? 'everywhere' : `to ${name}`}`,
  },
] as const;

/** A rule that nobody has made yet, before all others of a policy. */
export function NewRuleForm({ onAdd }: { readonly onAdd: (edit: WireEdit) => void }) {
  const [policy, setPolicy] = useState<NodeRef | null>(null);
  const [operands, setOperands] = useState<Operands>(ANY);
  const [action, setAction] = useState<(typeof ACTIONS)[number][0]>('DROP');
  const [direction, setDirection] = useState<(typeof DIRECTIONS)[number][0]>('IN_OUT');
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (policy !== null) onAdd(ruleEdit(policy.id, { ...operands, action, direction }));
      }}
    >
      <ObjectPicker label={policy?.name ?? 'First in policy…'} kinds={['security-policy']} onPick={setPolicy} />
      <ChoiceField label="Action" value={action} choices={ACTIONS} onValue={setAction} />
      <ChoiceField label="Direction" value={direction} choices={DIRECTIONS} onValue={setDirection} />
      {PARTS.map(({ part, kinds, words }) => (
        <ObjectPicker
          key={part}
          label={words(operands[part]?.name ?? null)}
          kinds={kinds}
          onPick={(node) => setOperands({ ...operands, [part]: node })}
        />
      ))}
      <AddButton disabled={policy === null} />
    </form>
  );
}
