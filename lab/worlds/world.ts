/** An object as JSON. */
export type WorldObject = Readonly<Record<string, unknown>>;

/** One cluster of a world: what its API server holds before NCP looks at it, and how NCP serves it. */
export interface WorldCluster {
  readonly name: string;
  /** Value of the `ncp/cluster` tag. */
  readonly tagValue: string;
  readonly topology: 'two-tier' | 'single-tier';
  readonly tier0: string;
  /** Addresses per namespace segment; default 256. */
  readonly segmentSize?: number;
  readonly objects: readonly WorldObject[];
}

/** A named state of the whole lab. Everything NCP itself would make is left for NCP to make. */
export interface World {
  readonly name: string;
  readonly title: string;
  /** Objects of the NSX administrator, and the inventory NSX learns from vCenter. */
  readonly nsx: readonly WorldObject[];
  readonly clusters: readonly WorldCluster[];
}

/** What a generated world is made from; worlds that are drawn by hand ignore it. */
export interface WorldParameters {
  readonly seed?: number;
  readonly size?: string;
}

/** Makes a world; the same parameters give the same world. */
export type WorldMaker = (parameters: WorldParameters) => World;
