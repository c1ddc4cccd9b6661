import { createHash } from 'node:crypto';
import type { WorldObject } from './world';

/** A cluster node as NSX knows it: a virtual machine with one link to the node segment. */
export interface SiteNode {
  readonly name: string;
  /** BIOS UUID of the machine, as in the Node's providerID. */
  readonly biosUuid?: string;
  readonly address?: string;
}

/** What an administrator prepares in NSX for one cluster. */
export interface SitePlan {
  readonly cluster: string;
  readonly tier0: string;
  readonly podBlock: { readonly id: string; readonly cidr: string };
  readonly externalBlock: { readonly id: string; readonly cidr: string };
  readonly externalPool: { readonly id: string; readonly size: number };
  readonly nodeSegment: string;
  readonly nodes: readonly SiteNode[];
}

const enforcementPoint = '/infra/sites/default/enforcement-points/default';
const transportZone = `${enforcementPoint}/transport-zones/overlayTransport`;
const edgeCluster = `${enforcementPoint}/edge-clusters/edgeCluster`;

/** A UUID that depends on its name alone, so that a world looks the same each time it is made. */
export function fixedUuid(name: string): string {
  const hex = createHash('sha256').update(`world/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function at(path: string, type: string, fields: WorldObject): WorldObject {
  const id = path.slice(path.lastIndexOf('/') + 1);
  return { path, resource_type: type, id, display_name: id, ...fields };
}

function macOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `00:50:56:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`;
}

/** The VIF of a cluster node's link, which its Pods' ports name as parent. */
export function nodeVif(cluster: string, node: string): string {
  return fixedUuid(`${cluster}/${node}/vif`);
}

function nodeObjects(plan: SitePlan, node: SiteNode): WorldObject[] {
  const vif = nodeVif(plan.cluster, node.name);
  const machine = fixedUuid(`${plan.cluster}/${node.name}/machine`);
  const bios = node.biosUuid ?? fixedUuid(`${plan.cluster}/${node.name}/bios`);
  const port = `default:${fixedUuid(`${plan.cluster}/${node.name}/port`)}`;
  return [
    at(`/infra/segments/${plan.nodeSegment}/ports/${port}`, 'SegmentPort', {
      display_name: `${node.name}.vmx@${fixedUuid(`${plan.cluster}/host`)}`,
      attachment: { id: vif, type: 'PARENT', traffic_tag: 0 },
      admin_state: 'UP',
      tags: [
        { scope: 'ncp/node_name', tag: node.name },
        { scope: 'ncp/cluster', tag: plan.cluster },
      ],
    }),
    {
      resource_type: 'VirtualMachine',
      external_id: machine,
      display_name: node.name,
      compute_ids: [
        `moIdOnHost:${machine.slice(0, 4)}`,
        `externalId:${machine}`,
        `instanceUuid:${fixedUuid(`${plan.cluster}/${node.name}/instance`)}`,
        `biosUuid:${bios}`,
      ],
      power_state: 'VM_RUNNING',
      type: 'REGULAR',
    },
    {
      resource_type: 'VirtualNetworkInterface',
      external_id: `${machine}-4001`,
      display_name: 'Network adapter 2',
      device_name: 'Network adapter 2',
      device_key: '4001',
      owner_vm_id: machine,
      owner_vm_type: 'REGULAR',
      lport_attachment_id: vif,
      mac_address: macOf(vif),
      ip_address_info: [],
    },
  ];
}

/** The objects of the administrator and of vCenter that NCP builds on. */
export function siteObjects(plan: SitePlan): WorldObject[] {
  const owned = { scope: 'ncp/cluster', tag: plan.cluster };
  return [
    at(transportZone, 'PolicyTransportZone', { tz_type: 'OVERLAY_STANDARD', is_default: true }),
    at(edgeCluster, 'PolicyEdgeCluster', {}),
    at(`${edgeCluster}/edge-nodes/nsxEdge`, 'PolicyEdgeNode', { member_index: 0 }),
    at(`/infra/tier-0s/${plan.tier0}`, 'Tier0', {
      ha_mode: 'ACTIVE_STANDBY',
      failover_mode: 'NON_PREEMPTIVE',
      transit_subnets: ['100.64.0.0/16'],
      tags: [owned],
    }),
    at(`/infra/tier-0s/${plan.tier0}/locale-services/default`, 'LocaleServices', { edge_cluster_path: edgeCluster }),
    at(`/infra/ip-blocks/${plan.podBlock.id}`, 'IpAddressBlock', {
      cidr: plan.podBlock.cidr,
      tags: [{ scope: 'ncp/no_snat', tag: plan.cluster }, owned],
    }),
    at(`/infra/ip-blocks/${plan.externalBlock.id}`, 'IpAddressBlock', { cidr: plan.externalBlock.cidr }),
    at(`/infra/ip-pools/${plan.externalPool.id}`, 'IpAddressPool', { tags: [{ scope: 'ncp/external', tag: 'true' }] }),
    at(`/infra/ip-pools/${plan.externalPool.id}/ip-subnets/${plan.externalPool.id}-1`, 'IpAddressPoolBlockSubnet', {
      ip_block_path: `/infra/ip-blocks/${plan.externalBlock.id}`,
      size: plan.externalPool.size,
      auto_assign_gateway: false,
    }),
    at(`/infra/segments/${plan.nodeSegment}`, 'Segment', { transport_zone_path: transportZone }),
    ...plan.nodes.flatMap((node) => nodeObjects(plan, node)),
  ];
}

/** The objects of several sites on one manager: what they share is there once. */
export function joinSites(...sites: readonly (readonly WorldObject[])[]): WorldObject[] {
  const byPath = new Map<unknown, WorldObject>();
  const inventory: WorldObject[] = [];
  for (const object of sites.flat()) {
    if (object.path === undefined) inventory.push(object);
    else if (!byPath.has(object.path)) byPath.set(object.path, object);
  }
  return [...byPath.values(), ...inventory];
}
