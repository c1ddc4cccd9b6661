import {
  type ClusterIdentity,
  type GraphNode,
  type GraphQueries,
  kubernetesSource,
  nsxSource,
  type SourceId,
  type SourceStatus,
} from '@/lib/model';
import type { ClusterSettings, Settings } from '../config';
import type { NodePort } from '../nsx/node-ports';
import type { Outcome } from '../transport/failure';
import { type Configuration, findIdentity, type FoundIdentity } from './find-identity';

export interface IdentitiesOptions {
  readonly settings: Settings;
  readonly graph: GraphQueries;
  readonly statuses: () => readonly SourceStatus[];
  /** Ports of cluster nodes on an NSX Manager. */
  readonly nodePorts: (manager: SourceId) => Promise<Outcome<readonly NodePort[]>>;
  /** Called when what is known of a cluster has changed. */
  readonly found: (cluster: string, found: FoundIdentity) => void;
}

/** Ports of nodes hardly ever change their tags. */
const PORTS_AGAIN_MS = 600_000;
const PORTS_RETRY_MS = 30_000;

interface KnownPorts {
  readonly ports: readonly NodePort[] | null;
  readonly dueAt: number;
}

/** Keeps what is known about each cluster's name on NSX up to date, from the graph and from the ports of its nodes. */
export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #ports = new Map<SourceId, KnownPorts>();
  readonly #told = new Map<string, string>();
  #stopped = false;

  constructor(options: IdentitiesOptions) {
    this.#options = options;
  }

  /** To be called when the graph or the status of a source has changed; cheap when nothing follows from it. */
  update(): void {
    if (this.#stopped) return;
    const statuses = new Map(this.#options.statuses().map((status) => [status.id, status]));
    for (const cluster of this.#options.settings.clusters) {
      const synced = isRead(statuses.get(kubernetesSource(cluster.name)));
      const manager = nsxSource(cluster.manager);
      if (synced && isRead(statuses.get(manager))) this.#askForPorts(manager);
      this.#tell(cluster, synced);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #tell(cluster: ClusterSettings, synced: boolean): void {
    const { settings, graph } = this.#options;
    const source = kubernetesSource(cluster.name);
    const found = findIdentity({
      name: cluster.name,
      tagValue: cluster.tagValue,
      manager: {
        name: cluster.manager,
        urls: settings.managers.find(({ name }) => name === cluster.manager)?.urls ?? [],
      },
      configurations: configurationsOf(graph, source),
      nodePorts: this.#portsOf(cluster, source),
      synced,
    });
    const text = JSON.stringify(found);
    if (this.#told.get(cluster.name) === text) return;
    this.#told.set(cluster.name, text);
    this.#options.found(cluster.name, found);
  }

  /** How many of the cluster's own nodes are tagged for which cluster. */
  #portsOf(cluster: ClusterSettings, source: SourceId): ReadonlyMap<string, number> | null {
    const ports = this.#ports.get(nsxSource(cluster.manager))?.ports ?? null;
    if (ports === null) return null;
    const nodes = new Set<string>();
    for (const node of this.#options.graph.nodesOfKind('cluster-node'))
      if (node.source === source) nodes.add(node.name);
    const counts = new Map<string, number>();
    for (const { node, clusters } of ports) {
      if (nodes.has(node)) for (const value of clusters) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  }

  #askForPorts(manager: SourceId): void {
    const known = this.#ports.get(manager);
    if (known !== undefined && Date.now() < known.dueAt) return;
    this.#ports.set(manager, { ports: known?.ports ?? null, dueAt: Number.POSITIVE_INFINITY });
    void this.#options.nodePorts(manager).then((answer) => {
      const ports = answer.ok ? answer.value : (known?.ports ?? null);
      this.#ports.set(manager, { ports, dueAt: Date.now() + (answer.ok ? PORTS_AGAIN_MS : PORTS_RETRY_MS) });
      this.update();
    });
  }
}

const isRead = (status: SourceStatus | undefined): boolean =>
  status !== undefined && status.state !== 'starting' && status.state !== 'failed';

/** Where NCP and nsx-operator are installed; a copy elsewhere counts less. */
const HOMES = ['nsx-system', 'vmware-system-nsx'];

const KINDS = [
  ['config-map', 'ncp-ini'],
  ['operator-config', 'nsx-operator'],
] as const;

function configurationsOf(graph: GraphQueries, source: SourceId): readonly Configuration[] {
  return KINDS.flatMap(([kind, from]) => {
    const nodes = [...graph.nodesOfKind(kind)].filter((node) => node.source === source);
    return nodes
      .sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
      .map((node) => configurationOf(node, from));
  });
}

const rank = ({ namespace }: GraphNode): number => (HOMES.includes(namespace ?? '') ? 0 : 1);

function configurationOf(node: GraphNode, from: Configuration['from']): Configuration {
  const { cluster, managers, file } = node.facts;
  const name = typeof file === 'string' ? file : from === 'ncp-ini' ? 'ncp.ini' : 'the configuration';
  return {
    from,
    where: `${name} in ConfigMap ${node.namespace ?? ''}/${node.name}`,
    cluster: typeof cluster === 'string' ? cluster : null,
    managers: Array.isArray(managers) ? managers : [],
    facts: factsOf(node),
  };
}

/** Facts of the configuration that say how the cluster lies in NSX. */
function factsOf({ facts }: GraphNode): ClusterIdentity['facts'] {
  const settings = new Map<string, string>();
  for (const line of Array.isArray(facts.settings) ? facts.settings : []) {
    const at = line.indexOf(' = ');
    settings.set(line.slice(0, at), line.slice(at + 3));
  }
  const written = (label: string, ...keys: readonly string[]) => {
    const value = keys.map((key) => settings.get(key)).find((text) => text !== undefined && text !== '');
    return value === undefined ? [] : [{ label, value }];
  };
  return [
    ...(Array.isArray(facts.managers) && facts.managers.length > 0
      ? [{ label: 'NSX it names', value: facts.managers.join(', ') }]
      : []),
    ...(facts.policyApi === undefined
      ? []
      : [{ label: 'API', value: facts.policyApi === true ? 'Policy' : 'Manager' }]),
    ...(typeof facts.topology === 'string' ? [{ label: 'Topology', value: facts.topology }] : []),
    ...(facts.vpc === true ? [{ label: 'Topology', value: 'VPC' }] : []),
    ...written('Default project', 'nsx_v3.default_project'),
    ...written('Tier-0 or top router', 'nsx_v3.tier0_gateway', 'nsx_v3.top_tier_router'),
    ...written('IP blocks', 'nsx_v3.container_ip_blocks'),
    ...written('IP blocks without SNAT', 'nsx_v3.no_snat_ip_blocks'),
    ...written('External IP pools', 'nsx_v3.external_ip_pools'),
    ...written('Load balancer IP pools', 'nsx_v3.external_ip_pools_lb'),
    ...written('Subnet prefix', 'nsx_v3.subnet_prefix'),
  ];
}
