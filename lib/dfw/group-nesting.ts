import { toRef } from '../details/refs';
import type { GraphQueries, NodeId } from '../model';
import type { GroupResponse } from '../wire';
import type { GroupSurvey } from './group-survey';
import { rulesUsing } from './rules';

type Nested = GroupResponse['nesting']['listed'][number];
type Use = GroupResponse['usedBy'][number];

/** So many groups around one are told. */
const MOST = 200;

/** Groups that nest the group and that it nests, over any number of steps, nearest first; each once, by the shortest way. */
export function nestingAround(graph: GraphQueries, id: NodeId, survey: GroupSurvey): GroupResponse['nesting'] {
  const all = [
    ...walk(graph, id, 'around', (group) => survey.around(group)),
    ...walk(graph, id, 'within', (group) => survey.nestedIn(group)),
  ];
  return { total: all.length, listed: all.slice(0, MOST) };
}

function walk(
  graph: GraphQueries,
  start: NodeId,
  side: Nested['side'],
  next: (group: NodeId) => readonly NodeId[],
): readonly Nested[] {
  const seen = new Set([start]);
  const found: Nested[] = [];
  let edge: readonly NodeId[] = [start];
  for (let depth = 1; edge.length > 0; depth++) {
    const beyond: NodeId[] = [];
    for (const from of edge) {
      const through = from === start ? null : (graph.node(from) ?? null);
      for (const group of [...next(from)].sort()) {
        const node = graph.node(group);
        if (seen.has(group) || node === undefined) continue;
        seen.add(group);
        beyond.push(group);
        const members = graph.criteriaOf(group)?.members.size ?? 0;
        found.push({ node: toRef(node), side, depth, through: through === null ? null : toRef(through), members });
      }
    }
    edge = beyond;
  }
  return found;
}

/** Rules that use the group, itself before those that use it through a group that nests it. */
export function usesOf(graph: GraphQueries, id: NodeId, nesting: GroupResponse['nesting']): Use[] {
  const own = rulesUsing(graph, id).map((use) => ({ ...use, through: null }));
  const around = nesting.listed.filter(({ side }) => side === 'around');
  const others = around.flatMap(({ node }) =>
    // The id is that of a node of the graph.
    rulesUsing(graph, node.id as NodeId).map((use) => ({ ...use, through: node })),
  );
  return [...own, ...others];
}
