import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCa, type KeyPairPem, type LabCa, openCa } from './ca';

export type { IssueOptions, KeyPairPem, LabCa } from './ca';

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function store(dataDir: string, material: KeyPairPem): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  for (const [name, text] of [
    ['ca-key.pem', material.keyPem],
    ['ca.pem', material.certPem],
  ] as const) {
    const target = join(dataDir, name);
    // Written aside and renamed, so that a kill in between never leaves half a key.
    await writeFile(`${target}.new`, text, { mode: name === 'ca.pem' ? 0o644 : 0o600 });
    await rename(`${target}.new`, target);
  }
}

/** Opens the authority kept in `dataDir`, making it when absent. Without `dataDir` it lives in memory only. */
export async function loadOrCreateCa(dataDir?: string): Promise<LabCa> {
  if (dataDir === undefined) return await openCa(await createCa());
  const certPem = await readIfThere(join(dataDir, 'ca.pem'));
  const keyPem = await readIfThere(join(dataDir, 'ca-key.pem'));
  if (certPem !== undefined && keyPem !== undefined) return await openCa({ certPem, keyPem });
  const material = await createCa();
  await store(dataDir, material);
  return await openCa(material);
}
