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

/** A group that holds every segment port with a tag: `scope|value`. */
export const criteriaEdit = (group: string, value: string): WireEdit => ({
  type: 'group',
  group,
  expression: [{ resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value }],
});

/** A rule between two groups, or anybody where none is chosen, before all others of its policy. */
export function ruleEdit(of: {
  readonly policy: string;
  readonly action: string;
  readonly from: Pick<NodeRef, 'id'> | null;
  readonly to: Pick<NodeRef, 'id'> | null;
}): WireEdit {
  const operand = (group: Pick<NodeRef, 'id'> | null): readonly string[] => [group === null ? 'ANY' : pathOf(group.id)];
  const rule = {
    action: of.action,
    sequence_number: 0,
    source_groups: operand(of.from),
    destination_groups: operand(of.to),
  };
  return { type: 'add-rule', policy: of.policy, rule };
}

/** The policy path in an id. */
const pathOf = (id: string): string => unescapeKey(id).split(':').slice(3).join(':');
