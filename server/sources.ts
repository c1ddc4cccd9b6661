import { kubernetesKinds, nsxKinds } from '@/lib/kinds';
import {
  type KindStatus,
  kubernetesSource,
  nsxSource,
  type ObjectChange,
  type SourceId,
  type SourceStatus,
} from '@/lib/model';
import type { PortState } from '@/lib/wire';
import type { ClusterSettings, ManagerLogin, ManagerSettings, Settings } from './config';
import type { Clusters } from './engine/engine';
import { KubernetesFeed } from './kubernetes/feed';
import type { KubernetesTuning } from './kubernetes/tuning';
import type { Logger } from './logging';
import type { RequestBudget } from './nsx/budget';
import { shareBudgets } from './nsx/budgets';
import { NsxFeed } from './nsx/feed';
import type { Login } from './nsx/login';
import type { NsxTuning } from './nsx/tuning';
import type { FeedSink } from './transport/feed';

export interface SourcesOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly statusChanged: () => void;
  readonly tuning?: { readonly kubernetes?: Partial<KubernetesTuning>; readonly nsx?: Partial<NsxTuning> };
}

/** The feeds of all clusters and NSX Managers of the settings, running from construction until {@link Sources.stop}. */
export class Sources {
  readonly #settings: Settings;
  readonly #clusters: readonly KubernetesFeed[];
  readonly #managers: readonly NsxFeed[];

  constructor(options: SourcesOptions) {
    const { settings, emit, statusChanged } = options;
    const sink: FeedSink = { emit, statusChanged };
    this.#settings = settings;
    const spent = spendings(settings.managers);
    this.#managers = settings.managers.flatMap((manager, index) => {
      const spending = spent[index];
      return spending === undefined ? [] : openManager(manager, spending, options, sink);
    });
    this.#clusters = settings.clusters.map((cluster) => openCluster(cluster, options, sink));
  }

  status(): readonly SourceStatus[] {
    return [...this.#clusters, ...this.#managers].map((feed) => feed.status());
  }

  /** How cluster tags map to clusters, which sources have been read once, and what of them is not read. */
  clusterMap(): Clusters {
    const statuses = new Map(this.status().map((status) => [status.id, status]));
    const wasRead = (id: SourceId): boolean => {
      const state = statuses.get(id)?.state ?? 'starting';
      return state !== 'starting' && state !== 'failed';
    };
    return this.#settings.clusters.map(({ tagValue, name, manager }) => {
      const [source, managerId] = [kubernetesSource(name), nsxSource(manager)];
      const synced = wasRead(source);
      // While it is read for the first time nothing is judged, and each change of this is dear.
      const unread = synced ? unreadOf(statuses.get(source)?.kinds ?? []) : {};
      return { source, name, manager: managerId, tagValue, synced, managerSynced: wasRead(managerId), unread };
    });
  }

  cluster(id: SourceId): KubernetesFeed | undefined {
    return this.#clusters.find((feed) => feed.id === id);
  }

  manager(id: SourceId): NsxFeed | undefined {
    return this.#managers.find((feed) => feed.id === id);
  }

  /** The realized state of a segment port, read now; null when its manager is not in the settings. */
  async portStateOf(port: { readonly source: string; readonly key: string }): Promise<PortState | null> {
    const manager = this.#managers.find((feed) => feed.id === port.source);
    return manager === undefined ? null : await manager.onDemand.portState(port.key);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#clusters, ...this.#managers].map((feed) => feed.stop()));
  }
}

/** Kinds that are not read everywhere, with the namespaces in which they are. */
function unreadOf(kinds: readonly KindStatus[]): Readonly<Record<string, readonly string[]>> {
  const unread: Record<string, readonly string[]> = {};
  for (const { kind, state, lastListAt, namespaces } of kinds) {
    if (state !== 'absent' && lastListAt === null) unread[kind] = [];
    else if (namespaces) unread[kind] = namespaces;
  }
  return unread;
}

function openCluster(cluster: ClusterSettings, options: SourcesOptions, sink: FeedSink): KubernetesFeed {
  const { name, access, manager, tagValue, namespaces } = cluster;
  const tuning = options.tuning?.kubernetes ?? {};
  const common = { name, access, tagValue, namespaces, tuning, log: options.log, kinds: kubernetesKinds() };
  return new KubernetesFeed({ ...common, manager: nsxSource(manager) }, sink);
}

interface Spending {
  readonly budget: RequestBudget;
  readonly sharedWith: readonly SourceId[];
}

function openManager(manager: ManagerSettings, spending: Spending, options: SourcesOptions, sink: FeedSink): NsxFeed {
  const { name, urls, tls } = manager;
  const served = options.settings.clusters.filter((cluster) => cluster.manager === name);
  const tagValues = served.map((cluster) => cluster.tagValue);
  const tuning = options.tuning?.nsx ?? {};
  const common = { name, urls, tls, tagValues, tuning, log: options.log, kinds: nsxKinds() };
  return new NsxFeed({ ...common, ...spending, login: loginOf(manager.login) }, sink);
}

function loginOf(login: ManagerLogin): Login {
  if (login.by === 'token') return { by: 'token', token: () => login.token.reveal() };
  if (login.by === 'certificate') return { by: 'certificate', certificate: login };
  return { by: login.by, username: login.username, password: () => login.password.reveal() };
}

/** Whom NSX takes the requests of an entry for. */
function userOf(login: ManagerLogin): string {
  if (login.by === 'token') return `token ${login.token.describe()}`;
  return login.by === 'certificate' ? `certificate ${login.certFile}` : `user ${login.username}`;
}

/** What each manager may spend: entries that NSX takes for one client share a budget. In the order of the settings. */
function spendings(managers: readonly ManagerSettings[]): readonly Spending[] {
  const spenders = managers.map(({ urls, login, budget }) => ({ urls, user: userOf(login), limits: budget }));
  return shareBudgets(spenders).map(({ budget, members }, index) => ({
    budget,
    sharedWith: members.flatMap((member) => (member === index ? [] : nsxSource(managers[member]?.name ?? ''))),
  }));
}
