import { setMaxListeners } from 'node:events';
import { backoffMs, pause } from '../ncp/backoff';
import { text } from '../ncp/json';
import { createKubernetesClient, type KubernetesClient, KubernetesError } from '../ncp/kubernetes/client';
import { InventoryWriter } from '../ncp/inventory/writer';
import { Informer } from '../ncp/kubernetes/informer';
import { watchedResources } from '../ncp/kubernetes/parse';
import { Reports } from '../ncp/kubernetes/reports';
import { KubernetesState } from '../ncp/kubernetes/state';
import type { KubeObject } from '../ncp/mapping/kubernetes';
import { wantsPort } from '../ncp/mapping/pod';
import { tagValue } from '../ncp/mapping/tags';
import { wantsVirtualServer } from '../ncp/mapping/service';
import { NsxClient, NsxError } from '../ncp/nsx/client';
import { readPortAddress } from '../ncp/nsx/realized';
import type { LoopOptions, LoopStatus } from '../ncp/program';
import { tagsOf } from '../ncp/reconcile/ledger';
import { KnownObjects } from './known';
import { allocationPath } from './mapping/balancer';
import { planVpcCluster, type Subnets } from './mapping/cluster';
import type { VpcSite } from './mapping/identity';
import { podPortPath, subnetPath } from './mapping/namespace';

/** What the operator works with. */
export type OperatorOptions = Omit<LoopOptions, 'site' | 'podStatus'> & { readonly site: VpcSite };

/** Gathers changes that come together. */
const settleMs = 60;
/** How soon to look again for an address NSX has yet to give. */
const addressMs = 150;

/**
 * nsx-operator's life, with NCP's half for load balancers: each change plans the whole cluster afresh and writes the
 * difference. Right for small clusters only.
 */
export class OperatorLoop {
  readonly #options: OperatorOptions;
  readonly #abort = new AbortController();
  readonly #kubernetes: KubernetesClient;
  readonly #nsx: NsxClient;
  readonly #reports: Reports;
  readonly #inventory: InventoryWriter;
  readonly #state = new KubernetesState();
  readonly #known = new KnownObjects();
  readonly #subnets: Subnets = new Map();
  readonly #addresses = new Map<string, string>();
  readonly #synced = new Set<string>();
  readonly #tasks: Promise<void>[] = [];
  #phase: LoopStatus['phase'] = 'connecting';
  #problem: string | undefined;
  #dirty = true;
  #busy = false;
  #held = false;
  #reload = true;
  #reloadedAt = 0;
  #wake: () => void = () => {};

  constructor(options: OperatorOptions) {
    this.#options = options;
    setMaxListeners(0, this.#abort.signal);
    this.#kubernetes = createKubernetesClient(options.access);
    const { requestsPerSecond, concurrentRequests } = options.tuning;
    this.#nsx = new NsxClient(options.nsx, { perSecond: requestsPerSecond, concurrent: concurrentRequests });
    this.#reports = new Reports(this.#kubernetes);
    this.#inventory = new InventoryWriter(this.#nsx, this.#state, options.site.cluster);
  }

  /** Starts; returns at once. */
  start(): void {
    const { signal } = this.#abort;
    this.#phase = 'syncing';
    for (const resource of watchedResources) {
      const informer = new Informer(this.#kubernetes, resource, {
        upsert: (item) =>
          this.#changed(() => {
            this.#state.put(item);
            this.#inventory.touch(item);
          }),
        remove: (item) =>
          this.#changed(() => {
            this.#state.remove(item);
            this.#inventory.touch(item);
          }),
        synced: () => this.#listed(resource.path),
        failed: (error) => {
          this.#note(error);
          const refused = error instanceof KubernetesError && (error.status === 403 || error.status === 404);
          if (resource.optional && refused) this.#listed(resource.path);
        },
      });
      this.#tasks.push(informer.run(signal));
    }
    this.#tasks.push(this.#run(signal));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#phase = 'stopped';
    this.#wake();
    await Promise.all([this.#kubernetes.close(), this.#nsx.close()]);
    await Promise.allSettled(this.#tasks);
  }

  /** Holds all writing back, or lets it go on. */
  hold(paused: boolean): void {
    this.#held = paused;
    this.#wake();
  }

  /** Compares everything with NSX now. */
  resync(): void {
    this.#reload = true;
    this.#changed(() => {});
  }

  get counters(): NsxClient['counters'] {
    return this.#nsx.counters;
  }

  status(): LoopStatus {
    return {
      phase: this.#phase,
      problem: this.#problem,
      objects: this.#known.size,
      pending: this.#dirty || this.#busy ? 1 : 0,
      failing: this.#problem === undefined ? [] : ['cluster'],
      site: undefined,
    };
  }

  /** Paths and types of what the operator believes NSX to hold. */
  dump(): readonly { path: string; type: string }[] {
    return [...this.#known.entries()].map(({ path, type }) => ({ path, type }));
  }

  #changed(change: () => void): void {
    change();
    this.#dirty = true;
    this.#wake();
  }

  #listed(path: string): void {
    this.#synced.add(path);
    if (this.#phase !== 'syncing' || this.#synced.size < watchedResources.length) return;
    this.#phase = 'running';
    this.#tasks.push(this.#inventory.run(this.#abort.signal));
    this.#changed(() => {});
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const idle = !this.#dirty || this.#held || this.#phase !== 'running';
      await this.#wait(idle ? this.#options.tuning.resyncMs : settleMs, idle, signal);
      if (signal.aborted) return;
      if (performance.now() - this.#reloadedAt > this.#options.tuning.resyncMs) this.#reload = true;
      if (this.#held || this.#phase !== 'running') continue;
      failures = (await this.#attempt(failures, signal)) ? 0 : failures + 1;
    }
  }

  /** One round; false when it failed. What is left over is tried again after a pause. */
  async #attempt(failures: number, signal: AbortSignal): Promise<boolean> {
    this.#dirty = false;
    this.#busy = true;
    try {
      const complete = await this.#round(signal);
      this.#problem = undefined;
      if (complete) return true;
      this.#dirty = true;
      await pause(addressMs, signal);
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      this.#note(error);
      this.#dirty = true;
      // What we think NSX has may be what it lost.
      if (error instanceof NsxError && error.status < 500 && error.status !== 429) this.#reload = true;
      await pause(backoffMs(failures, 300, 10_000), signal);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  async #wait(ms: number, wakeable: boolean, signal: AbortSignal): Promise<void> {
    const wake = new AbortController();
    if (wakeable) this.#wake = () => wake.abort();
    await pause(ms, AbortSignal.any([signal, wake.signal]));
  }

  /** Brings NSX in line; false while an address is still awaited. */
  async #round(signal: AbortSignal): Promise<boolean> {
    if (this.#reload) await this.#load(signal);
    const { site } = this.#options;
    for (const uid of [...this.#subnets.keys()]) if (!this.#state.pods.byUid.has(uid)) this.#subnets.delete(uid);
    const plan = planVpcCluster(site, this.#state, this.#subnets, (path) => this.#addresses.get(path));
    for (const wanted of plan) {
      if (!this.#known.needsWrite(wanted)) continue;
      await this.#nsx.patch(wanted.path, wanted.body, signal);
      this.#known.wrote(wanted);
    }
    for (const path of this.#known.surplus(new Set(plan.map((wanted) => wanted.path)))) {
      await this.#nsx.delete(path, signal);
      this.#known.forget(path);
      this.#addresses.delete(path);
    }
    return (await this.#reportPods(signal)) && (await this.#reportBalancers(signal));
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { site } = this.#options;
    await this.#known.load(this.#nsx, site.cluster, signal);
    this.#reload = false;
    this.#reloadedAt = performance.now();
    this.#addresses.clear();
    for (const { path, type, body } of this.#known.entries()) {
      if (type === 'VpcIpAddressAllocation') this.#addresses.set(path, text(body.allocation_ip) ?? '');
      if (type !== 'VpcSubnetPort') continue;
      const pod = this.#state.pods.byUid.get(tagValue(tagsOf(body), 'nsx-op/pod_uid') ?? '');
      const namespace = pod === undefined ? undefined : this.#state.namespace(pod.namespace);
      if (pod === undefined || namespace === undefined) continue;
      for (let index = 0; index < 64; index += 1) {
        if (path.startsWith(`${subnetPath(site, namespace, index)}/`)) this.#subnets.set(pod.uid, index);
      }
    }
    for (const [path, address] of this.#addresses) if (address === '') this.#addresses.delete(path);
  }

  async #reportPods(signal: AbortSignal): Promise<boolean> {
    const { site } = this.#options;
    let complete = true;
    for (const pod of this.#state.pods.all()) {
      const namespace = this.#state.namespace(pod.namespace);
      const index = this.#subnets.get(pod.uid);
      if (!wantsPort(pod) || pod.deleting || pod.address !== undefined || namespace === undefined) continue;
      if (index === undefined) continue;
      const port = podPortPath(subnetPath(site, namespace, index), namespace, pod);
      const address = this.#known.has(port) ? await readPortAddress(this.#nsx, port, signal) : undefined;
      if (address === undefined) complete = false;
      else await this.#reports.podAddress(pod, address, signal);
    }
    return complete;
  }

  async #addressOf(path: string, signal: AbortSignal): Promise<string | undefined> {
    const known = this.#addresses.get(path);
    if (known !== undefined || !this.#known.has(path)) return known;
    const address = text((await this.#nsx.get(path, signal)).allocation_ip);
    if (address === undefined) return undefined;
    this.#addresses.set(path, address);
    // Virtual servers can be made now.
    this.#dirty = true;
    return address;
  }

  async #reportBalancers(signal: AbortSignal): Promise<boolean> {
    const { site } = this.#options;
    const wanted: (KubeObject & { readonly statusAddresses: readonly string[] })[] = [
      ...this.#state.services.all().filter(wantsVirtualServer),
      ...this.#state.ingresses.all(),
    ];
    let complete = true;
    for (const item of wanted) {
      const namespace = this.#state.namespace(item.namespace);
      if (namespace === undefined) continue;
      const uid = item.kind === 'Ingress' ? namespace.uid : item.uid;
      const address = await this.#addressOf(allocationPath(site, namespace, uid), signal);
      if (address === undefined) complete = false;
      else if (item.statusAddresses[0] !== address) await this.#reports.loadBalancerAddress(item, address, signal);
    }
    return complete;
  }

  #note(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#options.log(problem);
  }
}
