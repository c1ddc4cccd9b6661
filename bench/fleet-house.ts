import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Churn, startChurn } from '../lab/churn';
import { createKubernetesClient } from '../lab/ncp/kubernetes/client';
import { readKubeconfig } from '../lab/ncp/kubernetes/kubeconfig';

const START_MS = 600_000;
const SEED = 7;
/** Without a request of the lab's NCP: then it has written all. */
const QUIET_SECONDS = 4;

/** A lab with world fleet, and a dashboard that has read all of it. */
export interface FleetHouse {
  readonly url: string;
  /** The lab's control API. */
  readonly control: string;
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** Process of the dashboard. */
  readonly pid: number;
  readonly sources: () => Promise<readonly SourceCounts[]>;
  /** How many objects of some kinds the cluster has, as its API server counts them. */
  readonly counts: () => Promise<Readonly<Record<string, number>>>;
  /** Changes the cluster so many times a second, until it is stopped. */
  readonly churn: (perSecond: number) => Promise<Churn>;
  readonly close: () => Promise<void>;
}

export interface SourceCounts {
  readonly plane: 'kubernetes' | 'nsx';
  readonly state: string;
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
}

/** Starts both; the dashboard is built when its sources have changed. `env` is for the dashboard alone. */
export async function openFleet(size: string, env: Readonly<Record<string, string>> = {}): Promise<FleetHouse> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'portolan-bench-'));
  const world = ['--world', 'fleet', '--size', size, '--data-dir', dataDir, '--port-base', '0'];
  const children: ChildProcess[] = [start(['scripts/lab.mjs', '--json', ...world])];
  const close = async () => {
    for (const child of [...children].reverse()) await ended(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [lab] = children;
    const { control, settings, kubeconfig } = (await firstLine(lab)) as Record<
      'control' | 'settings' | 'kubeconfig',
      string
    >;
    await built(control);
    await fetch(`${control}/programs/nsx/_lab/requests`, { method: 'DELETE' });
    const dashboard = start(['scripts/start.mjs', '--json', '--listen', '127.0.0.1:0', '--settings', settings], env);
    children.push(dashboard);
    const { url } = (await firstLine(dashboard)) as { url: string };
    await readCompletely(url);
    const asked = { sources: () => sourcesOf(url), counts: () => countsOf(kubeconfig), churn: churnOf(kubeconfig) };
    return { url, control, kubeconfig, pid: dashboard.pid ?? 0, ...asked, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts changes of the cluster that a kubeconfig leads to; the same ones each time. */
export function churnOf(kubeconfig: string): FleetHouse['churn'] {
  return (perSecond) => startChurn({ kubeconfig: readFileSync(kubeconfig, 'utf8'), perSecond, seed: SEED });
}

/**
 * Until the lab's NCP has nothing more to write to NSX, the inventory of containers last: what is measured is a dashboard on a world that is
 * there, and no lab that works on the cores beside it.
 */
async function built(control: string): Promise<void> {
  const ncp = async (what: string): Promise<Record<string, unknown>> =>
    (await (await fetch(`${control}/programs/ncp/_lab/${what}`)).json()) as Record<string, unknown>;
  const deadline = Date.now() + START_MS;
  for (let [before, quiet] = [-1, 0]; Date.now() < deadline; ) {
    const [status, requests] = [await ncp('status'), await ncp('requests')];
    const total = Number(requests.total);
    const isBusy = status.phase !== 'running' || status.pending !== 0 || total !== before;
    [before, quiet] = [total, isBusy ? 0 : quiet + 1];
    if (quiet === QUIET_SECONDS) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error('the lab was not built in time');
}

/** Where the kinds are listed that changes make most of. */
const LISTS: Readonly<Record<string, string>> = {
  namespace: '/api/v1/namespaces',
  pod: '/api/v1/pods',
  service: '/api/v1/services',
  deployment: '/apis/apps/v1/deployments',
  'network-policy': '/apis/networking.k8s.io/v1/networkpolicies',
};

async function countsOf(kubeconfig: string): Promise<Readonly<Record<string, number>>> {
  const client = createKubernetesClient(await readKubeconfig(readFileSync(kubeconfig, 'utf8')));
  const counts: Record<string, number> = {};
  for (const [kind, path] of Object.entries(LISTS)) {
    const { items, metadata } = await client.get(`${path}?limit=1`, AbortSignal.timeout(START_MS));
    const { remainingItemCount = 0 } = metadata as { readonly remainingItemCount?: number }; // as every list has it
    counts[kind] = (items as readonly unknown[]).length + remainingItemCount;
  }
  await client.close();
  return counts;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORTOLAN_SETTINGS: '', ...env },
  });
}

async function firstLine(child: ChildProcess | undefined): Promise<unknown> {
  if (child === undefined || child.stdout === null)
    throw new Error('the program was started without an output to read');
  const patience = setTimeout(() => child.kill('SIGTERM'), START_MS);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue;
      child.stdout.resume();
      return JSON.parse(line);
    }
  } finally {
    clearTimeout(patience);
  }
  throw new Error('the program ended before it was ready; its messages are above');
}

async function sourcesOf(url: string): Promise<readonly SourceCounts[]> {
  const body = (await (await fetch(`${url}/api/v1/sources`)).json()) as { sources: readonly SourceCounts[] };
  return body.sources;
}

async function readCompletely(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    // A server that is busy reading may let a connection go: ask again.
    const sources = await sourcesOf(url).catch((): readonly SourceCounts[] => []);
    if (sources.length > 0 && sources.every(({ state }) => state === 'live' || state === 'partial')) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the sources were not read in time');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
