import { toRef } from '../details/refs';
import { kindNamed, nsxKinds } from '../kinds';
import type { PolicyDetail } from '../kinds/nsx/security-policy';
import type { RuleDetail } from '../kinds/nsx/rule';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { GroupResponse, SeenRule } from '../wire';
import { holdsAddress } from './address';
import { addressesOf, groupAddresses, groupAt, groupsOf } from './lookup';

type Use = GroupResponse['usedBy'][number];

const roleOf = (node: GraphNode | undefined): string | null => {
  const kind = node === undefined ? undefined : kindNamed(node.kind);
  return kind?.plane === 'nsx' ? kind.dfw : null;
};

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

/** A rule with its place in the evaluation order. */
interface PlacedRule {
  readonly node: GraphNode;
  readonly detail: RuleDetail;
  readonly policy: GraphNode | null;
  readonly order: PolicyDetail;
}

/** A policy that has not been read yet: its rules come last, as rules without a category do. */
const NO_POLICY: PolicyDetail = { category: '', sequence: 0, internalSequence: null, scope: ['ANY'] };

function placeRule(graph: GraphQueries, node: GraphNode): PlacedRule | null {
  const record = roleOf(node) === 'rule' ? graph.record(node.id) : undefined;
  if (record === undefined) return null;
  const detail = record.detail as RuleDetail; // records of role `rule` are only made by the kind, with this detail
  if (detail.gateway) return null;
  const policy = graph
    .edgesTo(node.id)
    .map((edge) => (edge.kind === 'contains' ? graph.node(edge.from) : undefined))
    .find((candidate) => roleOf(candidate) === 'policy');
  const order = policy === undefined ? undefined : graph.record(policy.id)?.detail;
  return {
    node,
    detail,
    policy: policy ?? null,
    order: (order as PolicyDetail | undefined) ?? NO_POLICY, // likewise for role `policy`
  };
}

const CATEGORIES = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];

/** Category, then policy across all domains, then rule; what NSX leaves open is settled by path, so that order is stable. */
function compareRules(a: PlacedRule, b: PlacedRule): number {
  const rank = ({ order }: PlacedRule): number => {
    const at = CATEGORIES.indexOf(order.category);
    return at < 0 ? CATEGORIES.length : at;
  };
  const known = a.order.internalSequence !== null && b.order.internalSequence !== null;
  const policies = known
    ? (a.order.internalSequence ?? 0) - (b.order.internalSequence ?? 0)
    : a.order.sequence - b.order.sequence;
  const paths = (rule: PlacedRule): string => `${rule.policy?.key ?? ''}\n`;
  return (
    rank(a) - rank(b) ||
    policies ||
    compareText(paths(a), paths(b)) ||
    a.detail.sequence - b.detail.sequence ||
    compareText(a.node.key, b.node.key)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rules that a port enforces on its own traffic, in evaluation order. Disabled ones are listed as such. */
export function rulesSeenBy(graph: GraphQueries, port: GraphNode): readonly SeenRule[] {
  const eyes: Eyes = {
    graph,
    port,
    groups: new Set(groupsOf(graph, port.id).map((group) => group.id)),
    addresses: addressesOf(graph, port),
  };
  const seen: { readonly rule: PlacedRule; readonly sight: Sight }[] = [];
  for (const kind of nsxKinds()) {
    if (kind.dfw !== 'rule') continue;
    for (const node of graph.nodesOfKind(kind.name)) {
      const rule = node.source === port.source ? placeRule(graph, node) : null;
      const sight = rule === null ? null : see(eyes, rule);
      if (rule !== null && sight !== null) seen.push({ rule, sight });
    }
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

const isAny = (operands: readonly string[]): boolean =>
  operands.length === 0 || operands.some((operand) => operand.toUpperCase() === 'ANY');

/** Applied-to is tested against the port that does the check; a scope of the policy replaces the rule's own. */
function scopeOf({ detail, order }: PlacedRule): readonly string[] {
  return isAny(order.scope) ? detail.scope : order.scope;
}

function see(eyes: Eyes, rule: PlacedRule): Sight | null {
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
    appliedTo: named(scopeOf(rule)),
    because: sight.because,
  };
}

/** The name of what an operand's path stands for; the operand itself when nobody knows it. */
function nameOf(graph: GraphQueries, rule: GraphNode, operand: string): string {
  if (!operand.startsWith('/')) return operand.toUpperCase() === 'ANY' ? 'any' : operand;
  return graph.byKey(rule.source, operand)?.name ?? operand.slice(operand.lastIndexOf('/') + 1);
}
