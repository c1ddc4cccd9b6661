import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '@/lab/testing';

/** Writes a settings file for a lab's first cluster and its NSX Manager, and gives its path. */
export async function writeLabSettings(lab: Lab, more: { readonly kubeconfig?: string } = {}): Promise<string> {
  const [cluster] = lab.world.clusters;
  if (cluster === undefined) throw new Error('the world has no cluster');
  const settings = {
    listen: '127.0.0.1:3000',
    clusters: [
      {
        name: cluster.tagValue,
        kubeconfig: join(lab.folder, more.kubeconfig ?? 'kubeconfig'),
        context: 'lab',
        manager: 'nsx',
      },
    ],
    managers: [
      {
        name: 'nsx',
        urls: [lab.nsx.url],
        username: lab.nsx.username,
        passwordFile: join(lab.folder, 'nsx-password'),
        caFile: join(lab.folder, 'ca.pem'),
      },
    ],
  };
  const file = join(lab.folder, 'portolan.yaml');
  // JSON is YAML too.
  await writeFile(file, JSON.stringify(settings, null, 2));
  return file;
}
