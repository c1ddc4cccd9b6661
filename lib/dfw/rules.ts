import { toRef } from '../details/refs';
import type { RuleDetail } from '../kinds/nsx/rule';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { GroupResponse, SeenRule } from '../wire';
import { holdsAddress } from './address';
import { rulesAppliedTo } from './applied-rules';
import { addressesOf, groupAddresses, groupAt, groupsOf } from './lookup';
import {
  compareRules,
  isAny,
  type PlacedRule,
  placeRule,
  roleOf,
  scopeOf,
  shownScopeOf,
  spaceOfRule,
} from './placed-rule';
import { isWithin } from './spaces';

type Use = Omit<GroupResponse['usedBy'][number], 'through'>;

/** The rules for ports that name a group, themselves or through the scope of their policy. */
export function rulesNaming(graph: GraphQueries, group: NodeId): ReadonlySet<NodeId> {
  const rules = new Set<NodeId>();
  const note = ({ id }: GraphNode): void => {
    const detail = graph.record(id)?.detail as RuleDetail | undefined; // as in `placeRule`
    if (detail?.gateway === false) rules.add(id);
  };
  for (const { kind, from } of graph.hopsTo(group)) {
    if (kind !== 'source' && kind !== 'destination' && kind !== 'applied-to') continue;
    if (roleOf(from.node) === 'rule') note(from.node);
    else if (roleOf(from.node) === 'policy')
      for (const inner of graph.hopsFrom(from.node.id))
        if (inner.kind === 'contains' && roleOf(inner.to.node) === 'rule') note(inner.to.node);
  }
  return rules;
}

/** The rules that name a group, themselves or through the scope of their policy, in evaluation order. */
export function rulesUsing(graph: GraphQueries, group: NodeId): readonly Use[] {
  const uses = new Map<NodeId, { readonly rule: PlacedRule; readonly as: Set<Use['as'][number]> }>();
  const note = (node: GraphNode | undefined, as: Use['as'][number]): void => {
    const rule = node === undefined ? null : placeRule(graph, node);
    if (rule === null) return;
    const known = uses.get(rule.node.id) ?? { rule, as: new Set() };
    known.as.add(as);
    uses.set(rule.node.id, known);
  };
  for (const edge of graph.edgesTo(group)) {
    if (edge.kind !== 'source' && edge.kind !== 'destination' && edge.kind !== 'applied-to') continue;
    const node = graph.node(edge.from);
    if (roleOf(node) !== 'policy') note(node, edge.kind);
    else
      for (const inner of graph.edgesFrom(edge.from))
        if (inner.kind === 'contains') note(graph.node(inner.to), edge.kind);
  }
  return [...uses.values()]
    .sort((a, b) => compareRules(a.rule, b.rule))
    .map(({ rule, as }) => ({
      rule: toRef(rule.node),
      policy: rule.policy === null ? null : toRef(rule.policy),
      as: [...as],
      action: rule.detail.action,
      disabled: rule.detail.disabled,
      ruleId: rule.detail.ruleId,
      category: rule.order.category,
    }));
}

/** The rules that a port enforces on its own traffic, in evaluation order. Disabled ones are listed as such. */
export function rulesSeenBy(graph: GraphQueries, port: GraphNode): readonly SeenRule[] {
  return rulesSeenAmong(graph, port, rulesAppliedTo(graph, port));
}

/** The same of some rules only. */
export function rulesSeenAmong(graph: GraphQueries, port: GraphNode, rules: Iterable<GraphNode>): readonly SeenRule[] {
  const see = sightFrom(graph, port);
  const seen: { readonly rule: PlacedRule; readonly sight: Sight }[] = [];
  for (const node of rules) {
    const rule = node.source === port.source ? placeRule(graph, node) : null;
    const sight = rule === null ? null : see(rule);
    if (rule !== null && sight !== null) seen.push({ rule, sight });
  }
  return seen
    .sort((a, b) => compareRules(a.rule, b.rule))
    .map(({ rule, sight }, index) => toSeenRule(graph, { rule, sight, order: index + 1 }));
}

interface Eyes {
  readonly graph: GraphQueries;
  readonly port: GraphNode;
  readonly groups: ReadonlySet<NodeId>;
  readonly addresses: readonly string[];
}

interface Sight {
  readonly direction: SeenRule['direction'];
  readonly because: string;
}

/** Tells how the port meets a rule that may be applied to it; null when it does not. */
export function sightFrom(graph: GraphQueries, port: GraphNode): (rule: PlacedRule) => Sight | null {
  const eyes: Eyes = {
    graph,
    port,
    groups: new Set(groupsOf(graph, port.id).map((group) => group.id)),
    addresses: addressesOf(graph, port),
  };
  return (rule) => look(eyes, rule);
}

function look(eyes: Eyes, rule: PlacedRule): Sight | null {
  if (!isWithin(eyes.port.key, spaceOfRule(rule))) return null;
  const scope = scopeOf(rule);
  const inScope = isAny(scope) ? 'applied everywhere' : memberWords(eyes, scope, { addresses: false });
  if (inScope === null) return null;
  const { detail } = rule;
  const out = detail.direction === 'IN' ? null : operandWords(eyes, detail.sources, detail.sourcesExcluded);
  const into = detail.direction === 'OUT' ? null : operandWords(eyes, detail.destinations, detail.destinationsExcluded);
  if (out === null && into === null) return null;
  const direction = out !== null && into !== null ? 'both' : out !== null ? 'out' : 'in';
  const parts = [
    ...(out === null ? [] : [`as source: ${out}`]),
    ...(into === null ? [] : [`as destination: ${into}`]),
    ...(isAny(scope) ? [] : [`applied to ${inScope}`]),
  ];
  return { direction, because: parts.join('; ') };
}

function operandWords(eyes: Eyes, operands: readonly string[], excluded: boolean): string | null {
  const hit = isAny(operands) ? 'any' : memberWords(eyes, operands, { addresses: true });
  if (!excluded) return hit;
  return hit === null ? 'not among those excluded' : null;
}

/** By which operand the port is meant. Groups of addresses count as operands, but never in applied-to. */
function memberWords(eyes: Eyes, operands: readonly string[], options: { readonly addresses: boolean }): string | null {
  for (const operand of operands) {
    if (!operand.startsWith('/')) {
      const address = options.addresses ? eyes.addresses.find((one) => holdsAddress(operand, one)) : undefined;
      if (address !== undefined) return `address ${address} in ${operand}`;
      continue;
    }
    if (operand === eyes.port.key) return 'the port itself';
    const group = groupAt(eyes.graph, eyes.port.source, operand);
    if (group === null) continue;
    if (eyes.groups.has(group.node.id)) return `group ${group.node.name}`;
    const holds = options.addresses ? groupAddresses(eyes.graph, group) : [];
    const address = eyes.addresses.find((one) => holds.some((entry) => holdsAddress(entry, one)));
    if (address !== undefined) return `address ${address} in group ${group.node.name}`;
  }
  return null;
}

function toSeenRule(
  graph: GraphQueries,
  { rule, sight, order }: { readonly rule: PlacedRule; readonly sight: Sight; readonly order: number },
): SeenRule {
  const { detail, node } = rule;
  const named = (operands: readonly string[], excluded = false): string[] => {
    const names = operands.map((operand) => nameOf(graph, node, operand));
    return excluded ? names.map((name) => `not ${name}`) : names;
  };
  return {
    order,
    node: toRef(node),
    policy: rule.policy === null ? null : toRef(rule.policy),
    category: rule.order.category,
    action: detail.action,
    direction: sight.direction,
    disabled: detail.disabled,
    ruleId: detail.ruleId,
    sources: named(detail.sources, detail.sourcesExcluded),
    destinations: named(detail.destinations, detail.destinationsExcluded),
    // Entries within the rule replace a service list of ANY; they do not add to it.
    services:
      detail.serviceEntries.length > 0 && isAny(detail.services) ? ['ports given in the rule'] : named(detail.services),
    appliedTo: named(shownScopeOf(rule)),
    because: sight.because,
  };
}

/** The name of what an operand's path stands for; the operand itself when nobody knows it. */
function nameOf(graph: GraphQueries, rule: GraphNode, operand: string): string {
  if (!operand.startsWith('/')) return operand.toUpperCase() === 'ANY' ? 'any' : operand;
  return graph.byKey(rule.source, operand)?.name ?? operand.slice(operand.lastIndexOf('/') + 1);
}
