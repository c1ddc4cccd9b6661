import type { ListedRule } from '@/lib/wire';

/** A rule as the table of rules gets it. */
export function listedRule(more: Partial<ListedRule> = {}): ListedRule {
  const ref = { type: 'Rule', plane: 'nsx', namespace: null, cluster: null, state: 'healthy' } as const;
  return {
    node: { ...ref, id: 'nsx:a:rule:1', kind: 'rule', name: 'allow web' },
    policy: { ...ref, id: 'nsx:a:security-policy:1', kind: 'security-policy', type: 'SecurityPolicy', name: 'shop' },
    madeFor: null,
    category: 'Application',
    policySequence: 10,
    internalSequence: null,
    sequence: 20,
    ruleId: 3051,
    action: 'ALLOW',
    direction: 'IN_OUT',
    disabled: false,
    isDefault: false,
    sources: [],
    sourcesExcluded: false,
    destinations: [],
    destinationsExcluded: false,
    services: [],
    appliedTo: [],
    ipProtocol: 'IPV4_IPV6',
    profiles: [],
    order: 7,
    manager: 'nsx-a',
    marks: [],
    tie: null,
    sight: null,
    begins: null,
    ...more,
  };
}
