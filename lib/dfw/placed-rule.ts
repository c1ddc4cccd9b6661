import { kindNamed } from '../kinds';
import type { RuleDetail } from '../kinds/nsx/rule';
import type { PolicyDetail } from '../kinds/nsx/security-policy';
import type { GraphNode, GraphQueries } from '../model';
import { spaceOf } from './spaces';

/** What the distributed firewall sees in a node; null when it sees nothing. */
export const roleOf = (node: GraphNode | undefined): string | null => {
  const kind = node === undefined ? undefined : kindNamed(node.kind);
  return kind?.plane === 'nsx' ? kind.dfw : null;
};

export const isAny = (operands: readonly string[]): boolean =>
  operands.length === 0 || operands.some((operand) => operand.length === ANY.length && operand.toUpperCase() === ANY);

const ANY = 'ANY';

/** A rule with its place in the evaluation order. */
export interface PlacedRule {
  readonly node: GraphNode;
  readonly detail: RuleDetail;
  readonly policy: GraphNode | null;
  readonly order: PolicyDetail;
}

/** A policy that has not been read: where its rules stand is not known. */
const NO_POLICY: PolicyDetail = {
  category: '',
  sequence: 0,
  internalSequence: null,
  scope: ['ANY'],
  stateful: null,
  isDefault: false,
  scheduled: false,
  preference: null,
  unread: 'its policy has not been read',
};

export function placeRule(graph: GraphQueries, node: GraphNode): PlacedRule | null {
  const record = roleOf(node) === 'rule' ? graph.record(node.id) : undefined;
  if (record === undefined) return null;
  const detail = record.detail as RuleDetail; // records of role `rule` are only made by the kind, with this detail
  if (detail.gateway) return null;
  const policy = graph.hopsTo(node.id).find(({ kind, from }) => kind === 'contains' && roleOf(from.node) === 'policy')
    ?.from.node;
  return { node, detail, policy: policy ?? null, order: policy === undefined ? NO_POLICY : policyOrder(graph, policy) };
}

/** What a policy says of the place and scope of its rules. */
export function policyOrder(graph: GraphQueries, policy: GraphNode): PolicyDetail {
  return (graph.record(policy.id)?.detail as PolicyDetail | undefined) ?? NO_POLICY; // records of role `policy` have this detail
}

/** In order of evaluation. */
export const CATEGORIES: readonly string[] = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];

/** The place of a category; of one that is unheard of, and of none, the last. */
export function rankOf(category: string): number {
  const at = CATEGORIES.indexOf(category);
  return at < 0 ? CATEGORIES.length : at;
}

/** The same of a policy. One that could not be read may stand anywhere: it is looked at first, and decides nothing for sure. */
export const tierOf = ({ category, unread }: PolicyDetail): number => (unread === null ? rankOf(category) : -1);

/** The project or VPC that a rule belongs to; it guards nothing outside. */
export const spaceOfRule = ({ node, policy }: PlacedRule): string => spaceOf((policy ?? node).key);

/** Whether a Global Manager made it, which stretches its policies to the managers of a federation. */
export const isGlobal = ({ node, policy }: PlacedRule): boolean => (policy ?? node).key.startsWith('/global-infra/');

/** Whether it is among those of the default space whose order against those of the other manager is not documented. */
export const isBesideOthers = (rule: PlacedRule): boolean => standing(rule) <= OF_DEFAULT_SPACE;

/**
 * Where a policy stands in its category. `internal_sequence_number` is the system's own order; else those of the default
 * space come before those of projects, and these before those of VPCs, each by its sequence number. Default sections end
 * the category, that of the default space last of all: it is for what no other section has decided. Those of a Global
 * Manager are shown before those of the manager itself, whatever NSX does.
 */
export function placeInCategory(rule: PlacedRule, byInternal: boolean): number {
  if (byInternal) return rule.order.internalSequence ?? 0;
  return standing(rule) * 2 ** 32 + rule.order.sequence;
}

function standing(rule: PlacedRule): number {
  const space = spaceOfRule(rule);
  if (rule.order.isDefault || DEFAULT_SECTION.test(rule.policy?.key ?? '')) return space === '' ? 5 : 4;
  if (space === '') return isGlobal(rule) ? 0 : OF_DEFAULT_SPACE;
  return space.includes('/vpcs/') ? 3 : 2;
}

const OF_DEFAULT_SPACE = 1;

const DEFAULT_SECTION = /\/security-policies\/default-layer[23]-section$/;

/** Category, then policy across all domains, then rule; what NSX leaves open is settled by path, so that order is stable. */
export function compareRules(a: PlacedRule, b: PlacedRule): number {
  const known = a.order.internalSequence !== null && b.order.internalSequence !== null;
  const policies = placeInCategory(a, known) - placeInCategory(b, known);
  const paths = (rule: PlacedRule): string => `${rule.policy?.key ?? ''}\n`;
  return (
    tierOf(a.order) - tierOf(b.order) ||
    policies ||
    compareText(paths(a), paths(b)) ||
    a.detail.sequence - b.detail.sequence ||
    compareText(a.node.key, b.node.key)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The scope for people: what is applied to anybody in a project or VPC is applied to that. */
export function shownScopeOf(rule: PlacedRule): readonly string[] {
  const [scope, space] = [scopeOf(rule), spaceOfRule(rule)];
  return space !== '' && isAny(scope) ? [space.slice(0, -1)] : scope;
}

/** Whether some of it, or of its policy, could not be read. */
export const isUnread = ({ detail, order }: PlacedRule): boolean => order.unread !== null || detail.unread.length > 0;

/** Applied-to is tested against the port that does the check; a scope of the policy replaces the rule's own. */
export function scopeOf({ detail, order }: PlacedRule): readonly string[] {
  return isAny(order.scope) ? detail.scope : order.scope;
}
