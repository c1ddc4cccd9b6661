import type { ObjectRecord } from './change';
import type { EdgeKind, Evidence, GraphEdge, GraphNode, Tag } from './graph';
import type { CriteriaId, NodeId, SourceId } from './ids';

/** An edge as it is kept: its ends at hand and no id, for those who follow or count many. Valid until the next change. */
export interface Hop {
  readonly kind: EdgeKind;
  readonly from: { readonly node: GraphNode };
  readonly to: { readonly node: GraphNode };
  /** Strongest first, never empty. */
  evidence(): readonly Evidence[];
}

/** {@link Criteria} as they are kept. Valid until the next change. */
export interface LiveCriteria {
  readonly id: CriteriaId;
  readonly groups: ReadonlySet<{ readonly node: GraphNode }>;
  /** Ports, each with the evidence. */
  readonly members: ReadonlyMap<{ readonly node: GraphNode }, readonly Evidence[]>;
}

/** What a port meets, and by what; valid until the next change. */
export interface MetCriteria {
  readonly criteria: LiveCriteria;
  /** Strongest first, never empty. */
  readonly evidence: readonly Evidence[];
}

/**
 * Read access to the graph at one sequence number, in time proportional to the answer. The order of what is returned is
 * unspecified: sort before showing.
 */
export interface GraphQueries {
  readonly seq: number;
  node(id: NodeId): GraphNode | undefined;
  /** Edges but for those of kind `member`: see `criteriaOf` and `criteriaMetBy`. */
  edgesFrom(id: NodeId): readonly GraphEdge[];
  edgesTo(id: NodeId): readonly GraphEdge[];
  hopsFrom(id: NodeId): readonly Hop[];
  hopsTo(id: NodeId): readonly Hop[];
  /** What a group asks for, with its members; undefined when the id is no group. */
  criteriaOf(group: NodeId): LiveCriteria | undefined;
  /** What a port meets, each the key to a number of groups. */
  criteriaMetBy(port: NodeId): readonly MetCriteria[];
  /** The same without the evidence: for those who ask about many ports. */
  criteriaAround(port: NodeId): readonly LiveCriteria[];
  /** What a port would meet if it carried other tags; empty when the id is no port. */
  criteriaWith(port: NodeId, tags: readonly Tag[]): readonly LiveCriteria[];
  nodesOfKind(kind: string): Iterable<GraphNode>;
  /** Visits all nodes. */
  nodesOfSource(source: SourceId): Iterable<GraphNode>;
  /** The object with that UID or policy path. */
  byKey(source: SourceId, key: string): GraphNode | undefined;
  /** Kubernetes objects by kind, namespace (null outside namespaces) and name; two while a name changes hands. */
  named(source: SourceId, kind: string, namespace: string | null, name: string): readonly GraphNode[];
  /** What the kind made of the object, with the detail that evaluation needs. */
  record(id: NodeId): ObjectRecord | undefined;
  /**
   * Calls back after every change, with the ids of the objects it touched and of the ends of relations it touched, gone ones
   * included. A membership touches the port alone. For those who keep something worked out: the listener lives as long as
   * the graph.
   */
  observe(listener: (touched: Iterable<NodeId>) => void): void;
  /** All nodes. */
  nodes(): Iterable<GraphNode>;
}
