import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { loadOrCreateCa } from '../tls';
import { makeWorld, type World, worldNames, type WorldParameters } from '../worlds';
import type { ChildOrder } from './child-protocol';
import { type ForeignSite, foreignWorld, openForeign, readNodes } from './foreign';
import { LabClient } from './lab-client';
import { loadWorld } from './load-world';
import { type ProgramName, programNames, type RunOptions } from './options';
import { pickPort, portAfter } from './ports';
import { type ProgramStatus, type Say, SupervisedProgram } from './program';
import { nsxPassword, writeSettings } from './settings';

/** Where everything is once the lab runs. */
export interface LabReady {
  readonly kubernetes: string | undefined;
  readonly nsx: string | undefined;
  readonly ncp: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly settings: string | undefined;
}

interface KeptWorld {
  readonly name: string;
  readonly parameters: WorldParameters;
}

const defaultPorts: Readonly<Record<ProgramName, number>> = { kubernetes: 16_443, nsx: 18_443, ncp: 18_444 };
const nodeCheckMs = 10_000;

/** The lab as a whole: its programs, its world, its files. */
export class LabSupervisor {
  readonly #options: RunOptions;
  readonly #dataDir: string;
  readonly #say: Say;
  readonly #programs: Readonly<Record<ProgramName, SupervisedProgram>>;
  readonly #abort = new AbortController();
  #client: LabClient | undefined;
  #world: World | undefined;
  #foreign: ForeignSite | undefined;

  constructor(options: RunOptions, say: Say) {
    this.#options = options;
    this.#dataDir = resolve(options.dataDir);
    this.#say = say;
    this.#programs = {
      kubernetes: new SupervisedProgram('kubernetes', say),
      nsx: new SupervisedProgram('nsx', say),
      ncp: new SupervisedProgram('ncp', say),
    };
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  /** Starts everything asked for. Throws with a plain message when something cannot start. */
  async start(): Promise<LabReady> {
    const { only, keep } = this.#options;
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    if (this.#options.foreign !== undefined) this.#foreign = await openForeign(this.#options.foreign);
    const kept = keep ? await this.#keptWorld() : undefined;
    if (kept === undefined) {
      for (const name of ['kubernetes', 'nsx']) await rm(join(this.#dataDir, name), { recursive: true, force: true });
    }
    this.#client = new LabClient((await loadOrCreateCa(this.#dataDir)).certPem);
    await this.#chooseWorld(kept);
    await Promise.all(
      (['nsx', 'kubernetes'] as const).filter((name) => only.includes(name)).map((name) => this.startProgram(name)),
    );
    if (kept === undefined) await this.#load();
    if (only.includes('ncp')) await this.startProgram('ncp');
    if (this.#foreign !== undefined) void this.#followNodes(this.#foreign);
    return await this.#ready();
  }

  /** Stops all programs. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(programNames.map((name) => this.#programs[name].stop()));
    await this.#client?.close();
  }

  status(): { world: string | undefined; programs: Readonly<Record<ProgramName, ProgramStatus>> } {
    const { kubernetes, nsx, ncp } = this.#programs;
    return {
      world: this.#world?.name,
      programs: { kubernetes: kubernetes.status, nsx: nsx.status, ncp: ncp.status },
    };
  }

  /** Starts one program, on the port it had before if it ran already. */
  async startProgram(name: ProgramName): Promise<void> {
    await this.#programs[name].start(this.#programs[name].url === undefined ? await this.#order(name) : undefined);
  }

  async stopProgram(name: ProgramName): Promise<void> {
    await this.#programs[name].stop();
  }

  /** As a crash would; the program comes back by itself. */
  killProgram(name: ProgramName): void {
    this.#programs[name].kill();
  }

  /** Replaces the world; false when there is none of that name. */
  async changeWorld(name: string, parameters: WorldParameters): Promise<boolean> {
    const world = makeWorld(name, parameters);
    if (world === undefined || this.#foreign !== undefined) return false;
    this.#world = world;
    await this.reset();
    return true;
  }

  /** Loads the world again. NCP is away meanwhile, so that it does not take the empty moment for a mass deletion. */
  async reset(): Promise<void> {
    const withNcp = this.#programs.ncp.status.state !== 'stopped';
    await this.#programs.ncp.stop();
    await this.#load();
    if (withNcp) await this.#programs.ncp.start(await this.#order('ncp'));
  }

  /** Hands a call on to a program's control API. */
  async pass(name: ProgramName, method: 'GET' | 'POST' | 'DELETE', path: string, body: unknown) {
    const { url } = this.#programs[name];
    if (url === undefined || this.#client === undefined)
      return { status: 503, body: { error: `${name} is not running` } };
    return await this.#client.call(`${url}${path}`, method, body);
  }

  /** The world of last time, when its state fits what is asked for now. */
  async #keptWorld(): Promise<KeptWorld | undefined> {
    let kept: KeptWorld;
    try {
      // Written by this program only, see #load.
      kept = JSON.parse(await readFile(join(this.#dataDir, 'world.json'), 'utf8')) as KeptWorld;
    } catch {
      return undefined;
    }
    const fits =
      this.#foreign === undefined ? worldNames.includes(kept.name) : kept.name === `foreign-${this.#foreign.name}`;
    if (!fits) this.#say(`the state of last time is of world ${kept.name}; starting afresh`);
    return fits ? kept : undefined;
  }

  async #chooseWorld(kept: KeptWorld | undefined): Promise<void> {
    const { foreign, world, seed, size } = this.#options;
    if (foreign !== undefined && this.#foreign !== undefined) {
      const nodes = await this.#nodesOf(this.#foreign);
      this.#world = foreignWorld(this.#foreign, foreign.topology, nodes);
      return;
    }
    const given = { ...(seed === undefined ? {} : { seed }), ...(size === undefined ? {} : { size }) };
    this.#world = makeWorld(kept?.name ?? world, kept?.parameters ?? given);
    if (this.#world === undefined) throw new Error(`there is no world "${kept?.name ?? world}"`);
  }

  async #nodesOf(site: ForeignSite) {
    try {
      return await readNodes(site, AbortSignal.any([this.#abort.signal, AbortSignal.timeout(20_000)]));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`cannot list the nodes of the cluster behind ${site.kubeconfigFile}: ${reason}`);
    }
  }

  async #load(): Promise<void> {
    const { nsx, kubernetes } = this.#programs;
    if (this.#client === undefined || this.#world === undefined) return;
    const urls = {
      ...(nsx.url === undefined ? {} : { nsx: nsx.url }),
      ...(kubernetes.url === undefined ? {} : { kubernetes: kubernetes.url }),
    };
    await loadWorld(this.#client, urls, this.#world);
    const { seed, size } = this.#options;
    await writeFile(
      join(this.#dataDir, 'world.json'),
      JSON.stringify({ name: this.#world.name, parameters: { seed, size } }),
    );
  }

  async #order(name: ProgramName): Promise<ChildOrder> {
    const { portBase } = this.#options;
    const wanted = portBase === undefined ? defaultPorts[name] : portAfter(portBase, programNames.indexOf(name));
    const common = { dataDir: this.#dataDir, port: await pickPort(wanted) };
    if (common.port === 0 && wanted !== 0) this.#say(`port ${wanted} is taken; ${name} gets another`);
    if (name === 'kubernetes') return { ...common, program: 'kubernetes', options: { tuning: { cni: 'ncp' } } };
    if (name === 'nsx') return { ...common, program: 'nsx', options: {} };
    return { ...common, program: 'ncp', options: await this.#ncpOptions() };
  }

  async #ncpOptions() {
    const cluster = this.#world?.clusters[0];
    const nsxUrl = this.#programs.nsx.url;
    if (cluster === undefined || nsxUrl === undefined)
      throw new Error('ncp needs nsx: start both, e.g. --only nsx,ncp');
    const caPem = await readFile(join(this.#dataDir, 'ca.pem'), 'utf8');
    const access = await this.#kubernetesAccess();
    return {
      ...access,
      nsx: { url: nsxUrl, username: 'ncp', password: nsxPassword, caPem },
      cluster: cluster.tagValue,
      topology: cluster.topology,
      tier0: cluster.tier0,
      ...(cluster.segmentSize === undefined ? {} : { segmentSize: cluster.segmentSize }),
      podStatus: this.#options.foreign?.podStatus ?? ('auto' as const),
    };
  }

  async #kubernetesAccess() {
    if (this.#foreign !== undefined) {
      const { kubeconfig, context, base } = this.#foreign;
      return { kubeconfig, context, kubeconfigBase: base };
    }
    if (this.#programs.kubernetes.url === undefined)
      throw new Error('ncp needs kubernetes, or a cluster given by --kubeconfig');
    return { kubeconfig: await readFile(join(this.#dataDir, 'kubeconfig-ncp'), 'utf8') };
  }

  /** Makes ports for cluster nodes that join later. */
  async #followNodes(site: ForeignSite): Promise<void> {
    const known = new Set((await this.#nodesOf(site).catch(() => [])).map((node) => node.name));
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await delay(nodeCheckMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const fresh = (await this.#nodesOf(site).catch(() => [])).filter((node) => !known.has(node.name));
      const { url } = this.#programs.nsx;
      if (fresh.length === 0 || url === undefined || this.#client === undefined) continue;
      const { nsx: objects } = foreignWorld(site, this.#options.foreign?.topology ?? 'two-tier', fresh);
      const additions = objects.filter((object) =>
        ['SegmentPort', 'VirtualMachine', 'VirtualNetworkInterface'].includes(String(object.resource_type)),
      );
      const answer = await this.#client.call(`${url}/_lab/load`, 'POST', { objects: additions }).catch(() => undefined);
      if (answer?.status === undefined || answer.status >= 300) continue;
      for (const node of fresh) {
        known.add(node.name);
        this.#say(`made a tagged segment port for node ${node.name}`);
      }
    }
  }

  async #ready(): Promise<LabReady> {
    const { kubernetes, nsx, ncp } = this.#programs;
    const kubeconfig =
      this.#foreign?.kubeconfigFile ?? (kubernetes.url === undefined ? undefined : join(this.#dataDir, 'kubeconfig'));
    const name = this.#world?.clusters[0]?.name;
    const context = this.#foreign?.context ?? (await contextOf(kubeconfig));
    const settings =
      nsx.url === undefined
        ? undefined
        : await writeSettings({
            dataDir: this.#dataDir,
            nsxUrl: nsx.url,
            cluster: kubeconfig === undefined || name === undefined ? undefined : { name, kubeconfig, context },
          });
    return { kubernetes: kubernetes.url, nsx: nsx.url, ncp: ncp.url, kubeconfig, settings };
  }
}

async function contextOf(kubeconfig: string | undefined): Promise<string | undefined> {
  if (kubeconfig === undefined) return undefined;
  const config: unknown = parse(await readFile(kubeconfig, 'utf8'));
  const named =
    typeof config === 'object' && config !== null && 'current-context' in config
      ? config['current-context']
      : undefined;
  return typeof named === 'string' ? named : undefined;
}
