import type { World } from '../worlds';
import type { LabClient } from './lab-client';

/** Empties the programs that are named by URL and fills them with the world. */
export async function loadWorld(
  client: LabClient,
  urls: { readonly kubernetes?: string; readonly nsx?: string },
  world: World,
): Promise<void> {
  if (urls.nsx !== undefined) {
    await client.insist(`${urls.nsx}/_lab/reset`, 'POST', {});
    await client.insist(`${urls.nsx}/_lab/load`, 'POST', { world: world.name, objects: world.nsx });
  }
  const [cluster] = world.clusters;
  if (urls.kubernetes !== undefined && cluster !== undefined) {
    await client.insist(`${urls.kubernetes}/_lab/reset`, 'POST', {});
    await client.insist(`${urls.kubernetes}/_lab/load`, 'POST', { world: world.name, objects: cluster.objects });
  }
}
