import { type JsonObject, list, object, text } from '../json';
import type { Site } from '../mapping/site';
import { hasTag, tagValue } from '../mapping/tags';
import { tagsOf } from '../reconcile/ledger';
import { type NsxClient, NsxError } from './client';
import { escapeTerm, tagQuery } from './inventory';

/** What the operator says about a cluster's place in NSX; what is absent is found by tags. */
export interface SiteSettings {
  readonly cluster: string;
  readonly topology: 'two-tier' | 'single-tier';
  /** Ids of objects of the administrator. */
  readonly tier0?: string;
  readonly externalPool?: string;
  readonly loadBalancerPool?: string;
  readonly podBlock?: string;
  readonly transportZonePath?: string;
  readonly loadBalancerSize?: string;
  readonly segmentSize?: number;
}

/** Something the administrator has yet to make or tag. */
export class SiteProblem extends Error {}

async function tagged(
  client: NsxClient,
  type: string,
  scope: string,
  value: string,
  signal: AbortSignal,
): Promise<JsonObject[]> {
  const hits = await client.search(tagQuery(type, scope, value), signal);
  return hits.filter((hit) => hasTag(tagsOf(hit), scope, value) && tagValue(tagsOf(hit), 'ncp/version') === undefined);
}

function firstPath(hits: readonly JsonObject[], what: string): string {
  const path = hits.flatMap((hit) => text(hit.path) ?? []).sort()[0];
  if (path === undefined) throw new SiteProblem(`NSX has no ${what}`);
  return path;
}

async function edgeClusterOf(client: NsxClient, tier0Path: string, signal: AbortSignal): Promise<string | undefined> {
  const services = await client.list(`${tier0Path}/locale-services`, signal);
  return services.flatMap((entry) => text(entry.edge_cluster_path) ?? [])[0];
}

async function transportZoneOf(client: NsxClient, cluster: string, signal: AbortSignal): Promise<string | undefined> {
  const ports = await nodePorts(client, cluster, signal);
  const segment = ports[0]?.path.replace(/\/ports\/[^/]+$/, '');
  if (segment === undefined) return undefined;
  return text((await client.get(segment, signal)).transport_zone_path);
}

interface Blocks {
  readonly translated: string;
  readonly untranslated: string | undefined;
}

async function podBlocks(client: NsxClient, settings: SiteSettings, signal: AbortSignal): Promise<Blocks> {
  const hits = await tagged(client, 'IpAddressBlock', 'ncp/cluster', settings.cluster, signal);
  const reserved = hits.filter((hit) => hasTag(tagsOf(hit), 'ncp/no_snat', settings.cluster));
  const open = hits.filter((hit) => !reserved.includes(hit));
  const translated =
    settings.podBlock === undefined
      ? // A block tagged for no-SNAT namespaces serves the others too when there is no other.
        firstPath(open.length > 0 ? open : reserved, `IP block tagged ncp/cluster = ${settings.cluster}`)
      : `/infra/ip-blocks/${settings.podBlock}`;
  return { translated, untranslated: reserved.flatMap((hit) => text(hit.path) ?? [])[0] };
}

/** Finds the administrator's objects NCP builds on. Throws SiteProblem, naming what is missing. */
export async function discoverSite(client: NsxClient, settings: SiteSettings, signal: AbortSignal): Promise<Site> {
  const { cluster } = settings;
  const tier0Path =
    settings.tier0 === undefined
      ? firstPath(
          await tagged(client, 'Tier0', 'ncp/cluster', cluster, signal),
          `Tier-0 tagged ncp/cluster = ${cluster}`,
        )
      : `/infra/tier-0s/${settings.tier0}`;
  const blocks = await podBlocks(client, settings, signal);
  const external =
    settings.externalPool === undefined
      ? firstPath(
          await tagged(client, 'IpAddressPool', 'ncp/external', 'true', signal),
          'IP pool tagged ncp/external = true',
        )
      : `/infra/ip-pools/${settings.externalPool}`;
  return {
    cluster,
    topology: settings.topology,
    tier0Path,
    edgeClusterPath: await edgeClusterOf(client, tier0Path, signal),
    transportZonePath: settings.transportZonePath ?? (await transportZoneOf(client, cluster, signal)),
    podBlockPath: blocks.translated,
    noSnatBlockPath: blocks.untranslated,
    externalPoolPath: external,
    loadBalancerPoolPath:
      settings.loadBalancerPool === undefined ? external : `/infra/ip-pools/${settings.loadBalancerPool}`,
    loadBalancerSize: settings.loadBalancerSize ?? 'SMALL',
    segmentSize: settings.segmentSize ?? 256,
  };
}

/** A port tagged as a cluster node's link. */
export interface NodePort {
  readonly path: string;
  readonly node: string;
  readonly vif: string | undefined;
}

/** The ports tagged with a cluster node's name for this cluster. */
export async function nodePorts(client: NsxClient, cluster: string, signal: AbortSignal): Promise<NodePort[]> {
  // A cluster has many ports, and only few are its nodes'.
  const query = `${tagQuery('SegmentPort', 'ncp/cluster', cluster)} AND tags.scope:${escapeTerm('ncp/node_name')}`;
  const hits = (await client.search(query, signal)).filter(
    (hit) => hasTag(tagsOf(hit), 'ncp/cluster', cluster) && tagValue(tagsOf(hit), 'ncp/version') === undefined,
  );
  return hits.flatMap((hit) => {
    const [path, node] = [text(hit.path), tagValue(tagsOf(hit), 'ncp/node_name')];
    return path === undefined || node === undefined ? [] : [{ path, node, vif: text(object(hit.attachment).id) }];
  });
}

/** The VIF of a cluster node found through its virtual machine, for releases whose ports show no attachment. */
export async function vifByMachine(
  client: NsxClient,
  node: { readonly name: string; readonly providerId: string | undefined },
  signal: AbortSignal,
): Promise<string | undefined> {
  const machines = await client.list('/api/v1/fabric/virtual-machines', signal, 'manager');
  const bios = node.providerId?.replace('vsphere://', '').toLowerCase();
  const machine = machines.find((entry) => {
    const ids = list(entry.compute_ids).map((id) => String(id).toLowerCase());
    return (bios !== undefined && ids.includes(`biosuuid:${bios}`)) || entry.display_name === node.name;
  });
  const owner = text(machine?.external_id);
  if (owner === undefined) return undefined;
  const vifs = await client.list(`/api/v1/fabric/vifs?owner_vm_id=${encodeURIComponent(owner)}`, signal, 'manager');
  const attached = vifs.flatMap((vif) => text(vif.lport_attachment_id) ?? []);
  return attached.length === 1 ? attached[0] : undefined;
}

/** Whether NSX means that an address source has nothing left to give. */
export function isExhausted(error: unknown): boolean {
  return error instanceof NsxError && [5109, 5137, 8212].includes(error.code);
}
