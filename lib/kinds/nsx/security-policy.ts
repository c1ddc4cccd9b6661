import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, toPath, underPath } from './object';
import { uidClaim } from './tags';

const number = z.coerce.number().optional();
const schema = z.object({
  category: z.string().optional(),
  sequence_number: number,
  internal_sequence_number: number,
  scope: z.array(z.string()).optional(),
  stateful: z.boolean().optional(),
  is_default: z.boolean().optional(),
  rule_count: number,
});

/** What evaluation needs of a policy. */
export interface PolicyDetail {
  readonly category: string;
  readonly sequence: number;
  /** The system's own total order, when NSX tells it. */
  readonly internalSequence: number | null;
  /** Group paths, or `ANY`; other than ANY it replaces the scope of every rule. */
  readonly scope: readonly string[];
}

/** A security policy: an ordered list of firewall rules in a category. */
export const securityPolicy = nsxKind({
  name: 'security-policy',
  type: 'SecurityPolicy',
  scope: 'any',
  lists: ['{domains}/security-policies', '{kind:vpc}/security-policies'],
  dfw: 'policy',
  presentation: {
    singular: 'security policy',
    plural: 'security policies',
    icon: 'shield',
    lane: null,
    facts: [
      { name: 'category', label: 'Category' },
      { name: 'sequence', label: 'Sequence' },
      { name: 'scope', label: 'Applied to', mono: true },
      { name: 'stateful', label: 'Stateful' },
      { name: 'default', label: 'Default policy' },
      REALIZATION,
    ],
  },
  hides: 'security policies, and with them the order of firewall rules',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const detail: PolicyDetail = {
      category: fields.category ?? '',
      sequence: fields.sequence_number ?? 0,
      internalSequence: fields.internal_sequence_number ?? null,
      scope: fields.scope ?? ['ANY'],
    };
    return {
      facts: {
        category: fields.category ?? null,
        sequence: detail.sequence,
        scope: detail.scope,
        stateful: fields.stateful ?? null,
        default: fields.is_default === true,
      },
      relations: [
        ...underPath('contains', parentPath(intent.path, 'security-policies')),
        ...detail.scope.flatMap((path) => (path.startsWith('/') ? toPath('applied-to', 'scope', path) : [])),
      ],
      claims: uidClaim(intent.owner, intent.owner.policyUid),
      issues,
      detail,
    };
  },
});
