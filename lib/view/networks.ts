import type { GraphQueries } from '../model';
import type { Networks } from './view';

/** What the networks that were read are called. */
export function networksOf(graph: GraphQueries): Networks {
  if (!has(graph, 'vpc')) return 'tier-1';
  return has(graph, 'tier-1') ? 'both' : 'vpc';
}

function has(graph: GraphQueries, kind: string): boolean {
  for (const _ of graph.nodesOfKind(kind)) return true;
  return false;
}
