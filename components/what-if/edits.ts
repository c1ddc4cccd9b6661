import { unescapeKey } from '@/lib/model/ids';
import type { NodeRef } from '@/lib/wire/details';
import { editSchema, type WireEdit } from '@/lib/wire/what-if';

/** A Pod that a form begins with: one came here from its page. */
export interface Picked {
  readonly id: string;
  readonly name: string;
}

/** Everything the page keeps in its URL. */
export interface WhatIfParams {
  readonly edits: readonly WireEdit[];
  /** Edits in the URL that are none: told, and left out. */
  readonly broken: number;
  readonly pod: Picked | null;
}

/** Reads the query; what is no edit is counted. */
export function readWhatIf(query: URLSearchParams): WhatIfParams {
  const read = query.getAll('edit').map(readEdit);
  const edits = read.filter((edit) => edit !== null);
  const [id, name] = [query.get('pod'), query.get('name')];
  return {
    edits,
    broken: read.length - edits.length,
    pod: id === null || id === '' ? null : { id, name: name ?? id },
  };
}

function readEdit(text: string): WireEdit | null {
  try {
    const read = editSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** The page with these edits. */
export function whatIfLink(edits: readonly WireEdit[], pod: Picked | null = null): string {
  const query = editQuery(edits);
  if (pod !== null) {
    query.set('pod', pod.id);
    query.set('name', pod.name);
  }
  const text = query.toString();
  return `/what-if${text === '' ? '' : `?${text}`}`;
}

/** Edits as the API takes them. */
export const editQuery = (edits: readonly WireEdit[]): URLSearchParams =>
  new URLSearchParams(edits.map((edit): [string, string] => ['edit', JSON.stringify(edit)]));

/** One condition on a tag, as a form has it. */
export interface TagCondition {
  readonly member: 'SegmentPort' | 'Segment';
  readonly operator: 'EQUALS' | 'NOTEQUALS';
  /** `scope|tag`; an empty part is not looked at. */
  readonly value: string;
  /** How it goes with the one before; of the first it says nothing. */
  readonly joint: 'AND' | 'OR';
}

/** A group that holds what meets the conditions, in their order. */
export const criteriaEdit = (group: string, conditions: readonly TagCondition[]): WireEdit => ({
  type: 'group',
  group,
  expression: conditions.flatMap(({ member, operator, value, joint }, index) => [
    ...(index === 0 ? [] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: joint }]),
    { resource_type: 'Condition', member_type: member, key: 'Tag', operator, value },
  ]),
});

/** A new rule as a form has it. */
export interface NewRule {
  readonly action: string;
  readonly direction: string;
  /** Groups and a service; null means any. */
  readonly from: Pick<NodeRef, 'id'> | null;
  readonly to: Pick<NodeRef, 'id'> | null;
  readonly service: Pick<NodeRef, 'id'> | null;
  readonly appliedTo: Pick<NodeRef, 'id'> | null;
}

/** The rule before all others of the policy. */
export function ruleEdit(policy: string, of: NewRule): WireEdit {
  const operand = (node: Pick<NodeRef, 'id'> | null): readonly string[] => [node === null ? 'ANY' : pathOf(node.id)];
  const rule = {
    action: of.action,
    direction: of.direction,
    sequence_number: 0,
    source_groups: operand(of.from),
    destination_groups: operand(of.to),
    services: operand(of.service),
    scope: operand(of.appliedTo),
  };
  return { type: 'add-rule', policy, rule };
}

/** The policy path in an id. */
const pathOf = (id: string): string => unescapeKey(id).split(':').slice(3).join(':');
