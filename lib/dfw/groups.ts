import { toRef, toWireNode } from '../details/refs';
import { kindNamed } from '../kinds';
import type { GraphQueries, NodeId, ObjectRecord } from '../model';
import type { GroupResponse, GroupSummary } from '../wire';
import { anchorsOf } from './anchors';
import { unevaluated } from './comparison';
import { groupAddresses, groupRecord } from './lookup';
import { madeBy } from './made-by';
import { madeFor } from './made-for';
import { nestingAround, usesOf } from './group-nesting';
import type { GroupSurvey } from './group-survey';
import { warningsOf } from './group-warnings';
import { rulesNaming } from './rules';
import { toGroup } from './subjects';
import { criteriaWords, expressionWords, type NameOf } from './words';

/** One group as tables show it; null when the id is not a group. */
export function summarizeGroup(graph: GraphQueries, id: NodeId, survey: GroupSurvey): GroupSummary | null {
  const [node, record] = [graph.node(id), groupRecord(graph, id)];
  return node === undefined || record === null ? null : summaryOf(graph, record, survey);
}

/** One group with its criteria and the rules that use it; null when the id is not a group. */
export function describeGroup(
  graph: GraphQueries,
  id: NodeId,
  survey: GroupSurvey,
): Pick<GroupResponse, 'group' | 'summary' | 'criteria' | 'usedBy' | 'nesting'> | null {
  const [node, record] = [graph.node(id), groupRecord(graph, id)];
  if (node === undefined || record === null) return null;
  const nesting = nestingAround(graph, id, survey);
  return {
    group: toWireNode(node),
    summary: summaryOf(graph, record, survey),
    criteria: criteriaWords(toGroup(record).expression, namesIn(graph, record)).map((criterion) => ({ ...criterion })),
    usedBy: usesOf(graph, id, nesting),
    nesting,
  };
}

function summaryOf(graph: GraphQueries, record: ObjectRecord, survey: GroupSurvey): GroupSummary {
  const { node } = record;
  const { expression } = toGroup(record);
  const reason = notEvaluable(graph, record);
  const left = unevaluated(expression);
  const members = graph.criteriaOf(node.id)?.members.size ?? 0;
  const addresses = groupAddresses(graph, record).length;
  const notes = [
    ...(reason === null && left.length > 0 ? [`Not counted: ${left.join('; ')}`] : []),
    ...(reason === null && addresses > 0
      ? [`${addresses} ${addresses === 1 ? 'address or network' : 'addresses or networks'} besides ports`]
      : []),
  ];
  return {
    node: toRef(node),
    domain: domainOf(node.key),
    path: node.key,
    criteria: expressionWords(expression, namesIn(graph, record)),
    members: reason === null ? members : null,
    rules: rulesNaming(graph, node.id).size,
    madeBy: madeBy(node),
    madeFor: madeFor(graph, node.id),
    note: reason ?? (notes.length > 0 ? notes.join('; ') : null),
    warnings: warningsOf(graph, record, survey),
  };
}

/** What people call objects that the expression of a group names by path. */
export function namesIn(graph: GraphQueries, { node: { source } }: ObjectRecord): NameOf {
  return (path) => {
    const node = graph.byKey(source, path);
    return node === undefined ? null : `${kindNamed(node.kind)?.presentation.singular ?? node.kind} ${node.name}`;
  };
}

/** Why nothing of the expression can be evaluated; null when some of it can. */
export function notEvaluable(graph: GraphQueries, record: ObjectRecord): string | null {
  const { expression } = toGroup(record);
  const reasons = unevaluated(expression);
  if (reasons.length === 0 || anchorsOf(expression).length > 0) return null;
  return groupAddresses(graph, record).length > 0 ? null : `Not evaluable because ${reasons.join('; ')}`;
}

/** The domain that a policy path lies in; empty when in none. */
export function domainOf(path: string): string {
  return /\/domains\/([^/]+)\//.exec(path)?.[1] ?? '';
}
