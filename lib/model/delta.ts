import type { Criteria, GraphEdge, GraphNode, Membership } from './graph';
import type { KeyedDelta } from './keyed';

/** One numbered change of the graph. Serialisable as it is; `seq` rises by one per delta, `at` is epoch milliseconds. */
export interface GraphDelta {
  readonly seq: number;
  readonly at: number;
  readonly nodes: KeyedDelta<GraphNode>;
  readonly edges: KeyedDelta<GraphEdge>;
  readonly criteria: KeyedDelta<Criteria>;
  readonly memberships: KeyedDelta<Membership>;
}
