import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadOrCreateCa } from '../tls';
import { type KubernetesProgram, type KubernetesTuning, type LabUser, startKubernetes } from './index';
import { defaultTuning } from './tuning';

const usage = 'usage: tsx lab/kubernetes/main.ts [--port PORT] [--data-dir DIR] [--ca-dir DIR] [--tuning JSON]';

function fail(message: string): never {
  process.stderr.write(`${message}\n${usage}\n`);
  process.exit(2);
}

function readTuning(text: string | undefined): Partial<KubernetesTuning> {
  if (text === undefined) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    fail('--tuning must be JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) fail('--tuning must be a JSON object');
  for (const [key, value] of Object.entries(parsed)) {
    const expected = Object.entries(defaultTuning).find(([name]) => name === key)?.[1];
    if (expected === undefined) fail(`--tuning: unknown field ${key}; known: ${Object.keys(defaultTuning).join(', ')}`);
    if (typeof value !== typeof expected) fail(`--tuning: ${key} must be a ${typeof expected}`);
  }
  return parsed as Partial<KubernetesTuning>; // every field was checked by name and type
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        'ca-dir': { type: 'string' },
        tuning: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

async function writeKubeconfigs(program: KubernetesProgram, dataDir: string): Promise<Record<string, string>> {
  const folder = join(dataDir, 'kubeconfig');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {};
  for (const user of ['admin', 'viewer', 'limited', 'ncp'] satisfies LabUser[]) {
    const file = join(folder, `${user}.yaml`);
    writeFileSync(file, await program.kubeconfig(user), { mode: 0o600 });
    files[user] = file;
  }
  return files;
}

async function main(): Promise<void> {
  const { port = '0', 'data-dir': dataDir, 'ca-dir': caDir = dataDir, tuning } = readArguments();
  if (!/^\d{1,5}$/.test(port)) fail('--port must be a number');
  const ca = await loadOrCreateCa(caDir);
  const program = await startKubernetes({
    ca,
    port: Number(port),
    tuning: readTuning(tuning),
    ...(dataDir === undefined ? {} : { dataDir }),
  });
  const kubeconfigs = dataDir === undefined ? undefined : await writeKubeconfigs(program, dataDir);
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: program.url, ...(kubeconfigs === undefined ? {} : { kubeconfigs }) })}\n`,
  );
  const stop = () => {
    void program.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
