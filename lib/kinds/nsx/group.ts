import { z } from 'zod';
import { type Expression, parseExpression } from '../../dfw/expression';
import { expressionLine } from '../../dfw/words';
import { isObject, readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, underPath } from './object';
import { idGrammar, uidClaim } from './tags';

const schema = z.object({
  state: z.string().optional(),
  group_type: z.array(z.string()).optional(),
  expression: z.array(z.unknown()).optional(),
  extended_expression: z.array(z.unknown()).optional(),
});
const podUid = idGrammar('hc_port_', '_tgt');

/** What evaluation needs of a group. */
export interface GroupDetail {
  readonly expression: Expression;
}

/** A group: source, destination or scope of rules. */
export const group = nsxKind({
  name: 'group',
  type: 'Group',
  scope: 'any',
  lists: ['{domains}/groups'],
  dfw: 'group',
  presentation: {
    singular: 'group',
    plural: 'groups',
    icon: 'users',
    lane: 'group',
    line: (node) => String(node.facts.criteria ?? ''),
    facts: [
      { name: 'criteria', label: 'Criteria', mono: true },
      { name: 'domain', label: 'Domain', mono: true },
      { name: 'createdFor', label: 'Created for' },
      { name: 'state', label: 'Evaluation state' },
      { name: 'types', label: 'Group type' },
      REALIZATION,
    ],
  },
  hides: 'groups, and with them whom firewall rules mean',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const domain = parentPath(intent.path, 'groups');
    const extended = (fields.extended_expression ?? []).length > 0;
    const detail: GroupDetail = {
      expression: parseExpression((fields.expression ?? []).filter(isObject), extended),
    };
    return {
      facts: {
        domain,
        criteria: expressionLine(detail.expression),
        createdFor: intent.owner.createdFor,
        state: fields.state ?? null,
        types: fields.group_type ?? null,
      },
      ...(fields.state === 'FAILURE' ? { state: 'failed', reason: 'NSX could not evaluate the group' } : {}),
      relations: underPath('contains', domain),
      claims: [
        ...uidClaim(intent.owner, intent.owner.policyUid),
        ...(intent.owner.policyUid === null ? uidClaim(intent.owner, podUidTag(intent)) : []),
      ],
      issues,
      detail,
    };
  },
});

/** A health-check group names its Pod by tag; the id says the same. */
function podUidTag(intent: Parameters<Parameters<typeof nsxKind>[0]['project']>[1]) {
  return podUid(intent.id) === null ? null : intent.owner.podUid;
}
