import { setTimeout as delay } from 'node:timers/promises';
import type { SiteNode, WorldObject } from '../worlds';
import { type ForeignSite, foreignWorld, readNodes } from './foreign';
import type { Say } from './program';

const nodeCheckMs = 10_000;
const answerMs = 20_000;

/** The nodes of a foreign cluster; throws with a plain message when it cannot be asked. */
export async function nodesOf(site: ForeignSite, signal: AbortSignal): Promise<readonly SiteNode[]> {
  try {
    return await readNodes(site, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot list the nodes of the cluster behind ${site.kubeconfigFile}: ${reason}`);
  }
}

/** How nodes are followed. */
export interface NodeFollowing {
  readonly site: ForeignSite;
  readonly topology: 'two-tier' | 'single-tier';
  /** Puts objects into NSX; false when NSX did not take them. */
  readonly put: (objects: readonly WorldObject[]) => Promise<boolean>;
  readonly say: Say;
}

/** Makes ports for cluster nodes that join later, until the signal. */
export async function followNodes({ site, topology, put, say }: NodeFollowing, signal: AbortSignal): Promise<void> {
  const known = new Set((await nodesOf(site, signal).catch(() => [])).map((node) => node.name));
  while (!signal.aborted) {
    await delay(nodeCheckMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const fresh = (await nodesOf(site, signal).catch(() => [])).filter((node) => !known.has(node.name));
    if (fresh.length === 0) continue;
    const additions = foreignWorld(site, topology, fresh).nsx.filter((object) =>
      ['SegmentPort', 'VirtualMachine', 'VirtualNetworkInterface'].includes(String(object.resource_type)),
    );
    if (!(await put(additions))) continue;
    for (const node of fresh) {
      known.add(node.name);
      say(`made a tagged segment port for node ${node.name}`);
    }
  }
}
