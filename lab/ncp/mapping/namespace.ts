import { natRulePath, spoofGuardPath } from './cluster';
import type { KubeNamespace } from './kubernetes';
import { type Desired, desired, idOf, type Plan, type Tag } from './objects';
import { domainPath, namespaceTier1Path, type Site } from './site';
import { clusterTags, projectTags, tag, withLabels } from './tags';

/** What NSX has decided about a namespace so far. */
export interface NamespaceFacts {
  /** CIDR of the block subnet by index. */
  readonly cidrs: readonly (string | undefined)[];
  readonly snatAddress: string | undefined;
}

/** What else shapes a namespace's objects. */
export interface NamespaceShape {
  /** How many segments its Pods need, at least 1. */
  readonly segments: number;
  /** Whether a NetworkPolicy lives in it, which brings the group of the whole namespace. */
  readonly hasPolicies: boolean;
}

const noSnatAnnotation = 'ncp/no_snat';

/** Whether the namespace asked for its Pods' addresses to be left untranslated. */
export function isUntranslated(namespace: Pick<KubeNamespace, 'annotations'>): boolean {
  return namespace.annotations[noSnatAnnotation]?.toLowerCase() === 'true';
}

/** Path of the segment with this index. */
export function segmentPath(namespaceUid: string, index: number): string {
  return `/infra/segments/seg_${namespaceUid}_${index}`;
}

/** Path of the block subnet behind the segment with this index. */
export function blockSubnetPath(namespaceUid: string, index: number): string {
  return `/infra/ip-pools/ipp_${namespaceUid}_${index}/ip-subnets/ibs_${namespaceUid}_${index}`;
}

/** Path of the namespace's SNAT address allocation. */
export function snatAllocationPath(site: Site, namespaceUid: string): string {
  return `${site.externalPoolPath}/ip-allocations/${namespaceUid}`;
}

/** First host address of an IPv4 network with its prefix length: the gateway NSX takes by default. */
export function gatewayOf(cidr: string): string {
  const [network = '', prefix = '24'] = cidr.split('/');
  const parts = network.split('.').map(Number);
  return `${[...parts.slice(0, 3), (parts[3] ?? 0) + 1].join('.')}/${prefix}`;
}

function addressing(site: Site, namespace: KubeNamespace, index: number, tags: readonly Tag[]): Desired[] {
  const { uid } = namespace;
  const block = isUntranslated(namespace) ? (site.noSnatBlockPath ?? site.podBlockPath) : site.podBlockPath;
  return [
    desired('/infra/ip-pools', 'IpAddressPool', `ipp_${uid}_${index}`, {
      display_name: `ipp-${site.cluster}-${namespace.name}-${index}`,
      tags,
    }),
    desired(`/infra/ip-pools/ipp_${uid}_${index}/ip-subnets`, 'IpAddressPoolBlockSubnet', `ibs_${uid}_${index}`, {
      display_name: `ibs-${site.cluster}-${namespace.name}-${index}`,
      ip_block_path: block,
      size: site.segmentSize,
      auto_assign_gateway: true,
      tags,
    }),
  ];
}

function segment(site: Site, namespace: KubeNamespace, index: number, cidr: string, tags: readonly Tag[]): Desired[] {
  const { uid } = namespace;
  const path = segmentPath(uid, index);
  return [
    desired('/infra/segments', 'Segment', `seg_${uid}_${index}`, {
      display_name: `seg-${site.cluster}-${namespace.name}-${index}`,
      connectivity_path: namespaceTier1Path(site, uid),
      ...(site.transportZonePath === undefined ? {} : { transport_zone_path: site.transportZonePath }),
      subnets: [{ gateway_address: gatewayOf(cidr) }],
      advanced_config: { connectivity: 'ON', address_pool_paths: [`/infra/ip-pools/ipp_${uid}_${index}`] },
      tags: withLabels(tags, namespace.labels),
    }),
    desired(
      `${path}/segment-security-profile-binding-maps`,
      'SegmentSecurityProfileBindingMap',
      `sgpm_${uid}_${index}`,
      {
        spoofguard_profile_path: spoofGuardPath(site),
        tags: clusterTags(site.cluster),
      },
    ),
  ];
}

function tier1(site: Site, namespace: KubeNamespace, tags: readonly Tag[]): Desired[] {
  if (site.topology === 'single-tier') return [];
  return [
    desired('/infra/tier-1s', 'Tier1', `t1_${namespace.uid}_rtr`, {
      display_name: `t1-${site.cluster}-${namespace.name}-rtr`,
      tier0_path: site.tier0Path,
      failover_mode: 'NON_PREEMPTIVE',
      disable_firewall: false,
      route_advertisement_types: ['TIER1_CONNECTED'],
      tags,
    }),
  ];
}

function natRule(site: Site, namespace: KubeNamespace, index: number, cidr: string, address: string): Desired {
  const path = natRulePath(site, namespace.uid, index);
  return desired(path.slice(0, path.lastIndexOf('/')), 'PolicyNatRule', idOf(path), {
    action: 'SNAT',
    source_network: cidr,
    translated_network: address,
    sequence_number: 100,
    enabled: true,
    logging: false,
    firewall_match: 'BYPASS',
    tags: [
      ...projectTags(site.cluster, namespace),
      tag('ncp/snat', 'true'),
      tag('ncp/extpoolid', idOf(site.externalPoolPath)),
    ],
  });
}

function namespaceGroup(site: Site, namespace: KubeNamespace): Desired {
  return desired(`${domainPath(site)}/groups`, 'Group', `proj_${namespace.uid}`, {
    expression: [
      {
        resource_type: 'Condition',
        member_type: 'Segment',
        key: 'Tag',
        operator: 'EQUALS',
        value: `ncp/project_uid|${namespace.uid}`,
      },
    ],
    tags: [...projectTags(site.cluster, namespace), tag('ncp/nsg_type', 'project')],
  });
}

/** Everything one namespace becomes in NSX; objects that need an address NSX has yet to give are left for later. */
export function planNamespace(
  site: Site,
  namespace: KubeNamespace,
  shape: NamespaceShape,
  facts: NamespaceFacts,
): Plan {
  const base = projectTags(site.cluster, namespace);
  const translated = !isUntranslated(namespace);
  const objects: Desired[] = tier1(site, namespace, base);
  const waiting: string[] = [];
  for (let index = 0; index < shape.segments; index += 1) objects.push(...addressing(site, namespace, index, base));
  if (translated) {
    const path = snatAllocationPath(site, namespace.uid);
    objects.push(desired(path.slice(0, path.lastIndexOf('/')), 'IpAddressAllocation', namespace.uid, { tags: base }));
    if (facts.snatAddress === undefined) waiting.push(path);
  }
  for (let index = 0; index < shape.segments; index += 1) {
    const cidr = facts.cidrs[index];
    if (cidr === undefined) {
      waiting.push(blockSubnetPath(namespace.uid, index));
      continue;
    }
    objects.push(...segment(site, namespace, index, cidr, base));
    if (translated && facts.snatAddress !== undefined) {
      objects.push(natRule(site, namespace, index, cidr, facts.snatAddress));
    }
  }
  if (shape.hasPolicies) objects.push(namespaceGroup(site, namespace));
  return { objects, waiting };
}
