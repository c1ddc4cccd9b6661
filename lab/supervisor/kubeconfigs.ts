import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** File with the kubeconfig of a user in the lab's cluster with this index. */
export function kubeconfigFile(dataDir: string, user: '' | '-ncp', index: number): string {
  return join(dataDir, `kubeconfig${user}${index === 0 ? '' : `-${index + 1}`}`);
}

/** The current context of a kubeconfig. */
export async function contextOf(file: string): Promise<string | undefined> {
  const config: unknown = parse(await readFile(file, 'utf8'));
  const named =
    typeof config === 'object' && config !== null && 'current-context' in config
      ? config['current-context']
      : undefined;
  return typeof named === 'string' ? named : undefined;
}
