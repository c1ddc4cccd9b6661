import type { World, WorldObject } from '../worlds';
import type { LabClient } from './lab-client';

/** Where a world is loaded to; a program without URL is left out. */
export interface LoadTargets {
  readonly nsx?: string;
  /** API servers in the order of the world's clusters. */
  readonly kubernetes: readonly (string | undefined)[];
}

/** Empties the programs that are named by URL and fills them with the world, part by part. */
export async function loadWorld(client: LabClient, targets: LoadTargets, world: World): Promise<void> {
  const { nsx } = targets;
  const servers = targets.kubernetes.filter((url) => url !== undefined);
  for (const url of nsx === undefined ? servers : [nsx, ...servers]) {
    await client.insist(`${url}/_lab/reset`, 'POST', {});
  }
  const load = async (url: string | undefined, objects: readonly WorldObject[]) => {
    if (url !== undefined) await client.insist(`${url}/_lab/load`, 'POST', { world: world.name, objects });
  };
  await load(nsx, world.nsx);
  for (const [index, cluster] of world.clusters.entries()) await load(targets.kubernetes[index], cluster.objects);
  for (const chunk of world.chunks?.() ?? []) {
    // The planes are separate programs, and whoever would compare them is not yet there.
    await Promise.all([
      load(nsx, chunk.nsx),
      ...world.clusters.map(async ({ name }, index) => {
        const objects = chunk.clusters[name] ?? [];
        if (objects.length > 0) await load(targets.kubernetes[index], objects);
      }),
    ]);
  }
}
