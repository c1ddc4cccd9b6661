import type { GraphQueries, ObjectRecord } from '../model';
import type { GroupSummary } from '../wire';
import { unevaluated } from './comparison';
import type { Expression } from './expression';
import type { GroupSurvey } from './group-survey';
import { groupAddresses } from './lookup';
import { madeBy } from './made-by';
import { rulesNaming } from './rules';
import { toGroup } from './subjects';

type Warning = GroupSummary['warnings'][number];

/** Edges by which something uses a group. */
const USES: ReadonlySet<string> = new Set(['source', 'destination', 'applied-to', 'excludes']);

/** What somebody who answers for a group should look at, each with what proves it. */
export function warningsOf(graph: GraphQueries, record: ObjectRecord, survey: GroupSurvey): Warning[] {
  const { node } = record;
  const { expression } = toGroup(record);
  const types = unknownTypes(expression);
  const left = unevaluated(expression);
  const criteria = graph.criteriaOf(node.id);
  const members = criteria?.members.size ?? 0;
  const bare = criteria === undefined ? 0 : survey.withoutAddress(criteria.id);
  const unread = survey.unreadIn(node.id);
  const doubtful = left.length > 0 || unread.length > 0;
  const rules = rulesNaming(graph, node.id).size;
  const warnings: Warning[] = [];
  const warn = (kind: Warning['kind'], words: string): void => void warnings.push({ kind, words });
  if (types.length > 0) warn('unknown-type', `It asks for members of a type that is not read: ${types.join(', ')}`);
  else if (left.length > 0) warn('not-evaluated', `Part of it is not evaluated here: ${left.join('; ')}`);
  if (unread.length > 0) warn('not-read', `It nests a group that has not been read: ${unread.join(', ')}`);
  if (bare > 0) {
    const [who, them] = bare === 1 ? ['1 member', 'it'] : [`${bare.toLocaleString('en')} members`, 'them'];
    warn(
      'no-address',
      `Neither Kubernetes nor the port tells an address of ${who}: rules by address meet ${them} only where NSX has bound one`,
    );
  }
  if (!doubtful && members === 0 && rules > 0 && groupAddresses(graph, record).length === 0)
    warn('empty', `Nothing is in it, and ${rules === 1 ? '1 rule names' : `${rules} rules name`} it`);
  if (isUnused(graph, record, survey)) warn('unused', 'No rule, exclude list or other group that is read uses it');
  return warnings;
}

/** Groups that NSX makes for its own load balancer are used in ways that are not read. */
function isUnused(graph: GraphQueries, { node }: ObjectRecord, survey: GroupSurvey): boolean {
  if (madeBy(node) === 'nsx' || survey.around(node.id).length > 0) return false;
  for (const { kind } of graph.hopsTo(node.id)) if (USES.has(kind)) return false;
  return true;
}

function unknownTypes({ operands }: Expression): readonly string[] {
  const types = operands.flatMap(({ operand }) => {
    if (operand.type === 'other') return [operand.what];
    const conditions = operand.type === 'nested' ? operand.conditions : operand.type === 'condition' ? [operand] : [];
    return conditions.flatMap(({ member, memberType }) => (member === 'other' ? [memberType || 'unknown'] : []));
  });
  return [...new Set(types)];
}
