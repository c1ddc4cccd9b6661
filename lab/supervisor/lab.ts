import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Churn, startChurn } from '../churn';
import { loadOrCreateCa } from '../tls';
import { makeWorld, type World, worldNames, type WorldObject, type WorldParameters } from '../worlds';
import type { ChildOrder } from './child-protocol';
import { followNodes, nodesOf } from './follow-nodes';
import { type ForeignSite, foreignWorld, openForeign } from './foreign';
import { contextOf, kubeconfigFile } from './kubeconfigs';
import { LabClient } from './lab-client';
import { loadWorld } from './load-world';
import type { RunOptions } from './options';
import { orderFor } from './orders';
import { type ProgramStatus, type Say, SupervisedProgram } from './program';
import { type ClusterPrograms, clusterPrograms, kindOf, type ProgramName, programsFor } from './programs';
import { type ClusterSettings, writeSettings } from './settings';

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
    // The API servers are told where NSX is: it carries what Pods send.
    for (const name of this.#wanted('nsx')) await this.startProgram(name);
    await Promise.all(this.#wanted('kubernetes').map((name) => this.startProgram(name)));
    if (kept === undefined) await this.#load();
    for (const name of this.#wanted('ncp')) await this.startProgram(name);
    if (this.#foreign !== undefined) {
      const topology = this.#options.foreign?.topology ?? 'two-tier';
      const put = (objects: readonly WorldObject[]) => this.#putIntoNsx(objects);
      void followNodes({ site: this.#foreign, topology, put, say: this.#say }, this.#abort.signal);
    }
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
      const nodes = await nodesOf(this.#foreign, this.#abort.signal);
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

  async #order(name: ProgramName): Promise<ChildOrder> {
    if (this.#world === undefined) throw new Error(`${name} cannot start before there is a world`);
    return await orderFor(name, {
      dataDir: this.#dataDir,
      options: this.#options,
      world: this.#world,
      foreign: this.#foreign,
      url: (other) => this.#programs.get(other)?.url,
      say: this.#say,
    });
  }

  async #putIntoNsx(objects: readonly WorldObject[]): Promise<boolean> {
    const url = this.#programs.get('nsx')?.url;
    if (url === undefined) return false;
    const answer = await this.#client?.call(`${url}/_lab/load`, 'POST', { objects }).catch(() => undefined);
    return answer !== undefined && answer.status < 300;
  }

  async #ready(): Promise<LabReady> {
    const clusters: ClusterSettings[] = [];
    for (const [index, { name }] of (this.#world?.clusters ?? []).entries()) {
      const program = this.#clusters()[index]?.kubernetes;
      const served = program !== undefined && this.#programs.get(program)?.url !== undefined;
      const kubeconfig =
        this.#foreign?.kubeconfigFile ?? (served ? kubeconfigFile(this.#dataDir, '', index) : undefined);
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
      const kubeconfig = await readFile(kubeconfigFile(this.#dataDir, '', index), 'utf8');
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
