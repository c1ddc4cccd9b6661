import { fleet } from './fleet';
import { pandora } from './pandora';
import { fleetSizes } from './fleet/sizes';
import { singleTier } from './single-tier';
import { twoClusters } from './two-clusters';
import { mixed, vpc } from './vpc';
import type { World, WorldMaker, WorldParameters } from './world';

export { type SiteNode, type SitePlan, siteObjects } from './nsx-site';
export { type Random, randomFrom } from './random';
export type { World, WorldChunk, WorldCluster, WorldMaker, WorldObject, WorldParameters } from './world';

const makers: Readonly<Record<string, WorldMaker>> = {
  pandora,
  'single-tier': singleTier,
  'two-clusters': twoClusters,
  vpc,
  mixed,
  fleet,
};

/** Names of all worlds. */
export const worldNames: readonly string[] = Object.keys(makers);

/** Makes the world with this name; undefined when there is none. */
export function makeWorld(name: string, parameters: WorldParameters = {}): World | undefined {
  return makers[name]?.(parameters);
}

/** Sizes of the generated worlds. */
export const sizeNames: readonly string[] = Object.keys(fleetSizes);
