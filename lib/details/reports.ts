import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries } from '../model';

/** What alarms, errors and status reports say is wrong with an object, in words and in a fixed order; empty when nothing is. */
export function reportsAbout(graph: GraphQueries, id: GraphNode['id']): readonly string[] {
  const said = graph.hopsTo(id).flatMap((hop) => {
    const { kind, name, state, reason } = hop.from.node;
    if (hop.kind !== 'reports' || state === 'healthy' || reason === null) return [];
    return [`${kindNamed(kind)?.presentation.singular ?? kind} ${name}: ${reason}`];
  });
  return [...new Set(said)].sort();
}
