import type { Evidence, EdgeKind, GraphNode } from './graph';
import type { SourceId } from './ids';

/** An object of the same source, named by UID, policy path or another key it answers to, or by namespace and name. */
export type RelationTarget =
  | { readonly by: 'key'; readonly key: string }
  | { readonly by: 'name'; readonly kind: string; readonly namespace: string | null; readonly name: string };

/** A relation an object states, mostly about itself. The target need not exist yet. */
export interface RelationStatement {
  readonly edge: EdgeKind;
  /** `out`: this object is `from`; `in`: this object is `to`. */
  readonly direction: 'out' | 'in';
  readonly target: RelationTarget;
  /** Stands in for this object when the relation is between two others: an EndpointSlice says that a Service selects a Pod. */
  readonly subject?: RelationTarget;
  readonly evidence: Evidence;
}

/**
 * A statement in an NSX object about an object of a cluster. `tagValue` names the cluster (value of `ncp/cluster`) and is
 * null when the object names none. `key` is a UID, an address, or `name|<kind>|<namespace>|<name>`; it is met by the
 * Kubernetes object that answers to it.
 */
export interface Claim {
  readonly edge: EdgeKind;
  readonly tagValue: string | null;
  readonly key: string;
  readonly evidence: Evidence;
  /** Higher is stronger; weaker claims only hold where no stronger claim of the same object and edge is met. */
  readonly strength: number;
}

/** What a kind makes of a raw object: all that Portolan keeps of it. `cluster` of NSX nodes is filled in by the topology. */
export interface ObjectRecord {
  readonly node: GraphNode;
  readonly relations: readonly RelationStatement[];
  /**
   * What the object answers to besides its own key (UID or policy path) and its name: addresses of a Pod, VIF of a parent
   * port. Claims meet them from the other plane, relations from within the source.
   */
  readonly keys: readonly string[];
  /** NSX plane: what its tags, id and fields claim. */
  readonly claims: readonly Claim[];
  /** NSX plane: the cluster tag value of the object, scope and tag checked as a pair; null when untagged. */
  readonly tagValue: string | null;
  /** Kind-specific data that evaluation needs and people do not see (group expressions, rule operands). */
  readonly detail?: unknown;
  /**
   * Whether this record has the relations, keys and claims of another of the same object, where that is known without working
   * them out; false may also mean that nobody can tell.
   */
  statesAs?(other: ObjectRecord): boolean;
}

/** What feeds emit. A removal names the object by kind and key. */
export type ObjectChange =
  | { readonly type: 'upsert'; readonly record: ObjectRecord }
  | { readonly type: 'remove'; readonly source: SourceId; readonly kind: string; readonly key: string };
