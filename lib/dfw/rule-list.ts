import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries, NodeId, SourceId } from '../model';
import { STRIDE, type Steps } from '../steps';
import type { ListedRule, MarkKind, RulesResponse } from '../wire';
import { MARK_KINDS } from '../wire';
import { describeRule } from './describe-rule';

import { liveState, readyToReach } from './live-state';
import { lowerOf } from './lower-case';
import { managerName } from './manager-name';
import { madeFor } from './made-for';
import { type PlacedRule, placeRule, rankOf, roleOf, scopeOf } from './placed-rule';
import { preferenceRule } from './preference';
import type { BookRule } from './book-rule';
import { ruleBook, type RuleBook } from './rule-book';
import { RuleMarks, tieWords } from './rule-marks';
import { naming, seenFrom, type Sight, sightOfAddress } from './rule-subjects';

/** Which rules. They always come in order of evaluation. */
export interface RuleQuestion {
  /** One NSX Manager; null for all, one after the other. */
  readonly manager: SourceId | null;
  /** Words; a rule must hold each of them. */
  readonly text: string;
  /** Empty for all. */
  readonly categories: readonly string[];
  readonly actions: readonly string[];
  readonly marks: readonly MarkKind[];
  /** A Pod or segment port: rules it meets. A group, NSX service or policy: rules that name it. */
  readonly about: NodeId | null;
  /** An address: rules that mean it as source or destination. */
  readonly address: string | null;
}

interface Listed {
  readonly one: BookRule;
  readonly sight: Sight | null;
}

/** The answer in full, with what can be said of all of them. */
export interface RuleList extends Pick<RulesResponse, 'inScope' | 'marks' | 'managers' | 'categories' | 'actions'> {
  readonly rows: readonly Listed[];
}

/** Lists the rules of a question. Visits every rule; what changes between two steps may be listed or not. */
export function* listRules(graph: GraphQueries, question: RuleQuestion): Steps<RuleList> {
  yield* ready(graph);
  const book = yield* ruleBook(graph);
  const passes = filterOf(graph, question);
  const rows: Listed[] = [];
  const counts = new Map<MarkKind, number>();
  const [managers, categories, actions] = [new Set<SourceId>(), new Set<string>(), new Set<string>()];
  let [visited, inScope] = [0, 0];
  for (const one of book.rules) {
    if (++visited % STRIDE === 0) yield;
    const { node, order, detail } = one.rule;
    managers.add(node.source);
    if (question.manager !== null && node.source !== question.manager) continue;
    inScope++;
    categories.add(order.category);
    actions.add(detail.action);
    const sight = passes(one.rule);
    if (sight === null) continue;
    const kinds = book.marks.kindsOf(one);
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (question.marks.length > 0 && !kinds.some((kind) => question.marks.includes(kind))) continue;
    rows.push({ one, sight: sight === 'named' ? null : sight });
  }
  return {
    rows,
    inScope,
    marks: MARK_KINDS.map((kind) => ({ kind, count: counts.get(kind) ?? 0 })),
    managers: [...managers].map(managerName),
    categories: [...categories].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)),
    actions: [...actions].sort(),
  };
}

/** Gets ready what evaluation rests on. */
function* ready(graph: GraphQueries): Steps<void> {
  const steps = readyToReach(graph);
  while (steps.next().done !== true) yield;
}

/** One rule of the book; null when the id is no rule of the distributed firewall. */
export function* findRule(graph: GraphQueries, id: NodeId): Steps<BookRule | null> {
  yield* ready(graph);
  const book: RuleBook = yield* ruleBook(graph);
  return book.byId.get(id) ?? null;
}

/** Some rows of a list as the wire carries them. */
export function* describeRows(
  graph: GraphQueries,
  rows: readonly Listed[],
  { from, count }: { readonly from: number; readonly count: number },
): Steps<ListedRule[]> {
  const marks = new RuleMarks(graph);
  const described: ListedRule[] = [];
  for (const [index, listed] of rows.slice(from, from + count).entries()) {
    described.push(describeListed(graph, marks, { ...listed, before: rows[from + index - 1]?.one ?? null }));
    if (described.length % STRIDE === 0) yield;
  }
  return described;
}

/** The policy that a rule is in; null when the id is no rule of the distributed firewall. */
export function policyOfRule(graph: GraphQueries, id: NodeId): GraphNode | null {
  const node = graph.node(id);
  const rule = node === undefined ? null : (placeRule(graph, node) ?? preferenceRule(graph, node));
  return rule?.policy ?? null;
}

/** One rule alone. */
export const describeOne = (graph: GraphQueries, one: BookRule): ListedRule =>
  describeListed(graph, new RuleMarks(graph), { one, sight: null, before: null });

function describeListed(
  graph: GraphQueries,
  marks: RuleMarks,
  { one, sight, before }: Listed & { readonly before: BookRule | null },
): ListedRule {
  return {
    ...describeRule(graph, one.rule),
    order: one.place,
    manager: managerName(one.rule.node.source),
    marks: [...marks.of(one)],
    tie: tieWords(one),
    sight,
    begins: beginsWith(one.rule, before?.rule ?? null),
  };
}

function beginsWith(rule: PlacedRule, before: PlacedRule | null): ListedRule['begins'] {
  if (before === null || before.node.source !== rule.node.source) return 'manager';
  if (before.order.category !== rule.order.category) return 'category';
  return before.policy?.id === rule.policy?.id ? null : 'policy';
}

/** How a rule answers to the question, but for marks: null when not at all, `named` when there is no more to say. */
type Filter = (rule: PlacedRule) => Sight | 'named' | null;

function filterOf(graph: GraphQueries, question: RuleQuestion): Filter {
  const words = question.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const { categories, actions, about, address } = question;
  const subject: Filter = about === null ? () => 'named' : subjectFilter(graph, graph.node(about));
  const atAddress: Filter = address === null ? () => 'named' : sightOfAddress(graph, address);
  const holds = (rule: PlacedRule): boolean => {
    if (categories.length > 0 && !categories.includes(rule.order.category)) return false;
    if (actions.length > 0 && !actions.includes(rule.detail.action)) return false;
    if (words.length === 0) return true;
    const texts = textsOf(graph, rule);
    return words.every((word) => texts.some((text) => text.includes(word) || lowerOf(text).includes(word)));
  };
  return (rule) => {
    if (!holds(rule)) return null;
    const seen = subject(rule);
    const meant = seen === null ? null : atAddress(rule);
    return meant === null || seen === 'named' ? meant : seen;
  };
}

function subjectFilter(graph: GraphQueries, node: GraphNode | undefined): Filter {
  if (node === undefined) return () => null;
  const port = roleOf(node) === 'port' ? node : portOf(graph, node);
  if (port !== undefined) return seenFrom(graph, port, liveState(graph, port.source));
  const ids = naming(graph, node);
  return ({ node: { id } }) => (ids.has(id) ? 'named' : null);
}

const portOf = (graph: GraphQueries, node: GraphNode): GraphNode | undefined =>
  graph.hopsFrom(node.id).find(({ kind, to }) => kind === 'realizes' && roleOf(to.node) === 'port')?.to.node;

/** Everything that a person may know a rule by. */
function textsOf(graph: GraphQueries, rule: PlacedRule): readonly string[] {
  const { node, detail, policy, order } = rule;
  const texts = [order.category, node.name, node.key, detail.action];
  if (policy !== null) texts.push(policy.name, madeFor(graph, policy.id)?.name ?? '');
  if (detail.ruleId !== null) texts.push('rule', String(detail.ruleId));
  for (const operands of [detail.sources, detail.destinations, detail.services, scopeOf(rule)])
    for (const operand of operands)
      texts.push(operand.startsWith('/') ? (graph.byKey(node.source, operand)?.name ?? operand) : operand);
  return texts;
}

/** The NSX Manager of a source, as the settings call it. */
/** The object that was asked about, for the head of the answer. */
export function describeAbout(graph: GraphQueries, about: NodeId | null): RulesResponse['about'] {
  const node = about === null ? undefined : graph.node(about);
  return node === undefined ? null : toRef(node);
}
