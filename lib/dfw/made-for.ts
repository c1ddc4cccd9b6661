import { toRef } from '../details/refs';
import type { GraphQueries, NodeId } from '../model';
import type { NodeRef } from '../wire';

/** The Kubernetes object that a group or policy was made for, such as a NetworkPolicy; null when it was made for none. */
export function madeFor(graph: GraphQueries, id: NodeId): NodeRef | null {
  const made = graph.hopsTo(id).find(({ kind, from }) => kind === 'realizes' && from.node.plane === 'kubernetes');
  return made === undefined ? null : toRef(made.from.node);
}
