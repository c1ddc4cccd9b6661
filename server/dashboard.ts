import type { GraphDelta, NodeId, SourceId } from '@/lib/model';
import type { Edit } from '@/lib/dfw';
import type { PodQuestion } from '@/lib/pods';
import type { SearchOptions } from '@/lib/search';
import type { ViewSpec } from '@/lib/view';
import type {
  EventsResponse,
  GraphResponse,
  HealthResponse,
  HistoryResponse,
  ListResponse,
  ObjectResponse,
  PageResponse,
  PodResponse,
  PodsResponse,
  SearchResponse,
  SourcesResponse,
} from '@/lib/wire';
import { type GraphFilter, missingParts, selectGraph, writeGraph } from './answers/graph';
import { answerEvents } from './answers/events';
import { GroupAnswers } from './answers/groups';
import { answerHistory } from './answers/history';
import { answerObject } from './answers/object';
import { onWire } from './answers/on-wire';
import { answerList, answerPage, type ListQuestion } from './answers/page';
import { answerPod, type PodName } from './answers/pod';
import type { Page } from './answers/kept-lists';
import { PodTable } from './answers/pods';
import { ReachQuestions } from './answers/reach-questions';
import { RuleAnswers } from './answers/rules';
import { answerWhatIf, type WhatIfAnswer } from './answers/what-if';
import { Searcher } from './answers/search';
import { Engine } from './engine/engine';
import { healthOf } from './health';
import { History } from './history/history';
import { acceptsHost } from './host-check';
import { Identities } from './identity/identities';
import { type Logger, logger } from './logging';
import { createMetrics } from './metrics';
import { Sources, type SourcesOptions } from './sources';
import type { Settings } from './config';
import type { StreamSink } from './stream/subscriber';
import type { Subscription } from './stream/arrivals';
import { ViewStream } from './stream/stream';
import type { StreamTuning } from './stream/tuning';
import { fail } from './transport/failure';

export type { GraphFilter } from './answers/graph';
export type { PodName } from './answers/pod';
export type { StreamSink } from './stream/subscriber';
export type { Subscription } from './stream/arrivals';

export interface RuntimeOptions {
  /** Null when no sources are configured: everything then answers, and says so. */
  readonly settings: Settings | null;
  readonly version: string;
  readonly log?: Logger;
  readonly tuning?: SourcesOptions['tuning'] & { readonly stream?: Partial<StreamTuning> };
}

/** Kinds that tell how a cluster is called on NSX. */
const CONFIGURATIONS = new Set(['config-map', 'operator-config']);
const NO_MANAGER = fail('not-found', 'the NSX Manager is not in the settings');

/** Everything a running Portolan is made of, wired together. Runs from construction until {@link Runtime.stop}. */
export class Runtime {
  /** Questions about groups. */
  readonly groups: GroupAnswers;
  /** Questions about firewall rules. */
  readonly rules: RuleAnswers;
  readonly #options: RuntimeOptions;
  readonly #startedAt = Date.now();
  readonly #engine: Engine;
  readonly #stream: ViewStream;
  readonly #searcher: Searcher;
  readonly #pods: PodTable;
  readonly #sources: Sources | null;
  readonly #identities: Identities | null;
  readonly #metrics: ReturnType<typeof createMetrics>;
  readonly #history = new History();
  #clusterMap = '';
  #historySince: number | null = null;
  #stopped: Promise<void> | null = null;

  constructor(options: RuntimeOptions) {
    const { settings, tuning = {} } = options;
    const log = options.log ?? logger();
    this.#options = options;
    this.#engine = new Engine({ clusters: [], log });
    const graph = this.#engine.graph;
    this.#searcher = new Searcher(graph);
    this.#pods = new PodTable(graph);
    this.#stream = new ViewStream({
      epoch: this.#engine.epoch,
      graph,
      sources: () => this.#status(),
      busy: () => this.#engine.backlog > 0,
      tuning: tuning.stream ?? {},
    });
    this.#engine.onDelta((delta) => this.#graphChanged(delta));
    const emit: SourcesOptions['emit'] = (changes) => this.#engine.push(changes);
    const statusChanged = (): void => this.#statusChanged();
    const room = (): Promise<void> => this.#engine.room();
    const clear = (source: SourceId): Promise<void> => this.#engine.forget(source);
    this.#sources = settings === null ? null : new Sources({ settings, log, emit, room, statusChanged, clear, tuning });
    this.groups = new GroupAnswers(graph, this.#sources, () => {
      const status = this.#status();
      return { moment: this.#moment(), status, partial: missingParts(status) };
    });
    this.rules = new RuleAnswers(graph, this.#sources, () => ({
      ...this.#moment(),
      partial: missingParts(this.#status()),
    }));
    this.#identities = settings === null ? null : this.#identify(settings);
    this.#metrics = createMetrics({
      sources: () => this.#status(),
      seq: () => graph.seq,
      backlog: () => this.#engine.backlog,
      clients: () => this.#stream.clients,
      views: () => this.#stream.views,
    });
    this.#statusChanged();
  }

  graph(filter: GraphFilter): GraphResponse {
    const { nodes, edges } = selectGraph(this.#engine.graph, filter);
    return onWire({ ...this.#moment(), nodes, edges, partial: missingParts(this.#status()) });
  }

  /** The same as text, piece by piece. */
  writeGraph(filter: GraphFilter): AsyncGenerator<string> {
    return writeGraph(this.#engine.graph, filter, { ...this.#moment(), partial: missingParts(this.#status()) });
  }

  /** Objects that answer to every word, by kind. */
  async search(options: SearchOptions, signal: AbortSignal): Promise<SearchResponse> {
    const moment = () => this.#moment();
    return await this.#searcher.answer(options, missingParts(this.#status()), { moment, signal });
  }

  get version(): string {
    return this.#options.version;
  }

  /** Names of the clusters in the settings. */
  get clusters(): readonly string[] {
    return (this.#options.settings?.clusters ?? []).map((cluster) => cluster.name);
  }

  async object(id: NodeId, { raw }: { readonly raw: boolean }): Promise<ObjectResponse | null> {
    return await answerObject(this.#engine.graph, id, { raw, from: this.#sources }, () => this.#moment());
  }

  page(id: NodeId): PageResponse | null {
    return answerPage(this.#engine.graph, id, this.#moment());
  }

  list(question: ListQuestion): ListResponse | null {
    return answerList(this.#engine.graph, question, this.#moment());
  }

  async events(id: NodeId): Promise<EventsResponse | null> {
    return await answerEvents(this.#engine.graph, id, this.#sources);
  }

  history(id: NodeId): HistoryResponse | null {
    return answerHistory(this.#engine.graph, id, { history: this.#history, since: this.#historySince });
  }

  async pod(name: PodName): Promise<PodResponse | null> {
    return await answerPod(
      this.#engine.graph,
      name,
      this.#sources,
      () => this.#status(),
      () => this.#moment(),
    );
  }

  /** A page of the Pods that pass a filter, in order. */
  async pods(question: PodQuestion, page: Page): Promise<PodsResponse> {
    return await this.#pods.answer(question, page, missingParts(this.#status()), () => this.#moment());
  }

  /** Questions about flows. */
  get reach(): ReachQuestions {
    const partial = () => missingParts(this.#status());
    return new ReachQuestions(this.#engine.graph, { sources: this.#sources, partial, moment: () => this.#moment() });
  }

  /** What edits would change, before anything is done; null when the asker has gone meanwhile. */
  async whatIf(edits: readonly Edit[], signal: AbortSignal): Promise<WhatIfAnswer> {
    const about = { partial: () => missingParts(this.#status()), moment: () => this.#moment(), signal };
    return await answerWhatIf(this.#engine.graph, edits, about);
  }

  sources(): SourcesResponse {
    return onWire({ at: new Date().toISOString(), sources: this.#status() });
  }

  /** Null when there are too many clients already. */
  subscribe(views: readonly ViewSpec[], lastEventId: string | null, sink: StreamSink): Subscription | null {
    return this.#stream.full ? null : this.#stream.subscribe(views, lastEventId, sink);
  }

  health(): HealthResponse {
    return healthOf(this.#status(), this.#startedAt, this.#options.version);
  }

  /** Metrics in Prometheus text format. */
  async metrics(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#metrics.contentType, body: await this.#metrics.metrics() };
  }

  /** Whether a request with this Host header may be answered. */
  acceptsHost(header: string | null): boolean {
    const { settings } = this.#options;
    return acceptsHost(header, settings?.listen.host ?? '127.0.0.1', settings?.hosts ?? []);
  }

  /** Says goodbye to the browsers, ends every request and timer, and resolves when nothing is left. */
  stop(reason = 'Portolan is shutting down.'): Promise<void> {
    this.#stopped ??= this.#end(reason);
    return this.#stopped;
  }

  async #end(reason: string): Promise<void> {
    this.#stream.stop(reason);
    this.#searcher.stop();
    this.#identities?.stop();
    await this.#sources?.stop();
    this.#engine.stop();
    this.#metrics.clear();
  }

  #status() {
    return this.#sources?.status() ?? [];
  }

  #moment(): { readonly seq: number; readonly at: string } {
    return { seq: this.#engine.graph.seq, at: new Date().toISOString() };
  }

  #identify(settings: Settings): Identities {
    return new Identities({
      settings,
      graph: this.#engine.graph,
      statuses: () => this.#status(),
      nodePorts: async (manager) => (await this.#sources?.manager(manager)?.onDemand.nodePorts()) ?? NO_MANAGER,
      found: (cluster, found) => {
        this.#sources?.identify(cluster, found);
        this.#statusChanged();
      },
    });
  }

  #graphChanged({ nodes }: GraphDelta): void {
    this.#stream.graphChanged();
    this.#searcher.graphChanged();
    if (nodes.put.some(({ kind }) => CONFIGURATIONS.has(kind)) || nodes.remove.length > 0) this.#identities?.update();
  }

  /** Feeds report while they are being made, before there is a map of them. */
  #statusChanged(): void {
    if (!this.#sources) return;
    this.#identities?.update();
    const map = this.#sources.clusterMap();
    const text = JSON.stringify(map);
    if (text !== this.#clusterMap) {
      this.#clusterMap = text;
      this.#engine.setClusters(map);
    }
    this.#stream.sourcesChanged();
    this.#beginHistory();
  }

  /** What the first read of the sources brings is no change. */
  #beginHistory(): void {
    if (this.#historySince !== null || this.#status().some(({ state }) => state === 'starting')) return;
    this.#historySince = Date.now();
    void this.#engine.narrate((story, at) => this.#history.record(story, at));
  }
}
