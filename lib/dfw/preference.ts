import type { PolicyDetail } from '../kinds/nsx/security-policy';
import type { GraphNode, GraphQueries } from '../model';
import { isAny, type PlacedRule, roleOf } from './placed-rule';

/**
 * The rule that NSX adds to a policy with a connectivity preference: everything else in its scope. It is no object of its
 * own, so the policy stands for it. That it is the policy's last rule is our reading; NSX documents only its scope.
 */
export function preferenceRule(graph: GraphQueries, policy: GraphNode): PlacedRule | null {
  if (roleOf(policy) !== 'policy') return null;
  const order = graph.record(policy.id)?.detail as PolicyDetail | undefined; // records of role `policy` have this detail
  // Without a scope of its own a policy gets no such rule.
  if (order === undefined || order.preference === null || isAny(order.scope)) return null;
  return {
    node: policy,
    policy,
    order,
    detail: {
      gateway: false,
      action: order.preference.action,
      direction: 'IN_OUT',
      sequence: Number.POSITIVE_INFINITY,
      ruleId: order.preference.ruleId,
      sources: ANY,
      destinations: ANY,
      sourcesExcluded: false,
      destinationsExcluded: false,
      services: ANY,
      serviceEntries: [],
      profiles: ANY,
      scope: order.scope,
      disabled: false,
      ipProtocol: 'IPV4_IPV6',
      isDefault: true,
      unread: [],
    },
  };
}

const ANY = ['ANY'];
