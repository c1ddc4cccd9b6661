import { pandora } from './pandora';
import type { World, WorldMaker, WorldParameters } from './world';

export { type SiteNode, type SitePlan, siteObjects } from './nsx-site';
export type { World, WorldCluster, WorldMaker, WorldObject, WorldParameters } from './world';

const makers: Readonly<Record<string, WorldMaker>> = { pandora };

/** Names of all worlds. */
export const worldNames: readonly string[] = Object.keys(makers);

/** Makes the world with this name; undefined when there is none. */
export function makeWorld(name: string, parameters: WorldParameters = {}): World | undefined {
  return makers[name]?.(parameters);
}
