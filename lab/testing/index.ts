import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesProgram, startKubernetes } from '../kubernetes';
import type { NcpTuning } from '../ncp';
import { startNsx } from '../nsx';
import { startAgent } from '../supervisor/agents';
import { type ControlMethod, LabClient } from '../supervisor/lab-client';
import { loadWorld } from '../supervisor/load-world';
import {
  type ClusterPrograms,
  clusterPrograms,
  kindOf,
  type ProgramKind,
  type ProgramName,
  programsFor,
} from '../supervisor/programs';
import { type LabCa, loadOrCreateCa } from '../tls';
import { makeWorld, type World, type WorldCluster, type WorldParameters } from '../worlds';
import { kubectlWith } from './kubectl';

type KubernetesTuning = NonNullable<Parameters<typeof startKubernetes>[0]['tuning']>;
type NsxTuning = NonNullable<Parameters<typeof startNsx>[0]['tuning']>;
type KubernetesUser = Parameters<KubernetesProgram['kubeconfig']>[0];

export type { ProgramName } from '../supervisor/programs';

/** How a lab for tests is started. */
export interface LabOptions {
  /** A world's name, or a world made by the test; default pandora. */
  readonly world?: string | World;
  /** Seed and size of a generated world. */
  readonly parameters?: WorldParameters;
  readonly tuning?: {
    readonly kubernetes?: KubernetesTuning;
    readonly nsx?: NsxTuning;
    readonly ncp?: Partial<NcpTuning>;
  };
  /** Kinds of programs to start; default all. */
  readonly only?: readonly ProgramKind[];
  /** Keep state in a temporary folder, so that `restart` loses nothing. */
  readonly persistent?: boolean;
  /** Hears NCP's log lines. */
  readonly log?: (line: string) => void;
}

/** One cluster of a running lab. */
export interface LabCluster extends ClusterPrograms {
  readonly name: string;
  readonly kubernetesUrl: string;
  /** File in the lab's folder with the administrator's kubeconfig; its context is `lab`. */
  readonly kubeconfigFile: string;
  kubeconfig(user: KubernetesUser): Promise<string>;
}

/** A running lab, all ports chosen by the system. */
export interface Lab {
  readonly world: World;
  readonly caPem: string;
  /** Folder with `ca.pem`, `kubeconfig`, `kubeconfig-viewer`, `kubeconfig-limited` (for a second cluster `kubeconfig-2` and so on) and `nsx-password`; removed by `close`. */
  readonly folder: string;
  /** The world's clusters in its order. */
  readonly clusters: readonly LabCluster[];
  /** Of the first cluster, as are `ncpUrl` and `kubeconfig`. */
  readonly kubernetesUrl: string;
  readonly nsx: { readonly url: string; readonly username: string; readonly password: string };
  readonly ncpUrl: string;
  kubeconfig(user: KubernetesUser): Promise<string>;
  /** Calls a program's control API, `path` starting with `/_lab`; throws unless the answer is 2xx. */
  control(program: ProgramName, method: ControlMethod, path: string, body?: unknown): Promise<unknown>;
  stop(program: ProgramName): Promise<void>;
  start(program: ProgramName): Promise<void>;
  close(): Promise<void>;
}

const nsxPassword = 'VMware1!VMware1!';
const fastKubernetes: KubernetesTuning = {
  cni: 'ncp',
  schedulingMs: 5,
  imagePullMs: 5,
  startMs: 5,
  terminationMs: 5,
  controllerMs: 5,
  namespaceMs: 5,
};
const fastNsx: NsxTuning = {
  searchLagMs: 20,
  realizationLagMs: 30,
  deleteLagMs: 30,
  membershipLagMs: 20,
  ipReleaseDelayMs: 0,
};

interface RunningProgram {
  readonly url: string;
  close(): Promise<void>;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Starts and stops the programs in this process, always on the port they had first. */
class Programs {
  readonly #running = new Map<ProgramName, RunningProgram>();
  readonly #kubernetes = new Map<ProgramName, KubernetesProgram>();
  readonly #ports: Partial<Record<ProgramName, number>> = {};
  readonly clusters: readonly ClusterPrograms[];

  constructor(
    readonly ca: LabCa,
    readonly folder: string,
    readonly world: World,
    readonly options: LabOptions,
  ) {
    this.clusters = clusterPrograms(world);
  }

  async start(name: ProgramName): Promise<void> {
    if (this.#running.has(name)) return;
    const program = await this.#launch(name, this.#ports[name] ?? 0);
    this.#running.set(name, program);
    this.#ports[name] = portOf(program.url);
  }

  async stop(name: ProgramName): Promise<void> {
    const program = this.#running.get(name);
    this.#running.delete(name);
    this.#kubernetes.delete(name);
    await program?.close();
  }

  isRunning(name: ProgramName): boolean {
    return this.#running.has(name);
  }

  url(name: ProgramName): string {
    return `https://127.0.0.1:${this.#ports[name] ?? 0}`;
  }

  async kubeconfig(name: ProgramName, user: KubernetesUser): Promise<string> {
    const program = this.#kubernetes.get(name);
    if (program === undefined) throw new Error(`the program ${name} is not running`);
    return await program.kubeconfig(user);
  }

  async #launch(name: ProgramName, port: number): Promise<RunningProgram> {
    const stored = this.options.persistent ? { dataDir: join(this.folder, name) } : {};
    const { ca } = this;
    const kind = kindOf(name);
    if (kind === 'nsx')
      return await startNsx({ ca, port, ...stored, tuning: { ...fastNsx, ...this.options.tuning?.nsx } });
    if (kind === 'kubernetes') {
      const tuning = { ...fastKubernetes, ...this.options.tuning?.kubernetes };
      const dataPlane = this.isRunning('nsx') ? { dataPlane: this.url('nsx') } : {};
      const program = await startKubernetes({ ca, port, ...stored, ...dataPlane, tuning });
      this.#kubernetes.set(name, program);
      return program;
    }
    return await this.#agent(name, port);
  }

  async #agent(name: ProgramName, port: number): Promise<RunningProgram> {
    const index = this.clusters.findIndex(({ agent }) => agent === name);
    const cluster = this.world.clusters[index];
    const programs = this.clusters[index];
    if (cluster === undefined || programs === undefined) throw new Error(`${name} has no cluster in this world`);
    const { ca } = this;
    const { log } = this.options;
    const program = await startAgent(cluster, {
      kubeconfig: await this.kubeconfig(programs.kubernetes, 'ncp'),
      nsx: { url: this.url('nsx'), username: 'ncp', password: nsxPassword, caPem: ca.certPem },
      port,
      ca,
      tuning: { resyncMs: cluster.resyncMs ?? 5000, ...this.options.tuning?.ncp },
      ...(log === undefined ? {} : { log }),
    });
    return { url: program.controlUrl, close: () => program.close() };
  }
}

function worldOf(options: LabOptions): World {
  if (typeof options.world === 'object') return options.world;
  const name = options.world ?? 'pandora';
  const world = makeWorld(name, options.parameters);
  if (world === undefined) throw new Error(`there is no world "${name}"`);
  return world;
}

const suffixOf = (index: number) => (index === 0 ? '' : `-${index + 1}`);

async function writeFiles(programs: Programs): Promise<void> {
  const { folder, ca, clusters } = programs;
  await writeFile(join(folder, 'ca.pem'), ca.certPem);
  await writeFile(join(folder, 'nsx-password'), nsxPassword, { mode: 0o600 });
  for (const [index, { kubernetes }] of clusters.entries()) {
    if (!programs.isRunning(kubernetes)) continue;
    for (const [file, user] of [
      ['kubeconfig', 'admin'],
      ['kubeconfig-viewer', 'viewer'],
      ['kubeconfig-limited', 'limited'],
    ] as const) {
      const text = await programs.kubeconfig(kubernetes, user);
      await writeFile(join(folder, `${file}${suffixOf(index)}`), text, { mode: 0o600 });
    }
  }
}

async function startAll(programs: Programs, client: LabClient): Promise<void> {
  const { world, options, clusters } = programs;
  const wanted = programsFor(world).filter((name) => options.only?.includes(kindOf(name)) ?? true);
  for (const name of wanted) if (kindOf(name) !== 'ncp') await programs.start(name);
  const urlOf = (name: ProgramName) => (programs.isRunning(name) ? programs.url(name) : undefined);
  const nsx = urlOf('nsx');
  const kubernetes = clusters.map((cluster) => urlOf(cluster.kubernetes));
  await loadWorld(client, { ...(nsx === undefined ? {} : { nsx }), kubernetes }, world);
  for (const name of wanted) if (kindOf(name) === 'ncp') await programs.start(name);
  await writeFiles(programs);
}

function clusterOf(programs: Programs, cluster: WorldCluster, index: number): LabCluster {
  const own = programs.clusters[index];
  if (own === undefined) throw new Error(`no programs for cluster ${cluster.name}`);
  return {
    ...own,
    name: cluster.name,
    kubernetesUrl: programs.url(own.kubernetes),
    kubeconfigFile: join(programs.folder, `kubeconfig${suffixOf(index)}`),
    kubeconfig: (user) => programs.kubeconfig(own.kubernetes, user),
  };
}

/** Starts a lab inside the test's process, fast by default. Always `close` it. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const world = worldOf(options);
  const folder = await mkdtemp(join(tmpdir(), 'portolan-lab-'));
  const programs = new Programs(await loadOrCreateCa(), folder, world, options);
  const client = new LabClient(programs.ca.certPem);
  const close = async () => {
    for (const name of programsFor(world).toReversed()) await programs.stop(name);
    await client.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await startAll(programs, client);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    world,
    caPem: programs.ca.certPem,
    folder,
    clusters: world.clusters.map((cluster, index) => clusterOf(programs, cluster, index)),
    kubernetesUrl: programs.url('kubernetes'),
    nsx: { url: programs.url('nsx'), username: 'admin', password: nsxPassword },
    ncpUrl: programs.url(programs.clusters[0]?.agent ?? 'ncp'),
    kubeconfig: (user) => programs.kubeconfig('kubernetes', user),
    control: (name, method, path, body) => client.insist(`${programs.url(name)}${path}`, method, body),
    stop: (name) => programs.stop(name),
    start: (name) => programs.start(name),
    close,
  };
}

/** The real kubectl, as the lab's administrator. */
export function kubectlFor(lab: Pick<Lab, 'folder'>): (...args: string[]) => Promise<string> {
  return kubectlWith(join(lab.folder, 'kubeconfig'));
}
