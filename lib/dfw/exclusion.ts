import { nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries } from '../model';
import type { DfwState } from './state';
import { anyOf, type Match, NO, unknown, yes } from './traffic';

/** Whether the exclude list of the NSX Manager holds the port, by the memberships of the state. */
export function excludedBy(graph: GraphQueries, state: DfwState, port: GraphNode): Match {
  return anyOf(listsOf(graph, state).map((list) => heldBy(state, membersOf(list), port)));
}

/** Whether the NSX Manager has told who is excluded. */
export const hasExcludeList = (graph: GraphQueries, state: DfwState): boolean => listsOf(graph, state).length > 0;

const KINDS = nsxKinds().filter(({ dfw }) => dfw === 'exclude-list');

/** A loop where calls would read better: every port is asked for when ports are sorted into classes. */
function listsOf(graph: GraphQueries, state: DfwState): readonly GraphNode[] {
  const lists: GraphNode[] = [];
  for (const { name } of KINDS)
    for (const node of graph.nodesOfKind(name)) if (node.source === state.source) lists.push(node);
  return lists;
}

const membersOf = ({ facts }: GraphNode): readonly string[] => (Array.isArray(facts.members) ? facts.members : []);

function heldBy(state: DfwState, members: readonly string[], port: GraphNode): Match {
  const matches = members.map((path): Match => {
    if (path === port.key) return excluded('by itself');
    if (port.key.startsWith(`${path}/`)) return excluded(`with ${path.slice(path.lastIndexOf('/') + 1)}`);
    if (!path.includes('/groups/')) return NO;
    if (state.isIn(port, path)) return excluded(`in group ${state.group(path)?.node.name ?? path}`);
    const group = state.group(path);
    if (group === null) return unknown(`group ${path} on the exclude list has not been read`);
    return group.unevaluated.length === 0
      ? NO
      : unknown(
          `group ${group.node.name} on the exclude list cannot be fully evaluated here: ${group.unevaluated.join('; ')}`,
        );
  });
  return anyOf(matches);
}

const excluded = (how: string): Match => yes(`the port is on the exclude list (${how}), where no rule is enforced`);
