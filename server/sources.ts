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
import type { FoundIdentity } from './identity/find-identity';
import type { Logger } from './logging';
import { ManagerSlot } from './manager-slot';
import type { Limits, RequestBudget } from './nsx/budget';
import { shareBudgets } from './nsx/budgets';
import { NsxFeed } from './nsx/feed';
import type { Login } from './nsx/login';
import type { NsxTuning } from './nsx/tuning';
import type { FeedSink } from './transport/feed';
import type { Room } from './turns';

export interface SourcesOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly room: Room;
  readonly statusChanged: () => void;
  /** Removes every object of a source, once what was emitted before has been applied. */
  readonly clear: (source: SourceId) => Promise<void>;
  readonly tuning?: { readonly kubernetes?: Partial<KubernetesTuning>; readonly nsx?: Partial<NsxTuning> };
}

/** The feeds of all clusters and NSX Managers of the settings, running from construction until {@link Sources.stop}. */
export class Sources {
  readonly #settings: Settings;
  readonly #clusters: readonly KubernetesFeed[];
  readonly #managers: readonly ManagerSlot[];
  readonly #identities = new Map<string, FoundIdentity>();
  /** What each manager may spend while nothing is refused. */
  readonly #allowed: ReadonlyMap<SourceId, Limits>;

  constructor(options: SourcesOptions) {
    const { settings, emit, room, statusChanged } = options;
    const sink: FeedSink = { emit, room, statusChanged };
    this.#settings = settings;
    const spent = spendings(settings.managers);
    this.#allowed = new Map(spent.map(({ source, budget }) => [source, budget.limits]));
    this.#managers = settings.managers.flatMap((manager, index) => {
      const spending = spent[index];
      return spending === undefined ? [] : openSlot(manager, spending, options, sink);
    });
    this.#clusters = settings.clusters.map((cluster) => openCluster(cluster, options, sink));
  }

  status(): readonly SourceStatus[] {
    const clusters = this.#clusters.map((feed) => this.#withIdentity(feed.status()));
    return [...clusters, ...this.#managers.map((slot) => this.#withAllowed(slot.status()))];
  }

  /** Takes note of how a cluster is called on NSX, and reads what is tagged so. */
  identify(cluster: string, found: FoundIdentity): void {
    this.#identities.set(cluster, found);
    for (const slot of this.#managers) slot.retag(this.#tagValues(slot.feed.id));
  }

  /** How cluster tags map to clusters, which sources have been read once, and what of them is not read. */
  clusterMap(): Clusters {
    const statuses = new Map(this.status().map((status) => [status.id, status]));
    const wasRead = (id: SourceId): boolean => {
      const state = statuses.get(id)?.state ?? 'starting';
      return state !== 'starting' && state !== 'failed';
    };
    return this.#settings.clusters.map((cluster) => {
      const { name, manager } = cluster;
      const tagValue = this.#tagValue(cluster);
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
    return this.#managers.find((slot) => slot.feed.id === id)?.feed;
  }

  /** The realized state of a segment port, read now; null when its manager is not in the settings. */
  async portStateOf(port: { readonly source: string; readonly key: string }): Promise<PortState | null> {
    const manager = this.#managers.find((slot) => slot.feed.id === port.source)?.feed;
    return manager === undefined ? null : await manager.onDemand.portState(port.key);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#clusters, ...this.#managers].map((feed) => feed.stop()));
  }

  #tagValue({ name, tagValue }: ClusterSettings): string {
    return this.#identities.get(name)?.identity.tagValue ?? tagValue ?? name;
  }

  #tagValues(manager: SourceId): readonly string[] {
    const served = this.#settings.clusters.filter((cluster) => nsxSource(cluster.manager) === manager);
    return served.map((cluster) => this.#tagValue(cluster));
  }

  #withAllowed(status: SourceStatus): SourceStatus {
    const allowed = this.#allowed.get(status.id);
    if (allowed === undefined) return status;
    const { perSecond: settingsPerSecond, concurrent: settingsInFlight } = allowed;
    return { ...status, requests: { ...status.requests, settingsPerSecond, settingsInFlight } };
  }

  #withIdentity(status: SourceStatus): SourceStatus {
    const found = this.#identities.get(status.name);
    if (found === undefined) return status;
    const { identity } = found;
    const warnings = [...status.warnings, ...found.warnings, ...this.#twins(status, identity.tagValue)];
    return { ...status, tagValue: identity.tagValue, identity, warnings };
  }

  /** Two clusters of one name on one NSX cannot be told apart. */
  #twins({ name, manager }: SourceStatus, tagValue: string): readonly string[] {
    const twin = this.#settings.clusters.find(
      (other) => other.name !== name && nsxSource(other.manager) === manager && this.#tagValue(other) === tagValue,
    );
    if (twin === undefined) return [];
    return [
      `Cluster ${twin.name} is called "${tagValue}" on the same NSX too, so that their objects cannot be told apart.`,
    ];
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
  const common = {
    name,
    access,
    tagValue: tagValue ?? name,
    namespaces,
    tuning,
    log: options.log,
    kinds: kubernetesKinds(),
  };
  return new KubernetesFeed({ ...common, manager: nsxSource(manager) }, sink);
}

interface Spending {
  readonly source: SourceId;
  readonly budget: RequestBudget;
  readonly sharedWith: readonly SourceId[];
}

function openSlot(manager: ManagerSettings, spending: Spending, options: SourcesOptions, sink: FeedSink): ManagerSlot {
  const served = options.settings.clusters.filter((cluster) => cluster.manager === manager.name);
  return new ManagerSlot({
    open: (tagValues) => openManager(manager, tagValues, spending, options, sink),
    tagValues: served.map((cluster) => cluster.tagValue ?? cluster.name),
    clear: () => options.clear(nsxSource(manager.name)),
    changed: sink.statusChanged,
  });
}

function openManager(
  manager: ManagerSettings,
  tagValues: readonly string[],
  spending: Spending,
  options: SourcesOptions,
  sink: FeedSink,
): NsxFeed {
  const { name, urls, tls } = manager;
  const tuning = options.tuning?.nsx ?? {};
  const { budget, sharedWith } = spending;
  const common = { name, urls, tls, tagValues, tuning, log: options.log, kinds: nsxKinds() };
  return new NsxFeed({ ...common, budget, sharedWith, login: loginOf(manager.login) }, sink);
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
    source: nsxSource(managers[index]?.name ?? ''),
    budget,
    sharedWith: members.flatMap((member) => (member === index ? [] : nsxSource(managers[member]?.name ?? ''))),
  }));
}
