import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** One cluster of the product's settings. */
export interface ClusterSettings {
  readonly name: string;
  readonly kubeconfig: string;
  readonly context: string | undefined;
}

/** What the product's settings file is written from. */
export interface SettingsSource {
  readonly dataDir: string;
  readonly nsxUrl: string;
  readonly clusters: readonly ClusterSettings[];
}

/** The lab's NSX password; a lab has no secrets, but its files are treated as if it had. */
export const nsxPassword = 'VMware1!VMware1!';

/** Writes `portolan.yaml` and `nsx-password` into the data folder and answers the settings file's name. */
export async function writeSettings(source: SettingsSource): Promise<string> {
  const { dataDir, clusters } = source;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = join(dataDir, 'nsx-password');
  await writeFile(passwordFile, `${nsxPassword}\n`, { mode: 0o600 });
  const settings = {
    listen: '127.0.0.1:3000',
    clusters: clusters.map(({ name, kubeconfig, context }) => ({
      name,
      kubeconfig,
      ...(context === undefined ? {} : { context }),
      manager: 'lab',
    })),
    managers: [
      { name: 'lab', urls: [source.nsxUrl], username: 'audit', passwordFile, caFile: join(dataDir, 'ca.pem') },
    ],
  };
  const file = join(dataDir, 'portolan.yaml');
  const head = '# Written by the lab each time it starts. Use it with: npm start -- --settings <this file>\n';
  await writeFile(file, head + stringify(settings), { mode: 0o600 });
  return file;
}
