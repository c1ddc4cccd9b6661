import type { Evidence, EdgeKind, GraphNode } from './graph';
import type { SourceId } from './ids';

/**
 * A relation an object states about itself. The target is named within the same source (`key`: UID or policy path;
 * `name`: Kubernetes namespace and name) and need not exist yet.
 */
export interface RelationStatement {
  readonly edge: EdgeKind;
  /** `out`: this object is `from`; `in`: this object is `to`. */
  readonly direction: 'out' | 'in';
  readonly target:
    | { readonly by: 'key'; readonly key: string }
    | { readonly by: 'name'; readonly kind: string; readonly namespace: string | null; readonly name: string };
  readonly evidence: Evidence;
}

/**
 * A statement in an NSX object about an object of a cluster. `tagValue` names the cluster (value of `ncp/cluster`) and is
 * null when the object names none. `key` is met by the Kubernetes object that answers to it.
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
  /** Kubernetes plane: the keys this object answers to, e.g. `pod-uid|<uid>`, `address|10.0.6.4`. */
  readonly keys: readonly string[];
  /** NSX plane: what its tags, id and fields claim. */
  readonly claims: readonly Claim[];
  /** NSX plane: the cluster tag value of the object, scope and tag checked as a pair; null when untagged. */
  readonly tagValue: string | null;
  /** Kind-specific data that evaluation needs and people do not see (group expressions, rule operands). */
  readonly detail?: unknown;
}

/** What feeds emit. A removal names the object by kind and key. */
export type ObjectChange =
  | { readonly type: 'upsert'; readonly record: ObjectRecord }
  | { readonly type: 'remove'; readonly source: SourceId; readonly kind: string; readonly key: string };
