import type { NodeState } from '../model/graph';
import type { NodeId, Plane } from '../model/ids';

/** What one screen shows of the graph. Part of the URL; two browsers with equal specs share one view on the server. */
export interface ViewSpec {
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** Ids of boxes opened (`+...`) or closed (`-...`) by hand; everything else folds by size. */
  readonly open: readonly string[];
  /** Whether groups and their members are drawn. */
  readonly groups: boolean;
  /** Id of the object that the view is about: what hangs on a gateway, lies on a segment, runs on a cluster node, is in a group, or surrounds it. */
  readonly at?: string;
  /** How far the surroundings of an object reach, in relations. */
  readonly depth?: number;
  /** Expressions of `lib/find`: what is counted on every card, and what is left out. */
  readonly find?: string;
  readonly hide?: string;
  /** What the boxes are; absent where each is a Namespace. */
  readonly by?: Grouping;
}

/** In the place of a box's id: all boxes. What was opened or closed one by one is not meant. */
export const ALL_BOXES = '*';

/** How far from an object its surroundings reach, in relations. */
export const DEPTHS = { usual: 2, most: 4 } as const;

/** Columns of the map, left to right: the NSX path is the spine. */
export const LANES = ['tier-0', 'tier-1', 'vip', 'segment', 'pod', 'group'] as const;
export type Lane = (typeof LANES)[number];

/** What a box on the map may stand for. */
export const BOX_KINDS = ['namespace', 'tier-1', 'segment', 'cluster-node', 'workload', 'group'] as const;
export type BoxKind = (typeof BOX_KINDS)[number];
/** What boxes are made by where it is not by Namespace. */
export type Grouping = Exclude<BoxKind, 'namespace'>;

/** A softly tinted box around what belongs together: what a Namespace owns, or what hangs on a Tier-1, runs on a cluster node... */
export interface Region {
  readonly id: string;
  readonly kind: BoxKind;
  /** What its tab says. */
  readonly title: string;
  /** Null where it spans clusters or belongs to none. */
  readonly cluster: string | null;
  /** The Namespace that it is, or lies in; null where it is and does neither. */
  readonly namespace: string | null;
  /** The node of the object that it stands for, for selection; null when there is none, as for a Namespace that only NSX knows. */
  readonly node: NodeId | null;
  /** `9 Pods · 1 segment · SNAT 172.16.0.6`, `in pandora · 2 Pods · 1 subnet` where a view spans clusters */
  readonly summary: string;
  readonly state: NodeState;
  readonly reason: string | null;
  readonly folded: boolean;
  readonly pods: number;
  /** What is folded in it where there are too many boxes for a card each: then it is drawn as a tile, without any card. */
  readonly tile?: Tile | undefined;
}

/** What of a folded box is told without a card. */
export interface Tile {
  readonly planes: readonly Plane[];
  /** How many objects are folded in it. */
  readonly objects: number;
  /** How many of them are found; absent where nothing is looked for. */
  readonly found?: number | undefined;
}

/** One card: an object, an object of each plane that correlate, or a count of folded ones. */
export interface Card {
  readonly id: string;
  readonly kind: string;
  readonly lane: Lane;
  readonly region: string | null;
  /** Whose it is, wherever it is drawn; null on folds and on what nobody claims. */
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly title: string;
  /** One line of facts, in mono: `10.0.6.4 · k8s-worker-1`. */
  readonly line: string;
  /** `3` members, or `5/5 Pods`: members of a VIP's pools with a healthy Pod, of all. */
  readonly badge: string | null;
  readonly planes: readonly Plane[];
  readonly state: NodeState;
  readonly reason: string | null;
  /** The graph's nodes behind the card, primary first; empty on a fold. */
  readonly nodes: readonly NodeId[];
  /** How many objects are folded into this card; 0 for a plain card. */
  readonly folded: number;
  /** How many of its objects are found; absent where nothing is looked for. */
  readonly found?: number | undefined;
}

/** A line between two cards. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** How it is known, in words: `by tag ncp/pod_uid`. */
  readonly evidence: string;
  readonly crossPlane: boolean;
  /** True where it would cross the map: drawn only while one of its ends is selected. */
  readonly quiet?: boolean | undefined;
}

/** What the networks of a world are called: Tier-1s and segments, VPCs and subnets, or both. */
export type Networks = 'tier-1' | 'vpc' | 'both';

/** What is drawn and what is not: `23 of 41 objects drawn, 18 folded`. */
export interface ViewSummary {
  readonly drawn: number;
  readonly folded: number;
  readonly objects: number;
  /** Objects of no region: claimed by no cluster, or of a namespace that is gone. */
  readonly orphans: number;
  /** How many objects are found, drawn or folded, where something is looked for. */
  readonly found?: number | undefined;
  /** The object that the view is about. */
  readonly about?: { readonly kind: string; readonly name: string; readonly hasDepth: boolean } | undefined;
  /** How many are left out by wish, where something is. */
  readonly hidden?: number | undefined;
  /** What the networks that were read are called, for words about all of them; absent for Tier-1s and segments. */
  readonly networks?: Exclude<Networks, 'tier-1'> | undefined;
  /** True where names of Namespaces may recur. */
  readonly spansClusters?: boolean | undefined;
  /** Statements of what is missing and why, ready to show. */
  readonly notes: readonly string[];
  /** Why the view is empty; null when it is not. */
  readonly empty: string | null;
}

/** A whole view at one sequence number. */
export interface View {
  readonly spec: ViewSpec;
  readonly seq: number;
  readonly regions: ReadonlyMap<string, Region>;
  readonly cards: ReadonlyMap<string, Card>;
  readonly links: ReadonlyMap<string, Link>;
  readonly summary: ViewSummary;
}
