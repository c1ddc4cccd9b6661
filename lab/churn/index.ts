import { setMaxListeners } from 'node:events';
import { pause } from '../ncp/backoff';
import { createKubernetesClient, type KubernetesClient, KubernetesError } from '../ncp/kubernetes/client';
import { readKubeconfig } from '../ncp/kubernetes/kubeconfig';
import { type Random, randomFrom } from '../worlds';
import { openNamespaces, steps } from './steps';

/** How a cluster is to be changed. */
export interface ChurnOptions {
  /** Kubeconfig (YAML) of somebody who may change everything. */
  readonly kubeconfig: string;
  /** Changes per second. */
  readonly perSecond: number;
  /** Decides the order of kinds of change and the choice among what is there. */
  readonly seed: number;
  readonly log?: (line: string) => void;
}

/** What has been done so far. */
export interface ChurnCounts {
  /** Changes carried out, by kind. */
  readonly done: Readonly<Record<string, number>>;
  /** Changes the API server refused, e.g. because the object was already going. */
  readonly refused: number;
  /** Changes lost to a server that could not be reached. */
  readonly failed: number;
}

/** A cluster being changed. */
export interface Churn {
  counts(): ChurnCounts;
  /** Ends all changes; those under way are cut short. */
  stop(): Promise<void>;
}

const namespacesForMs = 3000;
/** More changes than this under way mean the server cannot keep up: further ones wait. */
const maxPending = 32;

function drawStep(random: Random): string {
  const total = Object.values(steps).reduce((sum, { weight }) => sum + weight, 0);
  let at = random.next() * total;
  for (const [name, { weight }] of Object.entries(steps)) {
    at -= weight;
    if (at < 0) return name;
  }
  return 'replace-pod';
}

class ChurnLoop implements Churn {
  readonly #abort = new AbortController();
  readonly #done: Record<string, number> = {};
  readonly #pending = new Set<Promise<void>>();
  readonly #running: Promise<void>;
  #refused = 0;
  #failed = 0;
  #serial = 0;
  #said = false;
  #namespaces: { at: number; names: readonly string[] } = { at: Number.NEGATIVE_INFINITY, names: [] };

  constructor(
    readonly client: KubernetesClient,
    readonly options: ChurnOptions,
  ) {
    setMaxListeners(0, this.#abort.signal);
    this.#running = this.#run(randomFrom(options.seed), this.#abort.signal);
  }

  counts(): ChurnCounts {
    return { done: { ...this.#done }, refused: this.#refused, failed: this.#failed };
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
    await Promise.all(this.#pending);
    await this.client.close();
  }

  async #run(random: Random, signal: AbortSignal): Promise<void> {
    const started = performance.now();
    for (let count = 0; !signal.aborted; count += 1) {
      const due = started + (count * 1000) / this.options.perSecond;
      await pause(Math.max(0, due - performance.now()), signal);
      if (signal.aborted) return;
      if (this.#pending.size >= maxPending) await Promise.race(this.#pending);
      const name = drawStep(random);
      const task = this.#step(name, random, signal).finally(() => this.#pending.delete(task));
      this.#pending.add(task);
    }
  }

  async #step(name: string, random: Random, signal: AbortSignal): Promise<void> {
    this.#serial += 1;
    const serial = this.#serial;
    try {
      const [first, ...rest] = await this.#openNamespaces(signal);
      if (first === undefined) return;
      const namespaces: [string, ...string[]] = [first, ...rest];
      const changed = await steps[name]?.run({ client: this.client, random, signal, namespaces, serial });
      if (changed) this.#done[name] = (this.#done[name] ?? 0) + 1;
      this.#said = false;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof KubernetesError) this.#refused += 1;
      else {
        this.#failed += 1;
        if (!this.#said) this.options.log?.(`churn: ${error instanceof Error ? error.message : String(error)}`);
        this.#said = true;
      }
    }
  }

  async #openNamespaces(signal: AbortSignal): Promise<readonly string[]> {
    const now = performance.now();
    if (now - this.#namespaces.at > namespacesForMs) {
      this.#namespaces = { at: now, names: this.#namespaces.names };
      this.#namespaces = { at: now, names: await openNamespaces(this.client, signal) };
    }
    return this.#namespaces.names;
  }
}

/** Starts changing a cluster at the given rate until stopped. Throws only when the kubeconfig cannot be used. */
export async function startChurn(options: ChurnOptions): Promise<Churn> {
  const client = createKubernetesClient(await readKubeconfig(options.kubeconfig));
  return new ChurnLoop(client, options);
}
