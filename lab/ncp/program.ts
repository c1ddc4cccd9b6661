import { setMaxListeners } from 'node:events';
import { backoffMs, pause } from './backoff';
import { InventoryWriter } from './inventory/writer';
import { createKubernetesClient, type KubernetesClient, KubernetesError } from './kubernetes/client';
import { Informer } from './kubernetes/informer';
import type { Access } from './kubernetes/kubeconfig';
import { watchedResources } from './kubernetes/parse';
import { Reports } from './kubernetes/reports';
import { KubernetesState } from './kubernetes/state';
import type { KubeObject } from './mapping/kubernetes';
import type { Site } from './mapping/site';
import { type NsxAccess, NsxClient, NsxError } from './nsx/client';
import { discoverSite, type SiteSettings } from './nsx/discovery';
import { PlannedFailure } from './reconcile/context';
import { Controller } from './reconcile/controller';
import { Ledger } from './reconcile/ledger';
import { WorkQueue } from './reconcile/queue';
import { Vlans } from './reconcile/vlans';

/** Speeds of NCP. */
export interface NcpTuning {
  /** Reconciliations at a time. */
  readonly workers: number;
  /** Requests to NSX per second and at a time; NSX's own limits are 100 and 40. */
  readonly requestsPerSecond: number;
  readonly concurrentRequests: number;
  /** Time in ms between full comparisons with NSX. */
  readonly resyncMs: number;
}

/** The values used where nothing is given. */
export const defaultTuning: NcpTuning = { workers: 8, requestsPerSecond: 60, concurrentRequests: 10, resyncMs: 60_000 };

/** What NCP works with. */
export interface LoopOptions {
  readonly access: Access;
  readonly nsx: NsxAccess;
  readonly site: SiteSettings;
  readonly podStatus: boolean;
  readonly tuning: NcpTuning;
  /** Hears one line about everything an operator would want in a log; never a secret. */
  readonly log: (line: string) => void;
}

/** Search hits may lag this far behind NCP's own writes; taking a newer one for lost costs a needless write, no more. */
const indexLagMs = 3000;

/** Least time between two full comparisons that failures ask for. */
const minResyncMs = 3000;

/** How NCP is doing. */
export interface LoopStatus {
  readonly phase: 'connecting' | 'loading' | 'syncing' | 'running' | 'stopped';
  readonly problem: string | undefined;
  readonly objects: number;
  readonly pending: number;
  readonly failing: readonly string[];
  readonly site: Site | undefined;
}

function messageOf(error: unknown): string {
  if (error instanceof PlannedFailure) return `${error.code}: ${error.message}`;
  if (error instanceof NsxError) return `NSX ${error.status}/${error.code}: ${error.message}`;
  if (error instanceof KubernetesError) return `Kubernetes ${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** NCP's life from connecting to running, level-triggered throughout: any part may be lost and is found again. */
export class NcpLoop {
  readonly #options: LoopOptions;
  readonly #abort = new AbortController();
  readonly #kubernetes: KubernetesClient;
  readonly #nsx: NsxClient;
  readonly #state = new KubernetesState();
  readonly #ledger = new Ledger();
  readonly #queue: WorkQueue;
  readonly #inventory: InventoryWriter;
  readonly #synced = new Set<string>();
  readonly #tasks: Promise<void>[] = [];
  #controller: Controller | undefined;
  #site: Site | undefined;
  #phase: LoopStatus['phase'] = 'connecting';
  #problem: string | undefined;
  #resyncSoon: (() => void) | undefined;
  #reloadedAt = 0;
  /** What was last logged about each failing key, so that retries do not repeat it. */
  readonly #said = new Map<string, string>();

  constructor(options: LoopOptions) {
    this.#options = options;
    // Every request in flight listens to this one signal.
    setMaxListeners(0, this.#abort.signal);
    this.#kubernetes = createKubernetesClient(options.access);
    const { requestsPerSecond, concurrentRequests, workers } = options.tuning;
    this.#nsx = new NsxClient(options.nsx, { perSecond: requestsPerSecond, concurrent: concurrentRequests });
    this.#inventory = new InventoryWriter(this.#nsx, this.#state, options.site.cluster);
    this.#queue = new WorkQueue(workers, {
      reconcile: async (key) => {
        const outcome = (await this.#controller?.reconcile(key)) ?? 'waiting';
        if (this.#problem?.startsWith(`${key}: `)) this.#problem = undefined;
        this.#said.delete(key);
        this.#said.delete('connection');
        return outcome;
      },
      failed: (key, error) => this.#failed(key, error),
    });
  }

  /** Starts; returns at once. */
  start(): void {
    this.#tasks.push(this.#run(this.#abort.signal));
  }

  /** Stops all work and closes all connections. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#phase = 'stopped';
    this.#resyncSoon?.();
    await this.#queue.stop();
    await Promise.all([this.#kubernetes.close(), this.#nsx.close()]);
    await Promise.allSettled(this.#tasks);
  }

  /** Holds all writing back, or lets it go on. */
  hold(paused: boolean): void {
    this.#queue.hold(paused);
  }

  /** Compares everything with NSX now. */
  resync(): void {
    this.#resyncSoon?.();
  }

  get counters(): NsxClient['counters'] {
    return this.#nsx.counters;
  }

  status(): LoopStatus {
    return {
      phase: this.#phase,
      problem: this.#problem,
      objects: this.#ledger.size,
      pending: this.#queue.pending,
      failing: this.#queue.failing,
      site: this.#site,
    };
  }

  /** Paths and bodies NCP believes NSX to hold. */
  dump(): readonly { path: string; type: string }[] {
    return [...this.#ledger.entries()].map(({ path, type }) => ({ path, type }));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const controller = await this.#insist(signal, async () => await this.#connect(signal));
    if (controller === undefined) return;
    this.#controller = controller;
    this.#phase = 'loading';
    await this.#insist(signal, async () => await controller.reload(0));
    if (signal.aborted) return;
    this.#phase = 'syncing';
    for (const resource of watchedResources) {
      const informer = new Informer(this.#kubernetes, resource, {
        upsert: (item) => this.#changed(item),
        remove: (item) => this.#removed(item),
        synced: () => this.#listed(resource.path),
        failed: (error) => {
          this.#note(`${resource.path}: ${messageOf(error)}`);
          const refused = error instanceof KubernetesError && (error.status === 403 || error.status === 404);
          if (resource.optional && refused) this.#listed(resource.path);
        },
      });
      this.#tasks.push(informer.run(signal));
    }
    while (!signal.aborted) {
      await this.#untilResync(signal);
      if (signal.aborted || this.status().phase !== 'running') continue;
      this.#reloadedAt = performance.now();
      await this.#insist(signal, async () => await controller.reload(this.#reloadedAt - indexLagMs));
      this.#enqueueAll();
    }
  }

  async #connect(signal: AbortSignal): Promise<Controller> {
    this.#phase = 'connecting';
    const site = await discoverSite(this.#nsx, this.#options.site, signal);
    this.#site = site;
    return new Controller({
      site,
      state: this.#state,
      ledger: this.#ledger,
      vlans: new Vlans(),
      placements: new Map(),
      nsx: this.#nsx,
      reports: new Reports(this.#kubernetes),
      podStatus: this.#options.podStatus,
      signal,
      enqueue: (owner) => this.#queue.add(owner),
    });
  }

  /** Tries until it works; gives undefined only when the signal fires first. */
  async #insist<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T | undefined> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const result = await task();
        this.#problem = undefined;
        return result;
      } catch (error) {
        if (signal.aborted) return undefined;
        this.#note(messageOf(error));
        await pause(backoffMs(attempt, 500, 15_000), signal);
      }
    }
    return undefined;
  }

  async #untilResync(signal: AbortSignal): Promise<void> {
    const wake = new AbortController();
    this.#resyncSoon = () => wake.abort();
    await pause(this.#options.tuning.resyncMs, AbortSignal.any([signal, wake.signal]));
  }

  #listed(path: string): void {
    this.#synced.add(path);
    if (this.#phase !== 'syncing' || this.#synced.size < watchedResources.length) return;
    this.#phase = 'running';
    this.#problem = undefined;
    this.#tasks.push(this.#inventory.run(this.#abort.signal));
    this.#options.log(`in step with Kubernetes; ${this.#ledger.size} objects of ours in NSX`);
    this.#enqueueAll();
  }

  #enqueueAll(): void {
    for (const owner of this.#controller?.owners() ?? []) this.#queue.add(owner);
  }

  #changed(item: KubeObject): void {
    this.#state.put(item);
    this.#inventory.touch(item);
    this.#enqueue(item);
  }

  #removed(item: KubeObject): void {
    this.#state.remove(item);
    this.#inventory.touch(item);
    this.#enqueue(item);
  }

  #enqueue(item: KubeObject): void {
    // Before the first complete look an absent object could be one not yet listed.
    if (this.#phase !== 'running') return;
    for (const owner of this.#controller?.affected(item) ?? []) this.#queue.add(owner);
  }

  #failed(key: string, error: unknown): void {
    const answered = error instanceof NsxError || error instanceof KubernetesError || error instanceof PlannedFailure;
    const message = `${key}: ${messageOf(error)}`;
    this.#problem = message;
    // A lost connection fails every key alike and is told once.
    const [topic, line] = answered ? [key, message] : ['connection', messageOf(error)];
    if (this.#said.get(topic) !== line) this.#options.log(line);
    this.#said.set(topic, line);
    // A missing parent means NSX lost what we think it has.
    const lost = error instanceof NsxError && error.status === 404;
    if (lost && performance.now() - this.#reloadedAt > minResyncMs) this.resync();
  }

  #note(problem: string): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#options.log(problem);
  }
}
