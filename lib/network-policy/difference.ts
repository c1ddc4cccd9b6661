import type { Check } from '../dfw/check';
import { CATEGORIES, type PlacedRule } from '../dfw/placed-rule';
import type { Leg } from '../dfw/reach';
import type { GraphNode, GraphQueries } from '../model';
import { combineSides, type Policy, type Side } from './evaluate';

/** A NetworkPolicy of the graph. */
export interface LivePolicy extends Policy {
  readonly node: GraphNode;
}
export interface Sides {
  readonly egress: Side<LivePolicy>;
  readonly ingress: Side<LivePolicy>;
}
type Named = Pick<LivePolicy, 'node' | 'name'>;

/** What NSX does to one way of a flow other than NetworkPolicies ask for, and why; null where it is the same, or not known. */
export function legDifference(graph: GraphQueries, leg: Leg, sides: Sides): string | null {
  const asked = combineSides(sides).outcome;
  if (asked === 'denied' && leg.outcome === 'allowed') {
    const causes = ends(leg, sides).flatMap(({ side, check }) =>
      side.outcome === 'denied' ? whyPassed(graph, side, check) : [],
    );
    return `NetworkPolicies deny it, NSX lets it through. ${sentences(causes)}`;
  }
  if (asked === 'allowed' && (leg.outcome === 'dropped' || leg.outcome === 'rejected')) {
    const causes = ends(leg, sides).flatMap(({ side, check }) =>
      check.outcome === 'drop' || check.outcome === 'reject' ? whyStopped(graph, side, check) : [],
    );
    return `NetworkPolicies allow it, NSX ${leg.outcome === 'dropped' ? 'drops' : 'rejects'} it. ${sentences(causes)}`;
  }
  return null;
}

const ends = (leg: Leg, { egress, ingress }: Sides) => [
  { side: egress, check: leg.source },
  { side: ingress, check: leg.destination },
];

const sentences = (causes: readonly string[]): string => [...new Set(causes)].map((cause) => `${cause}.`).join(' ');

function whyPassed(graph: GraphQueries, side: Side<LivePolicy>, check: Check): readonly string[] {
  const { rule } = check;
  if (check.outcome === 'unchecked') return [`NSX does not check there: ${check.because}`];
  const missing = side.policies.flatMap(({ policy }) => missingHalf(graph, policy, 'isolation'));
  const before = rule === null ? null : comesBefore(graph, rule);
  if (before !== null) return [before, ...missing];
  if (rule === null) return missing.length > 0 ? missing : [check.because];
  const maker = networkPolicyOf(graph, rule);
  if (maker !== null && !isCatchAll(rule)) {
    return [
      `Rule ${rule.node.name}, made for NetworkPolicy ${maker.name}, allows more than that policy does`,
      ...missing,
    ];
  }
  if (missing.length > 0) return missing;
  const names = side.policies.map(({ policy }) => policy.name).join(', ');
  return [
    `The isolation rules for NetworkPolicy ${names} do not meet it: the port of the Pod is not in their group, or they lack this direction`,
  ];
}

function whyStopped(graph: GraphQueries, side: Side<LivePolicy>, { rule, because }: Check): readonly string[] {
  if (rule === null) return [because];
  const before = comesBefore(graph, rule);
  if (before !== null) return [before];
  const maker = networkPolicyOf(graph, rule);
  const missing = side.policies.flatMap(({ policy }) => missingHalf(graph, policy, 'allow'));
  if (maker !== null) {
    const own = missingHalf(graph, maker, 'allow');
    const causes = [...new Set([...missing, ...own])];
    if (causes.length > 0) return causes;
    const allowing = side.policies.map(({ policy }) => policy.name).join(', ');
    if (allowing === '') {
      return [
        `The isolation rule for NetworkPolicy ${maker.name} meets a Pod that this policy does not select: its group differs`,
      ];
    }
    return [
      `No rule in NSX for NetworkPolicy ${allowing} allows it, so the isolation rule for ${maker.name} drops it: NCP left a part of the policy out, or its groups differ or lag behind`,
    ];
  }
  if (missing.length > 0) return missing;
  if (isCatchAll(rule))
    return [`Rule ${rule.node.name} stops whatever no rule allows; Kubernetes allows what no policy forbids`];
  return [
    `Rule ${rule.node.name} of policy ${rule.policy?.name ?? 'unknown'} stops it, which was made for no NetworkPolicy`,
  ];
}

const isCatchAll = ({ detail, policy, order }: PlacedRule): boolean =>
  detail.isDefault || order.isDefault || policy === null || !Number.isFinite(detail.sequence);

/** A rule that decides before any rule made for NetworkPolicies could. */
function comesBefore(graph: GraphQueries, rule: PlacedRule): string | null {
  if (networkPolicyOf(graph, rule) !== null) return null;
  const { category } = rule.order;
  const at = CATEGORIES.indexOf(category);
  const policy = rule.policy?.name ?? 'unknown';
  if (at >= 0 && at < CATEGORIES.indexOf('Application')) {
    return `Rule ${rule.node.name} of policy ${policy} in category ${category} decides before the rules for NetworkPolicies`;
  }
  if (isCatchAll(rule)) return null;
  return `Rule ${rule.node.name} of policy ${policy} (${category || 'no category'}, sequence ${rule.order.sequence}) decides, which was made for no NetworkPolicy`;
}

/** The NetworkPolicy that a rule was made for; null for rules of others. */
function networkPolicyOf(graph: GraphQueries, { policy }: PlacedRule): Named | null {
  if (policy === null) return null;
  const hop = graph
    .hopsTo(policy.id)
    .find(({ kind, from }) => kind === 'realizes' && from.node.kind === 'network-policy');
  return hop === undefined ? null : { node: hop.from.node, name: hop.from.node.name };
}

/**
 * What NSX lacks of a NetworkPolicy: NCP makes two security policies for each, one that allows and one that isolates.
 * Other operators make one, which counts as both.
 */
function missingHalf(graph: GraphQueries, { node, name }: Named, half: 'allow' | 'isolation'): readonly string[] {
  const made = graph
    .hopsFrom(node.id)
    .flatMap(({ kind, to }) => (kind === 'realizes' && to.node.kind === 'security-policy' ? [to.node] : []));
  if (made.length === 0) {
    return [`NetworkPolicy ${name} has no security policy in NSX: it could not be translated, or has not been yet`];
  }
  const types = made.map(({ tags = [] }) => tags.find(({ scope }) => scope === 'ncp/sec_policy_type')?.tag);
  if (types.includes(undefined)) return [];
  const wanted = half === 'allow' ? 'networkpolicies' : 'ncp/isol_sect_id';
  if (types.includes(wanted)) return [];
  const missing = half === 'allow' ? 'allows' : 'isolates';
  return [`Of the two security policies for NetworkPolicy ${name}, the one that ${missing} is missing`];
}
