import { z } from 'zod';
import { readFields, unreadFields, wholeNumber } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, toPath, underPath } from './object';
import { uidClaim } from './tags';

const schema = z.object({
  category: z.string().optional(),
  sequence_number: wholeNumber.optional(),
  internal_sequence_number: wholeNumber.optional(),
  scope: z.array(z.string()).optional(),
  stateful: z.boolean().optional(),
  is_default: z.boolean().optional(),
  connectivity_preference: z.string().optional(),
  /** What releases before 3.1 call the preference. */
  connectivity_strategy: z.string().optional(),
  application_connectivity_strategy: z.array(z.unknown()).optional(),
  default_rule_id: wholeNumber.optional(),
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
  /** Why its rules cannot be told from it: a clause about the policy; null when they can. */
  readonly unread: string | null;
}

/** ALLOWLIST lets through what rules allow and drops the rest, DENYLIST the other way round; both may log. */
function preferenceOf(word: string | undefined, ruleId: number | undefined): PolicyDetail['preference'] {
  const name = (word ?? '').toUpperCase();
  const action = /^(ALLOW|WHITE)LIST/.test(name) ? 'DROP' : /^(DENY|BLACK)LIST/.test(name) ? 'ALLOW' : null;
  return action === null ? null : { action, ruleId: ruleId ?? null };
}

/** Of no weight for the place and scope of its rules. */
const BESIDE: ReadonlySet<string> = new Set(['default_rule_id', 'is_default', 'stateful']);

function whyUnread(issues: readonly string[], strategies: readonly unknown[]): string | null {
  const fields = unreadFields(issues).filter((field) => !BESIDE.has(field));
  if (fields.length > 0) return `${fields.join(', ')} of its policy cannot be read`;
  return strategies.length === 0
    ? null
    : 'its policy has connectivity strategies of applications, which are not evaluated here';
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
      preference: preferenceOf(fields.connectivity_preference ?? fields.connectivity_strategy, fields.default_rule_id),
      unread: whyUnread(issues, fields.application_connectivity_strategy ?? []),
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
