import type { World, WorldObject } from './world';

/** A world with its parts joined: for looking at, not for loading. */
export interface WholeWorld {
  readonly nsx: readonly WorldObject[];
  readonly clusters: Readonly<Record<string, readonly WorldObject[]>>;
}

/** Joins all parts of a world. */
export function wholeWorld(world: World): WholeWorld {
  const chunks = [...(world.chunks?.() ?? [])];
  return {
    nsx: [...world.nsx, ...chunks.flatMap((chunk) => chunk.nsx)],
    clusters: Object.fromEntries(
      world.clusters.map(({ name, objects }) => [
        name,
        [...objects, ...chunks.flatMap((chunk) => chunk.clusters[name] ?? [])],
      ]),
    ),
  };
}
