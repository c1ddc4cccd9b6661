import { nsxKinds } from '../kinds';
import { EXCLUDE_LIST } from '../kinds/nsx/exclude-list';
import type { GraphNode, GraphQueries, SourceId } from '../model';
import { switchedOffAt } from './firewall-switch';
import type { DfwState } from './state';
import { anyOf, type Match, NO, unknown, yes } from './traffic';

/** Whether no rule is enforced at the port: the firewall is off, or an exclude list holds it by the memberships of the state. */
export function unguardedBy(graph: GraphQueries, state: DfwState, port: GraphNode): Match {
  const off = switchedOffAt(graph, port);
  if (off.is === 'yes') return off;
  return anyOf([off, ...listsOf(graph, state).map((list) => heldBy(state, membersOf(list), port))]);
}

/** Whether the NSX Manager has told who is excluded. */
export const hasExcludeList = (graph: GraphQueries, source: SourceId): boolean =>
  listsOf(graph, { source }).some(({ key }) => key === EXCLUDE_LIST);

const KINDS = nsxKinds().filter(({ dfw }) => dfw === 'exclude-list');

/** A loop where calls would read better: every port is asked for when ports are sorted into classes. */
function listsOf(graph: GraphQueries, { source }: Pick<DfwState, 'source'>): readonly GraphNode[] {
  const lists: GraphNode[] = [];
  for (const { name } of KINDS)
    for (const node of graph.nodesOfKind(name)) if (node.source === source) lists.push(node);
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
