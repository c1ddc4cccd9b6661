import { toRef } from '../details/refs';
import type { GraphQueries } from '../model';
import type { FirewallRule } from '../wire';
import { madeFor } from './made-for';
import { isAny, type PlacedRule, shownScopeOf } from './placed-rule';
import { entryWords } from './service-match';

/** A rule as the wire carries it, with what it names by name. */
export function describeRule(graph: GraphQueries, rule: PlacedRule): FirewallRule {
  const { node, policy, order, detail } = rule;
  const named = (operands: readonly string[]): FirewallRule['sources'] =>
    isAny(operands) ? [] : operands.map((operand) => toOperand(graph, rule, operand));
  return {
    node: toRef(node),
    policy: policy === null ? null : toRef(policy),
    madeFor: policy === null ? null : madeFor(graph, policy.id),
    category: order.category,
    policySequence: order.sequence,
    internalSequence: order.internalSequence,
    sequence: Number.isFinite(detail.sequence) ? detail.sequence : null,
    ruleId: detail.ruleId,
    action: detail.action,
    direction: detail.direction,
    disabled: detail.disabled,
    isDefault: detail.isDefault,
    sources: named(detail.sources),
    sourcesExcluded: detail.sourcesExcluded,
    destinations: named(detail.destinations),
    destinationsExcluded: detail.destinationsExcluded,
    services: [
      ...named(detail.services),
      ...detail.serviceEntries.map((entry) => ({ name: entryWords(entry), id: null })),
    ],
    appliedTo: named(shownScopeOf(rule)),
    ipProtocol: detail.ipProtocol,
    profiles: isAny(detail.profiles) ? [] : [...detail.profiles],
  };
}

function toOperand(graph: GraphQueries, { node }: PlacedRule, operand: string): FirewallRule['sources'][number] {
  if (!operand.startsWith('/')) return { name: operand, id: null };
  const found = graph.byKey(node.source, operand);
  return found === undefined
    ? { name: operand.slice(operand.lastIndexOf('/') + 1), id: null }
    : { name: found.name, id: found.id };
}
