import type { CriteriaId, EdgeId, MembershipId, NodeId, Plane, SourceId } from './ids';

/** Health as the map shows it; never expressed by colour alone. `stale` is added where a source is not live. */
export type NodeState = 'healthy' | 'pending' | 'warning' | 'failed' | 'unknown' | 'orphan' | 'conflict';

/** A typed value shown to people and machines. Addresses, paths and times are strings; times are ISO 8601. */
export type FactValue = string | number | boolean | null | readonly string[];

/** An NSX tag; both parts may be empty, a scope may repeat. */
export interface Tag {
  readonly scope: string;
  readonly tag: string;
}

/** One object of one plane. */
export interface GraphNode {
  readonly id: NodeId;
  /** Portolan's kind, such as `pod` or `segment-port`. */
  readonly kind: string;
  /** The source's own name of the type, such as `Pod` or `SegmentPort`. */
  readonly type: string;
  readonly plane: Plane;
  readonly source: SourceId;
  /** Kubernetes UID, or NSX policy path. */
  readonly key: string;
  /** What to call it: metadata.name, or display_name, or the NSX id when a display name is missing. */
  readonly name: string;
  /** The Kubernetes namespace it is in or is tagged for; null when it has none. */
  readonly namespace: string | null;
  /** The cluster it belongs to: its source for Kubernetes, the owner named by its tags for NSX; null when nobody claims it. */
  readonly cluster: string | null;
  readonly state: NodeState;
  /** Why the state is not healthy; null when there is nothing to say. */
  readonly reason: string | null;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** Kubernetes labels; absent on the NSX plane. */
  readonly labels?: Readonly<Record<string, string>>;
  /** NSX tags; absent on the Kubernetes plane. */
  readonly tags?: readonly Tag[];
  /** Epoch milliseconds; null when the source does not say. */
  readonly createdAt: number | null;
  readonly modifiedAt: number | null;
  /** What could not be read or resolved on this object. */
  readonly issues: readonly string[];
}

/** How a relation is known, strongest first: tag, uid, path, address, inferred. */
export type Evidence =
  | { readonly by: 'tag'; readonly scope: string; readonly tag: string }
  | { readonly by: 'uid'; readonly field: string; readonly uid: string }
  | { readonly by: 'path'; readonly field: string; readonly path: string }
  | { readonly by: 'address'; readonly field: string; readonly address: string }
  | { readonly by: 'inferred'; readonly reason: string };

export const EDGE_KINDS = [
  'owns', // Kubernetes owner -> owned; Namespace -> what lives in it is told by `contains`
  'contains', // Namespace -> object; segment -> port; domain -> group
  'runs-on', // Pod -> cluster node
  'selects', // Service -> Pod, through endpoints
  'routes', // Ingress -> Service
  'connects', // segment -> Tier-1, Tier-1 -> Tier-0, LB service -> Tier-1, NAT rule -> gateway
  'allocates', // segment -> IP pool, IP pool -> IP block, allocation -> IP pool
  'serves', // LB virtual server -> LB service
  'balances', // LB virtual server -> LB pool
  'realizes', // cross-plane: Kubernetes object -> NSX object made for it
  'backs', // cross-plane: LB pool -> Pod, by member address
  'attaches', // cross-plane: segment port of a Pod -> parent port of the cluster node
  'member', // segment port -> group; kept as criteria and memberships, see below
  'source', // rule -> group
  'destination', // rule -> group
  'applied-to', // rule or policy -> group
  'uses', // rule -> NSX service
  'excludes', // exclude list -> group, segment or port
  'carries', // cross-plane: LB virtual server -> Ingress whose rules are on it
  'made-for', // group that NSX made -> virtual server or pool
  'reports', // alarm -> the object it is about
] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** A directed relation with at least one piece of evidence, strongest first. */
export interface GraphEdge {
  readonly id: EdgeId;
  readonly kind: EdgeKind;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly evidence: readonly Evidence[];
}

/**
 * Groups of one NSX Manager that ask for the same: who is in one is in all. NetworkPolicies make such groups by the
 * thousand, so that relations between single ports and single groups would be tens of millions.
 */
export interface Criteria {
  readonly id: CriteriaId;
  /** Sorted, never empty. */
  readonly groups: readonly NodeId[];
}

/** A port that meets criteria, and by what: at least one piece of evidence, strongest first. */
export interface Membership {
  readonly id: MembershipId;
  readonly port: NodeId;
  readonly criteria: CriteriaId;
  readonly evidence: readonly Evidence[];
}

/** The whole graph at one sequence number. Edges of kind `member` are told by `criteria` and `memberships`. */
export interface GraphSnapshot {
  readonly seq: number;
  readonly nodes: ReadonlyMap<NodeId, GraphNode>;
  readonly edges: ReadonlyMap<EdgeId, GraphEdge>;
  readonly criteria: ReadonlyMap<CriteriaId, Criteria>;
  readonly memberships: ReadonlyMap<MembershipId, Membership>;
}
