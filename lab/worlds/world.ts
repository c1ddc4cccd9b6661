/** An object as JSON. */
export type WorldObject = Readonly<Record<string, unknown>>;

/** Who writes a cluster's NSX objects: NCP, or nsx-operator with NCP beside it for load balancers. */
export type ClusterAgent = 'ncp' | 'operator';

/** One cluster of a world: what its API server holds before NCP looks at it, and how NCP serves it. */
export interface WorldCluster {
  readonly name: string;
  /** Value of the `ncp/cluster` tag. */
  readonly tagValue: string;
  readonly topology: 'two-tier' | 'single-tier';
  readonly tier0: string;
  /** Addresses per namespace segment; default 256. */
  readonly segmentSize?: number;
  /** Default `ncp`. */
  readonly agent?: ClusterAgent;
  /** Id of the NSX project an operator's VPCs live in. */
  readonly project?: string;
  /** Time in ms between an agent's full comparisons; large worlds want it long. */
  readonly resyncMs?: number;
  readonly objects: readonly WorldObject[];
}

/** A part of a large world; its objects refer to the world's own and to those of earlier parts only. */
export interface WorldChunk {
  readonly nsx: readonly WorldObject[];
  /** Kubernetes objects by cluster name. */
  readonly clusters: Readonly<Record<string, readonly WorldObject[]>>;
}

/** A named state of the whole lab. Without chunks, everything NCP itself would make is left for NCP to make. */
export interface World {
  readonly name: string;
  readonly title: string;
  /** Objects of the NSX administrator, and the inventory NSX learns from vCenter. */
  readonly nsx: readonly WorldObject[];
  readonly clusters: readonly WorldCluster[];
  /** The rest of the world in loading order, made part by part; both planes of each part agree. */
  readonly chunks?: () => Iterable<WorldChunk>;
}

/** What a generated world is made from; worlds that are drawn by hand ignore it. */
export interface WorldParameters {
  readonly seed?: number;
  readonly size?: string;
}

/** Makes a world; the same parameters give the same world. Throws a RangeError that names the sizes when it has none of that name. */
export type WorldMaker = (parameters: WorldParameters) => World;
