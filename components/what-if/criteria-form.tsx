'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { NodeRef } from '@/lib/wire/details';
import type { WireEdit } from '@/lib/wire/what-if';
import { criteriaEdit, type TagCondition } from './edits';
import { AddButton, ChoiceField, TextField } from './fields';
import { ObjectPicker } from './object-picker';

const FIRST: TagCondition = { member: 'SegmentPort', operator: 'EQUALS', value: '', joint: 'AND' };
const MEMBERS = [
  ['SegmentPort', 'Segment port'],
  ['Segment', 'Segment'],
] as const;
const OPERATORS = [
  ['EQUALS', 'has tag'],
  ['NOTEQUALS', 'has no tag'],
] as const;
const JOINTS = [
  ['AND', 'and'],
  ['OR', 'or'],
] as const;
/** As many as a form is good for. */
const MOST = 5;

/** Other criteria of a group: conditions on tags, in order. */
export function CriteriaForm({ onAdd }: { readonly onAdd: (edit: WireEdit) => void }) {
  const [group, setGroup] = useState<NodeRef | null>(null);
  const [conditions, setConditions] = useState<readonly TagCondition[]>([FIRST]);
  const complete = group !== null && conditions.every(({ value }) => value.trim() !== '');
  const change = (at: number, part: Partial<TagCondition>) =>
    setConditions(conditions.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete)
          onAdd(
            criteriaEdit(
              group.id,
              conditions.map((one) => ({ ...one, value: one.value.trim() })),
            ),
          );
      }}
    >
      <ObjectPicker label={group?.name ?? 'Group…'} kinds={['group']} onPick={setGroup} />
      {conditions.map((condition, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name, their place is what they are known by
        <div key={at} className="flex flex-wrap items-end gap-2">
          {at > 0 && (
            <ChoiceField
              label="Joined by"
              value={condition.joint}
              choices={JOINTS}
              onValue={(joint) => change(at, { joint })}
            />
          )}
          <ChoiceField
            label="Member"
            value={condition.member}
            choices={MEMBERS}
            onValue={(member) => change(at, { member })}
          />
          <ChoiceField
            label="Condition"
            value={condition.operator}
            choices={OPERATORS}
            onValue={(operator) => change(at, { operator })}
          />
          <TextField
            label="Tag"
            value={condition.value}
            onValue={(value) => change(at, { value })}
            placeholder="scope|value"
          />
          {conditions.length > 1 && (
            <Button
              look="icon"
              aria-label={`Leave out condition ${at + 1}`}
              onClick={() => setConditions(conditions.filter((_, index) => index !== at))}
            >
              <X size={14} aria-hidden />
            </Button>
          )}
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {conditions.length < MOST && (
          <Button onClick={() => setConditions([...conditions, FIRST])}>
            <Plus size={14} aria-hidden />
            Another condition
          </Button>
        )}
        <AddButton disabled={!complete} />
      </div>
    </form>
  );
}
