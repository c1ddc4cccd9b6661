import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadOrCreateCa } from '../tls';
import { type NcpOptions, startNcp } from './index';

const usage = `Usage: node --import tsx lab/ncp/main.ts --kubeconfig FILE --nsx URL --cluster NAME [options]

  --context C            context of the kubeconfig
  --nsx-user NAME        default ncp
  --nsx-password-file F  file with the password, nothing else
  --nsx-ca FILE          authority of NSX's certificate
  --insecure             do not check NSX's certificate
  --topology T           two-tier (default) or single-tier
  --tier0 ID             default: the Tier-0 tagged ncp/cluster = NAME
  --port N               control port; default a free one
  --data-dir DIR         folder of the lab's certificate authority
  --no-pod-status        never write Pod addresses into Kubernetes
`;

const flags = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  nsx: { type: 'string' },
  'nsx-user': { type: 'string' },
  'nsx-password-file': { type: 'string' },
  'nsx-ca': { type: 'string' },
  insecure: { type: 'boolean' },
  cluster: { type: 'string' },
  topology: { type: 'string' },
  tier0: { type: 'string' },
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  'no-pod-status': { type: 'boolean' },
} as const;

function wrong(message: string): never {
  process.stderr.write(`${message}\n\n${usage}`);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({ options: flags }).values;
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

async function nsxAccess(given: ReturnType<typeof read>): Promise<NcpOptions['nsx']> {
  const { nsx, 'nsx-user': username = 'ncp', 'nsx-password-file': passwordFile, 'nsx-ca': caFile } = given;
  if (nsx === undefined || !URL.canParse(nsx)) wrong('--nsx needs the URL of an NSX Manager');
  if (passwordFile === undefined) wrong('--nsx-password-file is missing');
  return {
    url: nsx,
    username,
    password: (await readFile(passwordFile, 'utf8')).trim(),
    ...(caFile === undefined ? {} : { caPem: await readFile(caFile, 'utf8') }),
    insecure: given.insecure === true,
  };
}

async function options(): Promise<NcpOptions> {
  const given = read();
  const { kubeconfig, context, cluster, topology = 'two-tier', tier0, port = '0' } = given;
  if (kubeconfig === undefined) wrong('--kubeconfig is missing');
  if (cluster === undefined) wrong('--cluster is missing');
  if (topology !== 'two-tier' && topology !== 'single-tier') wrong('--topology is two-tier or single-tier');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) wrong('--port is a number up to 65535');
  return {
    kubeconfig: await readFile(kubeconfig, 'utf8'),
    kubeconfigBase: dirname(kubeconfig),
    ...(context === undefined ? {} : { context }),
    nsx: await nsxAccess(given),
    cluster,
    topology,
    ...(tier0 === undefined ? {} : { tier0 }),
    port: Number(port),
    ca: await loadOrCreateCa(given['data-dir']),
    podStatus: given['no-pod-status'] === true ? 'never' : 'auto',
    log: (line) => process.stderr.write(`${line}\n`),
  };
}

try {
  const program = await startNcp(await options());
  process.stdout.write(`${JSON.stringify({ ready: true, url: program.controlUrl })}\n`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void program.close().then(() => process.exit(0)));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
