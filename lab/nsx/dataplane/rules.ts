import { asNumber, asText, asTexts, type JsonObject } from '../json';
import type { Tree } from '../tree/tree';

/** A rule at its place in the order of evaluation. */
export interface OrderedRule {
  /** Absent for the extra rule a policy has by its connectivity preference. */
  readonly path: string | undefined;
  readonly policy: string;
  readonly category: string;
  readonly action: string;
  readonly direction: string;
  readonly stateful: boolean;
  /** Where it is applied, the policy's word before the rule's; empty for everywhere. */
  readonly scope: readonly string[];
  /** Paths of ports it can be applied to begin so: a VPC's or project's rules stay in it. */
  readonly within: string;
  readonly body: JsonObject;
}

/** Layer 3 in its order; what has no category comes last. Ethernet decides about frames and is not among them. */
const categories = ['Emergency', 'Infrastructure', 'Environment', 'Application'];

const isEverywhere = (scope: readonly string[]) =>
  scope.length === 0 || scope.some((entry) => entry.toUpperCase() === 'ANY');

const rankOf = (policy: JsonObject) => {
  const rank = categories.indexOf(asText(policy.category) ?? '');
  return rank < 0 ? categories.length : rank;
};

const sequenceOf = (body: JsonObject) => asNumber(body.sequence_number) ?? 0;

/** NSX's own total order where every policy has it; ties of sequence numbers are undefined, here they go by path. */
function orderedPolicies(tree: Tree) {
  const policies = [...tree.ofType('SecurityPolicy')].filter(({ body }) => body.category !== 'Ethernet');
  const isNumbered = policies.every(({ body }) => asNumber(body.internal_sequence_number) !== undefined);
  const place = (body: JsonObject) => (isNumbered ? (asNumber(body.internal_sequence_number) ?? 0) : sequenceOf(body));
  return policies.sort(
    (a, b) => rankOf(a.body) - rankOf(b.body) || place(a.body) - place(b.body) || (a.path < b.path ? -1 : 1),
  );
}

const preferences: Readonly<Record<string, string>> = {
  ALLOWLIST: 'DROP',
  ALLOWLIST_ENABLE_LOGGING: 'DROP',
  WHITELIST: 'DROP',
  WHITELIST_ENABLE_LOGGING: 'DROP',
  DENYLIST: 'ALLOW',
  DENYLIST_ENABLE_LOGGING: 'ALLOW',
  BLACKLIST: 'ALLOW',
  BLACKLIST_ENABLE_LOGGING: 'ALLOW',
};

const home = /^(\/orgs\/[^/]+\/projects\/[^/]+\/(?:vpcs\/[^/]+\/)?)/;

/** Every enabled Layer 3 rule in the order of evaluation, over all domains. */
export function orderedRules(tree: Tree): OrderedRule[] {
  return orderedPolicies(tree).flatMap((policy) => {
    const { body } = policy;
    const policyScope = asTexts(body.scope);
    const common = {
      policy: policy.path,
      category: asText(body.category) ?? '',
      stateful: body.stateful !== false,
      within: home.exec(policy.path)?.[1] ?? '/',
    };
    const rules = tree
      .children(policy.path)
      .filter((child) => child.placement.type.name === 'Rule' && child.body.disabled !== true)
      .sort((a, b) => sequenceOf(a.body) - sequenceOf(b.body) || (a.path < b.path ? -1 : 1))
      .map((rule): OrderedRule => {
        const scope = isEverywhere(policyScope) ? asTexts(rule.body.scope) : policyScope;
        return {
          ...common,
          path: rule.path,
          action: asText(rule.body.action) ?? 'ALLOW',
          direction: asText(rule.body.direction) ?? 'IN_OUT',
          scope: isEverywhere(scope) ? [] : scope,
          body: rule.body,
        };
      });
    const preferred = preferences[asText(body.connectivity_preference) ?? asText(body.connectivity_strategy) ?? ''];
    if (preferred === undefined || isEverywhere(policyScope)) return rules;
    const extra = { ...common, path: undefined, direction: 'IN_OUT', scope: policyScope, body: {} };
    return [...rules, { ...extra, action: preferred }];
  });
}
