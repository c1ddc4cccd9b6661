import { z } from 'zod';
import { type Expression, parseExpression } from '../../dfw/expression';
import { spaceOf } from '../../dfw/spaces';
import { expressionLine } from '../../dfw/words';
import type { Claim, RelationStatement, Tag } from '../../model';
import { readFields, unreadFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { balancerKey } from './lb-virtual-server';
import { type Intent, parentPath, underPath } from './object';
import { idClaim, idGrammar, uidClaim } from './tags';

const schema = z.object({
  state: z.string().optional(),
  group_type: z.array(z.string()).optional(),
  expression: z.array(z.unknown()).optional(),
  extended_expression: z.array(z.unknown()).optional(),
});
const podUid = idGrammar('hc_port_', '_tgt');
const namespaceUid = idGrammar('proj_');
const LOAD_BALANCER_SCOPES = new Set(['NLB-VIP_ID', 'NLB-Pool_ID']);

/** What evaluation needs of a group. */
export interface GroupDetail {
  readonly expression: Expression;
}

/** A group: source, destination or scope of rules. */
export const group = nsxKind({
  name: 'group',
  type: 'Group',
  scope: 'any',
  lists: ['{domains}/groups', '{kind:vpc}/groups'],
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
    // A list that is none is no list of nothing.
    const lost = unreadFields(issues).includes('expression') ? [null] : [];
    const within = spaceOf(intent.path);
    const elements = [...(fields.expression ?? []), ...lost];
    const detail: GroupDetail = { expression: parseExpression(elements, { extended, within }) };
    return {
      facts: {
        domain,
        criteria: expressionLine(detail.expression),
        createdFor: intent.owner.createdFor,
        state: fields.state ?? null,
        types: fields.group_type ?? null,
      },
      ...(fields.state === 'FAILURE' ? { state: 'failed', reason: 'NSX could not evaluate the group' } : {}),
      relations: [...underPath('contains', domain), ...madeFor(intent.tags)],
      claims: claimsOf(intent),
      issues,
      detail,
    };
  },
});

/** Made for a NetworkPolicy, for the probes of a Pod, or for all Pods of a Namespace. */
function claimsOf({ owner, id }: Intent): readonly Claim[] {
  if (owner.policyUid !== null) return uidClaim(owner, owner.policyUid);
  const pod = podUid(id);
  if (pod !== null) return [...uidClaim(owner, owner.podUid), ...idClaim(owner, pod)];
  const namespace = namespaceUid(id);
  return namespace === null ? [] : [...uidClaim(owner, owner.namespaceUid), ...idClaim(owner, namespace)];
}

/** NSX makes a group for every virtual server and pool of its load balancer, and names them by tag. */
function madeFor(tags: readonly Tag[]): readonly RelationStatement[] {
  return tags.flatMap((tag): readonly RelationStatement[] => {
    if (!LOAD_BALANCER_SCOPES.has(tag.scope) || tag.tag === '') return [];
    const evidence = { by: 'tag', scope: tag.scope, tag: tag.tag } as const;
    return [{ edge: 'made-for', direction: 'out', target: { by: 'key', key: balancerKey(tag.tag) }, evidence }];
  });
}
