import { samePlain } from './equal';
import type { GraphNode, Tag } from './graph';

/** Whether both show the same object in the same way. */
export function sameNode(a: GraphNode, b: GraphNode): boolean {
  return a === b || (a.cluster === b.cluster && sameButCluster(a, b));
}

/**
 * The same but for the cluster, which the graph adds to NSX objects. What changes most often is compared first: what follows
 * need not be read then, and in a large graph most of the cost is to read what nobody has touched for long.
 */
export function sameButCluster(a: GraphNode, b: GraphNode): boolean {
  return (
    a.state === b.state &&
    a.modifiedAt === b.modifiedAt &&
    sameTags(a.tags, b.tags) &&
    samePlain(a.labels, b.labels) &&
    samePlain(a.facts, b.facts) &&
    a.reason === b.reason &&
    a.name === b.name &&
    a.namespace === b.namespace &&
    a.key === b.key &&
    a.id === b.id &&
    a.kind === b.kind &&
    a.type === b.type &&
    a.plane === b.plane &&
    a.source === b.source &&
    a.createdAt === b.createdAt &&
    samePlain(a.issues, b.issues)
  );
}

/** The same tags in the same order. */
export function sameTags(a: readonly Tag[] | undefined, b: readonly Tag[] | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    const [one, other] = [a[at], b[at]];
    if (one !== other && (one?.scope !== other?.scope || one?.tag !== other?.tag)) return false;
  }
  return true;
}
