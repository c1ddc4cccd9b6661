import { randomUUID } from 'node:crypto';
import type { GraphDelta, GraphQueries, ObjectChange, SourceId } from '@/lib/model';
import { type ChangeStory, createTopology, type Topology, type TopologyOptions } from '@/lib/topology';
import type { Logger } from '../logging';

export type Clusters = TopologyOptions['clusters'];

export interface EngineOptions {
  readonly clusters: Clusters;
  readonly log: Logger;
  /** Changes that arrive within so many milliseconds are applied together. */
  readonly batchMs?: number;
}

const BATCH_MS = 20;
/** Most changes taken in at once, so that a large list does not hold up everything else. */
const SLICE = 250;
/** How long what they concern is looked at in one go: one object may concern all others. */
const TURN_MS = 8;
/** With fewer changes waiting there is room for more: what is read must not run ahead of what is known. */
const ROOM = 1_000;
/** Objects looked at in one go when the map of clusters has changed. */
const CLUSTER_STEP = 500;

/** Feeds in, graph and numbered deltas out. */
export class Engine {
  /** Names this run: sequence numbers of another epoch mean nothing here. */
  readonly epoch = randomUUID().slice(0, 8);
  readonly #topology: Topology;
  readonly #log: Logger;
  readonly #batchMs: number;
  readonly #listeners = new Set<(delta: GraphDelta) => void>();
  #pending: ObjectChange[] = [];
  #clusters: Clusters | null = null;
  /** A change of the map of clusters that is under way. */
  #steps: Iterator<GraphDelta | null> | null = null;
  #idle: (() => void)[] = [];
  #wanting: (() => void)[] = [];
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;

  constructor(options: EngineOptions) {
    this.#topology = createTopology({ clusters: options.clusters });
    this.#log = options.log;
    this.#batchMs = options.batchMs ?? BATCH_MS;
  }

  get graph(): GraphQueries {
    return this.#topology.graph;
  }

  /** Changes that wait to be applied. */
  get backlog(): number {
    return this.#pending.length;
  }

  /** Resolves when so much of what was pushed is applied that more may come. */
  async room(): Promise<void> {
    if (this.#pending.length >= ROOM) await new Promise<void>((resolve) => this.#wanting.push(resolve));
  }

  /** Takes changes in; they are applied, in order, within a few milliseconds. */
  push(changes: readonly ObjectChange[]): void {
    for (const change of changes) this.#pending.push(change);
    if (this.#timer === null) this.#timer = setTimeout(() => this.#flush(), this.#batchMs);
  }

  /**
   * Tells how cluster tags map to clusters, and which sources were read; takes effect after the changes that came before,
   * so that nothing is called an orphan while its other half is still waiting.
   */
  setClusters(clusters: Clusters): void {
    this.#clusters = clusters;
    if (this.#timer === null) this.#flush();
  }

  /** Calls back after every delta until the returned function is called; the delta can be read until the next change. */
  onDelta(listener: (delta: GraphDelta) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls back with every change and how it was before, once what was pushed so far is applied; for one listener. */
  async narrate(listener: (story: ChangeStory, at: number) => void): Promise<void> {
    await this.#settled();
    this.#topology.narrate(listener);
  }

  /** Removes every object of a source that was pushed so far; resolves when that is applied, or never will be. */
  async forget(source: SourceId): Promise<void> {
    await this.#settled();
    const nodes = [...this.graph.nodesOfSource(source)];
    if (nodes.length === 0) return;
    this.push(nodes.map(({ kind, key }) => ({ type: 'remove', source, kind, key })));
    await this.#settled();
  }

  async #settled(): Promise<void> {
    if (this.#timer !== null) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Drops what waits and applies nothing more. */
  stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer as NodeJS.Timeout); // clearTimeout takes what setImmediate gave too, as a no-op
      clearImmediate(this.#timer as NodeJS.Immediate); // and the other way round
    }
    this.#timer = null;
    this.#pending = [];
    this.#steps = null;
    this.#listeners.clear();
    this.#becomeIdle();
  }

  #flush(): void {
    this.#timer = null;
    const end = performance.now() + TURN_MS;
    const slice = this.#topology.unfinished ? [] : this.#pending.splice(0, SLICE);
    if (slice.length > 0 || this.#topology.unfinished)
      this.#publish(this.#topology.apply(slice, Date.now(), () => performance.now() >= end));
    if (this.#pending.length < ROOM) this.#makeRoom();
    if (!this.#topology.unfinished && (this.#pending.length === 0 || this.#steps !== null)) this.#stepClusters();
    if (this.#busy) this.#timer = setImmediate(() => this.#flush());
    else this.#becomeIdle();
  }

  get #busy(): boolean {
    return this.#pending.length > 0 || this.#steps !== null || this.#topology.unfinished;
  }

  #makeRoom(): void {
    for (const resolve of this.#wanting.splice(0)) resolve();
  }

  #becomeIdle(): void {
    this.#makeRoom();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #stepClusters(): void {
    if (this.#steps === null) {
      if (this.#clusters === null) return;
      this.#steps = this.#topology.changeClusters(this.#clusters, { now: Date.now, step: CLUSTER_STEP });
      this.#clusters = null;
    }
    const step = this.#steps.next();
    if (step.done !== true) this.#publish(step.value);
    else {
      this.#steps = null;
      this.#stepClusters(); // another map may have come meanwhile
    }
  }

  #publish(delta: GraphDelta | null): void {
    if (delta === null) return;
    for (const listener of this.#listeners) {
      try {
        listener(delta);
      } catch (error) {
        this.#log.error({ err: error }, 'a listener of the engine failed');
      }
    }
  }
}
