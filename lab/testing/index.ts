import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesProgram, startKubernetes } from '../kubernetes';
import { type NcpProgram, type NcpTuning, startNcp } from '../ncp';
import { type NsxProgram, startNsx } from '../nsx';
import { type ControlMethod, LabClient } from '../supervisor/lab-client';
import { loadWorld } from '../supervisor/load-world';
import { type LabCa, loadOrCreateCa } from '../tls';
import { makeWorld, type World } from '../worlds';
import { kubectlWith } from './kubectl';

type KubernetesTuning = NonNullable<Parameters<typeof startKubernetes>[0]['tuning']>;
type NsxTuning = NonNullable<Parameters<typeof startNsx>[0]['tuning']>;
type KubernetesUser = Parameters<KubernetesProgram['kubeconfig']>[0];

/** One of the lab's three programs. */
export type ProgramName = 'kubernetes' | 'nsx' | 'ncp';

/** How a lab for tests is started. */
export interface LabOptions {
  /** A world's name, or a world made by the test; default pandora. */
  readonly world?: string | World;
  readonly tuning?: {
    readonly kubernetes?: KubernetesTuning;
    readonly nsx?: NsxTuning;
    readonly ncp?: Partial<NcpTuning>;
  };
  /** Programs to start; default all three. */
  readonly only?: readonly ProgramName[];
  /** Keep state in a temporary folder, so that `restart` loses nothing. */
  readonly persistent?: boolean;
  /** Hears NCP's log lines. */
  readonly log?: (line: string) => void;
}

/** A running lab, all ports chosen by the system. */
export interface Lab {
  readonly world: World;
  readonly caPem: string;
  /** Folder with `ca.pem`, `kubeconfig`, `kubeconfig-viewer`, `kubeconfig-limited` and `nsx-password`; removed by `close`. */
  readonly folder: string;
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

interface Running {
  kubernetes?: KubernetesProgram;
  nsx?: NsxProgram;
  ncp?: NcpProgram;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Starts and stops the programs in this process, always on the port they had first. */
class Programs {
  readonly running: Running = {};
  readonly #ports: Partial<Record<ProgramName, number>> = {};

  constructor(
    readonly ca: LabCa,
    readonly folder: string,
    readonly world: World,
    readonly options: LabOptions,
  ) {}

  async start(name: ProgramName): Promise<void> {
    if (this.running[name] !== undefined) return;
    const port = this.#ports[name] ?? 0;
    const stored = this.options.persistent ? { dataDir: join(this.folder, name) } : {};
    if (name === 'kubernetes') {
      const tuning = { ...fastKubernetes, ...this.options.tuning?.kubernetes };
      this.running.kubernetes = await startKubernetes({ ca: this.ca, port, ...stored, tuning });
      this.#ports.kubernetes = portOf(this.running.kubernetes.url);
    } else if (name === 'nsx') {
      const tuning = { ...fastNsx, ...this.options.tuning?.nsx };
      this.running.nsx = await startNsx({ ca: this.ca, port, ...stored, tuning });
      this.#ports.nsx = portOf(this.running.nsx.url);
    } else {
      this.running.ncp = await this.#startNcp(port);
      this.#ports.ncp = portOf(this.running.ncp.controlUrl);
    }
  }

  async stop(name: ProgramName): Promise<void> {
    const program = this.running[name];
    delete this.running[name];
    await program?.close();
  }

  url(name: ProgramName): string {
    return `https://127.0.0.1:${this.#ports[name] ?? 0}`;
  }

  async #startNcp(port: number): Promise<NcpProgram> {
    const [cluster] = this.world.clusters;
    if (cluster === undefined || this.running.kubernetes === undefined) {
      throw new Error('NCP needs the Kubernetes program and a world with a cluster');
    }
    return await startNcp({
      kubeconfig: await this.running.kubernetes.kubeconfig('ncp'),
      nsx: { url: this.url('nsx'), username: 'ncp', password: nsxPassword, caPem: this.ca.certPem },
      cluster: cluster.tagValue,
      topology: cluster.topology,
      tier0: cluster.tier0,
      ...(cluster.segmentSize === undefined ? {} : { segmentSize: cluster.segmentSize }),
      port,
      ca: this.ca,
      tuning: { resyncMs: 5000, ...this.options.tuning?.ncp },
      ...(this.options.log === undefined ? {} : { log: this.options.log }),
    });
  }
}

function worldOf(options: LabOptions): World {
  if (typeof options.world === 'object') return options.world;
  const name = options.world ?? 'pandora';
  const world = makeWorld(name);
  if (world === undefined) throw new Error(`there is no world "${name}"`);
  return world;
}

async function writeFiles(programs: Programs): Promise<void> {
  const { folder, ca, running } = programs;
  await writeFile(join(folder, 'ca.pem'), ca.certPem);
  await writeFile(join(folder, 'nsx-password'), nsxPassword, { mode: 0o600 });
  for (const [file, user] of [
    ['kubeconfig', 'admin'],
    ['kubeconfig-viewer', 'viewer'],
    ['kubeconfig-limited', 'limited'],
  ] as const) {
    const text = await running.kubernetes?.kubeconfig(user);
    if (text !== undefined) await writeFile(join(folder, file), text, { mode: 0o600 });
  }
}

/** Starts a lab inside the test's process, fast by default. Always `close` it. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const world = worldOf(options);
  const folder = await mkdtemp(join(tmpdir(), 'portolan-lab-'));
  const programs = new Programs(await loadOrCreateCa(), folder, world, options);
  const client = new LabClient(programs.ca.certPem);
  const names: readonly ProgramName[] = options.only ?? ['nsx', 'kubernetes', 'ncp'];
  const close = async () => {
    for (const name of ['ncp', 'kubernetes', 'nsx'] as const) await programs.stop(name);
    await client.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const name of ['nsx', 'kubernetes'] as const) if (names.includes(name)) await programs.start(name);
    const { kubernetes, nsx } = programs.running;
    await loadWorld(
      client,
      {
        ...(kubernetes === undefined ? {} : { kubernetes: kubernetes.url }),
        ...(nsx === undefined ? {} : { nsx: nsx.url }),
      },
      world,
    );
    if (names.includes('ncp')) await programs.start('ncp');
    await writeFiles(programs);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    world,
    caPem: programs.ca.certPem,
    folder,
    kubernetesUrl: programs.url('kubernetes'),
    nsx: { url: programs.url('nsx'), username: 'admin', password: nsxPassword },
    ncpUrl: programs.url('ncp'),
    kubeconfig: async (user) => {
      const { kubernetes } = programs.running;
      if (kubernetes === undefined) throw new Error('the Kubernetes program is not running');
      return await kubernetes.kubeconfig(user);
    },
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
