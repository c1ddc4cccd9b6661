import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { type Churn, startChurn } from '../churn';
import { loadOrCreateCa } from '../tls';
import { makeWorld, type World, worldNames, type WorldParameters } from '../worlds';
import type { ChildOrder } from './child-protocol';
import { type ForeignSite, foreignWorld, openForeign, readNodes } from './foreign';
import { LabClient } from './lab-client';
import { loadWorld } from './load-world';
import type { RunOptions } from './options';
import { pickPort, portAfter } from './ports';
import { type ProgramStatus, type Say, SupervisedProgram } from './program';
import {
  type ClusterPrograms,
  clusterPrograms,
  defaultPorts,
  kindOf,
  portOffsets,
  type ProgramName,
  programsFor,
} from './programs';
import { type ClusterSettings, nsxPassword, writeSettings } from './settings';

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

const nodeCheckMs = 10_000;

/** The lab as a whole: its programs, its world, its files. */
export class LabSupervisor {
  readonly #options: RunOptions;
  readonly #dataDir: string;
  readonly #say: Say;
  readonly #programs = new Map<ProgramName, SupervisedProgram>();
  readonly #abort = new AbortController();
  #client: LabClient | undefined;
  #world: World | undefined;
  #parameters: WorldParameters = {};
  readonly #churns: Churn[] = [];
  #foreign: ForeignSite | undefined;

  constructor(options: RunOptions, say: Say) {
    this.#options = options;
    this.#dataDir = resolve(options.dataDir);
    this.#say = say;
  }

  get dataDir(): string {
    return this.#dataDir;
  }

  /** Starts everything asked for. Throws with a plain message when something cannot start. */
  async start(): Promise<LabReady> {
    const { keep } = this.#options;
    await mkdir(this.#dataDir, { recursive: true, mode: 0o700 });
    if (this.#options.foreign !== undefined) this.#foreign = await openForeign(this.#options.foreign);
    const kept = keep ? await this.#keptWorld() : undefined;
    if (kept === undefined) {
      for (const name of ['kubernetes', 'kubernetes-2', 'nsx']) {
        await rm(join(this.#dataDir, name), { recursive: true, force: true });
      }
    }
    this.#client = new LabClient((await loadOrCreateCa(this.#dataDir)).certPem);
    await this.#chooseWorld(kept);
    await Promise.all(this.#wanted('kubernetes', 'nsx').map((name) => this.startProgram(name)));
    if (kept === undefined) await this.#load();
    for (const name of this.#wanted('ncp')) await this.startProgram(name);
    if (this.#foreign !== undefined) void this.#followNodes(this.#foreign);
    const ready = await this.#ready();
    await this.#startChurn();
    return ready;
  }

  /** Stops all programs. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#stopChurn();
    await Promise.all([...this.#programs.values()].map((program) => program.stop()));
    await this.#client?.close();
  }

  status(): { world: string | undefined; programs: Readonly<Partial<Record<ProgramName, ProgramStatus>>> } {
    const programs = Object.fromEntries([...this.#programs].map(([name, program]) => [name, program.status]));
    return { world: this.#world?.name, programs };
  }

  /** Starts one program, on the port it had before if it ran already. */
  async startProgram(name: ProgramName): Promise<void> {
    const program = this.#program(name);
    await program.start(program.url === undefined ? await this.#order(name) : undefined);
  }

  async stopProgram(name: ProgramName): Promise<void> {
    await this.#program(name).stop();
  }

  /** As a crash would; the program comes back by itself. */
  killProgram(name: ProgramName): void {
    this.#program(name).kill();
  }

  /** Replaces the world; false when there is none of that name, or one that needs other programs than run now. */
  async changeWorld(name: string, parameters: WorldParameters): Promise<boolean> {
    const world = makeWorld(name, parameters);
    if (world === undefined || this.#foreign !== undefined) return false;
    if (this.#world !== undefined && programsFor(world).join() !== programsFor(this.#world).join()) return false;
    this.#world = world;
    this.#parameters = parameters;
    await this.reset();
    return true;
  }

  /** Loads the world again. Agents are away meanwhile, so that they do not take the empty moment for a mass deletion. */
  async reset(): Promise<void> {
    await this.#stopChurn();
    const agents = this.#wanted('ncp').filter((name) => this.#program(name).status.state !== 'stopped');
    await Promise.all(agents.map((name) => this.#program(name).stop()));
    await this.#load();
    for (const name of agents) await this.#program(name).start(await this.#order(name));
    await this.#startChurn();
  }

  /** Hands a call on to a program's control API. */
  async pass(name: ProgramName, method: 'GET' | 'POST' | 'DELETE', path: string, body: unknown) {
    const { url } = this.#program(name);
    if (url === undefined || this.#client === undefined)
      return { status: 503, body: { error: `${name} is not running` } };
    return await this.#client.call(`${url}${path}`, method, body);
  }

  #program(name: ProgramName): SupervisedProgram {
    let program = this.#programs.get(name);
    if (program === undefined) {
      program = new SupervisedProgram(name, this.#say);
      this.#programs.set(name, program);
    }
    return program;
  }

  /** The programs of these kinds that the world needs and the options ask for. */
  #wanted(...kinds: readonly ReturnType<typeof kindOf>[]): readonly ProgramName[] {
    if (this.#world === undefined) return [];
    return programsFor(this.#world).filter((name) => {
      const kind = kindOf(name);
      return kinds.includes(kind) && this.#options.only.includes(kind);
    });
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
    this.#parameters = kept?.parameters ?? {
      ...(seed === undefined ? {} : { seed }),
      ...(size === undefined ? {} : { size }),
    };
    this.#world = makeWorld(kept?.name ?? world, this.#parameters);
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
    if (this.#client === undefined || this.#world === undefined) return;
    const nsx = this.#programs.get('nsx')?.url;
    const kubernetes = this.#clusters().map((cluster) => this.#programs.get(cluster.kubernetes)?.url);
    await loadWorld(this.#client, { ...(nsx === undefined ? {} : { nsx }), kubernetes }, this.#world);
    await writeFile(
      join(this.#dataDir, 'world.json'),
      JSON.stringify({ name: this.#world.name, parameters: this.#parameters }),
    );
  }

  #clusters(): readonly ClusterPrograms[] {
    return this.#world === undefined ? [] : clusterPrograms(this.#world);
  }

  /** File with the kubeconfig of a user in the cluster with this index. */
  #kubeconfigFile(user: '' | '-ncp', index: number): string {
    return join(this.#dataDir, `kubeconfig${user}${index === 0 ? '' : `-${index + 1}`}`);
  }

  async #order(name: ProgramName): Promise<ChildOrder> {
    const { portBase } = this.#options;
    const wanted = portBase === undefined ? defaultPorts[name] : portAfter(portBase, portOffsets[name]);
    const common = { dataDir: this.#dataDir, port: await pickPort(wanted) };
    if (common.port === 0 && wanted !== 0) this.#say(`port ${wanted} is taken; ${name} gets another`);
    if (name === 'nsx') return { ...common, program: 'nsx', options: {} };
    const index = this.#clusters().findIndex((cluster) => cluster.kubernetes === name || cluster.agent === name);
    if (kindOf(name) === 'kubernetes') {
      const suffix = index <= 0 ? '' : `-${index + 1}`;
      return { ...common, program: 'kubernetes', suffix, options: { tuning: { cni: 'ncp' } } };
    }
    return { ...common, program: 'agent', ...(await this.#agentOptions(index)) };
  }

  async #agentOptions(index: number) {
    const cluster = this.#world?.clusters[index];
    const nsxUrl = this.#programs.get('nsx')?.url;
    if (cluster === undefined || nsxUrl === undefined)
      throw new Error('ncp needs nsx: start both, e.g. --only nsx,ncp');
    const caPem = await readFile(join(this.#dataDir, 'ca.pem'), 'utf8');
    // Only what an agent needs: a large world's objects are not for a message between processes.
    const { objects: _objects, ...facts } = cluster;
    return {
      cluster: facts,
      options: {
        ...(await this.#kubernetesAccess(index)),
        nsx: { url: nsxUrl, username: 'ncp', password: nsxPassword, caPem },
        podStatus: this.#options.foreign?.podStatus ?? ('auto' as const),
        ...(cluster.resyncMs === undefined ? {} : { tuning: { resyncMs: cluster.resyncMs } }),
      },
    };
  }

  async #kubernetesAccess(index: number) {
    if (this.#foreign !== undefined) {
      const { kubeconfig, context, base } = this.#foreign;
      return { kubeconfig, context, kubeconfigBase: base };
    }
    const program = this.#clusters()[index]?.kubernetes;
    if (program === undefined || this.#programs.get(program)?.url === undefined)
      throw new Error('ncp needs kubernetes, or a cluster given by --kubeconfig');
    return { kubeconfig: await readFile(this.#kubeconfigFile('-ncp', index), 'utf8') };
  }

  /** Makes ports for cluster nodes that join later. */
  async #followNodes(site: ForeignSite): Promise<void> {
    const known = new Set((await this.#nodesOf(site).catch(() => [])).map((node) => node.name));
    const { signal } = this.#abort;
    while (!signal.aborted) {
      await delay(nodeCheckMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const fresh = (await this.#nodesOf(site).catch(() => [])).filter((node) => !known.has(node.name));
      const url = this.#programs.get('nsx')?.url;
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
    const clusters: ClusterSettings[] = [];
    for (const [index, { name }] of (this.#world?.clusters ?? []).entries()) {
      const program = this.#clusters()[index]?.kubernetes;
      const served = program !== undefined && this.#programs.get(program)?.url !== undefined;
      const kubeconfig = this.#foreign?.kubeconfigFile ?? (served ? this.#kubeconfigFile('', index) : undefined);
      if (kubeconfig === undefined) continue;
      clusters.push({ name, kubeconfig, context: this.#foreign?.context ?? (await contextOf(kubeconfig)) });
    }
    const nsx = this.#programs.get('nsx')?.url;
    const settings =
      nsx === undefined ? undefined : await writeSettings({ dataDir: this.#dataDir, nsxUrl: nsx, clusters });
    const [first] = this.#clusters();
    return {
      kubernetes: this.#programs.get('kubernetes')?.url,
      nsx,
      ncp: this.#programs.get(first?.agent ?? 'ncp')?.url,
      kubeconfig: clusters[0]?.kubeconfig,
      settings,
    };
  }

  async #startChurn(): Promise<void> {
    const { churn } = this.#options;
    if (churn === undefined || churn === 0 || this.#foreign !== undefined) return;
    for (const [index, { name }] of (this.#world?.clusters ?? []).entries()) {
      const program = this.#clusters()[index]?.kubernetes;
      if (program === undefined || this.#programs.get(program)?.url === undefined) continue;
      const kubeconfig = await readFile(this.#kubeconfigFile('', index), 'utf8');
      this.#churns.push(
        await startChurn({ kubeconfig, perSecond: churn, seed: (this.#parameters.seed ?? 1) + index, log: this.#say }),
      );
      this.#say(`changing cluster ${name} ${churn} times a second`);
    }
  }

  async #stopChurn(): Promise<void> {
    await Promise.all(this.#churns.splice(0).map((churn) => churn.stop()));
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
