import type { GraphQueries } from '../model';
import { Places } from './places';

/** Does as much of what the next view needs as there is time for; true when nothing is left to do. */
export function readyViews(graph: GraphQueries, hasTime: () => boolean): boolean {
  return Places.ready(graph, hasTime);
}
