import type { Criteria, GraphEdge, GraphNode, Membership } from './graph';

/**
 * What came or changed, as it is now, and the ids of what went. A list, since each says its own id: ids as names of properties
 * would be kept by the engine as names, which costs more than all the rest of a small change in a large graph.
 */
export interface ItemDelta<V extends { readonly id: string }> {
  readonly put: readonly V[];
  readonly remove: readonly string[];
}

/** One numbered change of the graph. Serialisable as it is; `seq` rises by one per delta, `at` is epoch milliseconds. */
export interface GraphDelta {
  readonly seq: number;
  readonly at: number;
  readonly nodes: ItemDelta<GraphNode>;
  readonly edges: ItemDelta<GraphEdge>;
  readonly criteria: ItemDelta<Criteria>;
  readonly memberships: ItemDelta<Membership>;
}
