import type { GraphNode, GraphQueries, NodeId, ObjectRecord } from '../model';
import { compareNatural } from '../natural';
import { sorted, STRIDE, type Steps } from '../steps';
import { domainOf, namesIn } from './groups';
import type { GroupSurvey } from './group-survey';
import { warningsOf } from './group-warnings';
import { groupNodes, groupRecord } from './lookup';
import { madeBy, type Maker } from './made-by';
import { madeFor } from './made-for';
import { rulesNaming } from './rules';
import { toGroup } from './subjects';
import { expressionWords } from './words';

/** What the table of groups can be sorted by. */
export const GROUP_COLUMNS = ['made', 'name', 'criteria', 'members', 'rules', 'domain', 'state', 'warnings'] as const;
export type GroupColumn = (typeof GROUP_COLUMNS)[number];

/** Which groups, in which order. */
export interface GroupQuestion {
  /** Words; a group must hold each of them in name, criteria, paths, maker or what it was made for. */
  readonly text: string;
  /** Whether those that NSX makes for its own load balancer are wanted too. */
  readonly ofNsx: boolean;
  /** Only those with a warning. */
  readonly warned: boolean;
  readonly sort: GroupColumn;
  readonly down: boolean;
}

/** The answer in full: ids in order, for paging, with what can be said of all of them. */
export interface GroupList {
  readonly ids: readonly NodeId[];
  /** Groups before any filter, and how many of them NSX made for itself. */
  readonly inScope: number;
  readonly ofNsx: number;
}

/** Lists the groups of a question. Visits every group of the graph; what changes between two steps may be listed or not. */
export function* listGroups(graph: GraphQueries, question: GroupQuestion, survey: GroupSurvey): Steps<GroupList> {
  const words = question.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: Keyed[] = [];
  let [inScope, ofNsx, visited] = [0, 0, 0];
  for (const node of groupNodes(graph)) {
    if (++visited % STRIDE === 0) yield;
    const record = groupRecord(graph, node.id);
    if (record === null) continue;
    const maker = madeBy(node);
    inScope++;
    if (maker === 'nsx') ofNsx++;
    if ((maker === 'nsx' && !question.ofNsx) || !holds(graph, { node, record, maker }, words)) continue;
    const wants = question.warned || question.sort === 'warnings';
    const warnings = wants ? warningsOf(graph, record, survey).length : 0;
    if (question.warned && warnings === 0) continue;
    found.push({ node, key: KEYS[question.sort](graph, { node, record, maker, warnings }) });
  }
  const order = (a: Keyed, b: Keyed): number =>
    compareKeys(a.key, b.key, question.down) || compareNodes(a.node, b.node);
  const list = yield* sorted(found, order);
  return { ids: list.map(({ node }) => node.id), inScope, ofNsx };
}

interface Keyed {
  readonly node: GraphNode;
  readonly key: string | number;
}

interface Listed {
  readonly node: GraphNode;
  readonly record: ObjectRecord;
  readonly maker: Maker;
}

/** Warnings are only counted where they are asked for. */
interface Counted extends Listed {
  readonly warnings: number;
}

const criteriaOf = (graph: GraphQueries, { record }: Listed): string =>
  expressionWords(toGroup(record).expression, namesIn(graph, record));

function holds(graph: GraphQueries, listed: Listed, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { node, record, maker } = listed;
  const { operands } = toGroup(record).expression;
  const paths = operands.flatMap(({ operand }) => (operand.type === 'paths' ? operand.paths : []));
  const texts = [node.name, node.key, maker, madeFor(graph, node.id)?.name ?? '', criteriaOf(graph, listed), ...paths];
  const text = texts.join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What people made themselves comes first. */
const MAKERS: readonly Maker[] = ['admin', 'nsx-operator', 'ncp', 'nsx'];

const KEYS: Readonly<Record<GroupColumn, (graph: GraphQueries, listed: Counted) => string | number>> = {
  made: (_, { maker }) => MAKERS.indexOf(maker),
  name: (_, { node }) => node.name,
  criteria: criteriaOf,
  members: (graph, { node }) => graph.criteriaOf(node.id)?.members.size ?? 0,
  rules: (graph, { node }) => rulesNaming(graph, node.id).size,
  domain: (_, { node }) => domainOf(node.key),
  state: (_, { node }) => (node.state === 'healthy' ? 1 : 0),
  // Those with most of them first, as with states.
  warnings: (_, { warnings }) => -warnings,
};

function compareKeys(a: string | number, b: string | number, down: boolean): number {
  if (a === b) return 0;
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNatural(String(a), String(b));
  return down ? -order : order;
}

const compareNodes = (a: GraphNode, b: GraphNode): number =>
  compareNatural(a.name, b.name) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
