import { nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries } from '../model';
import { roleOf } from './placed-rule';
import type { DfwState } from './state';

/** How the exclude list of the NSX Manager holds the port, by the memberships of the state; null when it does not. */
export function excludedBy(graph: GraphQueries, state: DfwState, port: GraphNode): string | null {
  for (const kind of nsxKinds()) {
    if (kind.dfw !== 'exclude-list') continue;
    for (const list of graph.nodesOfKind(kind.name)) {
      const held = list.source === state.source ? heldBy(graph, state, { list, port }) : null;
      if (held !== null) return `the port is on the exclude list (${held}), where no rule is enforced`;
    }
  }
  return null;
}

function heldBy(
  graph: GraphQueries,
  state: DfwState,
  { list, port }: { readonly list: GraphNode; readonly port: GraphNode },
): string | null {
  for (const { kind, to } of graph.hopsFrom(list.id)) {
    if (kind !== 'excludes') continue;
    const { node } = to;
    if (node.id === port.id) return 'by itself';
    if (roleOf(node) === 'group' && state.isIn(port, node.key)) return `in group ${node.name}`;
    const onSegment = roleOf(node) === 'segment' && graph.hopsTo(port.id).some((hop) => hop.from.node.id === node.id);
    if (onSegment) return `with segment ${node.name}`;
  }
  return null;
}
