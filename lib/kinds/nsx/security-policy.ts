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
  connectivity_preference: z.string().optional(),
  default_rule_id: number,
  rule_count: number,
  scheduler_path: z.string().optional(),
});

/** What evaluation needs of a policy. */
export interface PolicyDetail {
  readonly category: string;
  readonly sequence: number;
  /** The system's own total order, when NSX tells it. */
  readonly internalSequence: number | null;
  /** Group paths, or `ANY`; other than ANY it replaces the scope of every rule. */
  readonly scope: readonly string[];
  /** Whether replies of an allowed flow pass by themselves; null when NSX does not say, which means yes. */
  readonly stateful: boolean | null;
  readonly isDefault: boolean;
  /** Whether it holds at certain times only. */
  readonly scheduled: boolean;
  /** What a rule that NSX adds for the scope of the policy does with all the rest; null when there is none. */
  readonly preference: { readonly action: 'ALLOW' | 'DROP'; readonly ruleId: number | null } | null;
}

/** ALLOWLIST lets through what rules allow and drops the rest, DENYLIST the other way round; both may log. */
function preferenceOf(word: string | undefined, ruleId: number | undefined): PolicyDetail['preference'] {
  const name = (word ?? '').toUpperCase();
  const action = /^(ALLOW|WHITE)LIST/.test(name) ? 'DROP' : /^(DENY|BLACK)LIST/.test(name) ? 'ALLOW' : null;
  return action === null ? null : { action, ruleId: ruleId ?? null };
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
      stateful: fields.stateful ?? null,
      isDefault: fields.is_default === true,
      scheduled: (fields.scheduler_path ?? '') !== '',
      preference: preferenceOf(fields.connectivity_preference, fields.default_rule_id),
    };
    return {
      facts: {
        category: fields.category ?? null,
        sequence: detail.sequence,
        scope: detail.scope,
        stateful: fields.stateful ?? null,
        default: detail.isDefault,
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
