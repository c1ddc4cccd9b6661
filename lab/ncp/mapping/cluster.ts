import { type Desired, desired, letters, type Plan } from './objects';
import { clusterTier1Path, domainPath, loadBalancerTier1Path, natRouterPath, type Site } from './site';
import { clusterTags, tag } from './tags';

/** Addresses NSX gave to cluster-level objects. */
export interface ClusterFacts {
  /** Address of the load balancer Tier-1 on its link to the Tier-0, once known. */
  readonly linkAddress: string | undefined;
}

/** Path of the cluster's LB service. */
export function loadBalancerServicePath(site: Site): string {
  return `/infra/lb-services/${site.cluster}_0_${letters(`${site.cluster}/lb/0`)}`;
}

/** Path of one of the application profiles NCP makes. */
export function profilePath(site: Site, kind: 'LBHttpProfile' | 'LBFastTcpProfile' | 'LBFastUdpProfile'): string {
  return `/infra/lb-app-profiles/ncp_${site.cluster}_${kind}`;
}

/** Path of the profile that keeps a client on one member. */
export function persistencePath(site: Site): string {
  return `/infra/lb-persistence-profiles/${site.cluster}_source_ip_layer4`;
}

/** Path of the profile that lets Pods use only the addresses NSX gave them. */
export function spoofGuardPath(site: Site): string {
  return `/infra/spoofguard-profiles/sgp_${site.cluster}`;
}

function tier1WithEdge(site: Site, path: string, advertised: readonly string[]): Desired[] {
  const id = path.slice(path.lastIndexOf('/') + 1);
  const tags = clusterTags(site.cluster);
  const tier1 = desired('/infra/tier-1s', 'Tier1', id, {
    description: 'Automatically created from NCP config',
    tier0_path: site.tier0Path,
    failover_mode: 'NON_PREEMPTIVE',
    disable_firewall: false,
    route_advertisement_types: advertised,
    tags,
  });
  if (site.edgeClusterPath === undefined) return [tier1];
  const services = { edge_cluster_path: site.edgeClusterPath, tags };
  return [tier1, desired(`${path}/locale-services`, 'LocaleServices', `${id}-0`, services)];
}

function gateways(site: Site): Desired[] {
  if (site.topology === 'single-tier') {
    const all = ['TIER1_STATIC_ROUTES', 'TIER1_LB_VIP', 'TIER1_NAT', 'TIER1_CONNECTED'];
    return tier1WithEdge(site, clusterTier1Path(site), all);
  }
  return tier1WithEdge(site, loadBalancerTier1Path(site), ['TIER1_LB_VIP', 'TIER1_LB_SNAT']);
}

function loadBalancer(site: Site, facts: ClusterFacts): Desired[] {
  const tags = clusterTags(site.cluster);
  const link = facts.linkAddress === undefined ? [] : [tag('ncp/lb_t1_link_ip', facts.linkAddress)];
  const servicePath = loadBalancerServicePath(site);
  const poolId = `lb_segment_pool_${site.cluster}`;
  const profiles = (['LBHttpProfile', 'LBFastTcpProfile', 'LBFastUdpProfile'] as const).map((kind) =>
    desired('/infra/lb-app-profiles', kind, `ncp_${site.cluster}_${kind}`, {
      ...(kind === 'LBHttpProfile' ? { x_forwarded_for: 'INSERT' } : {}),
      tags,
    }),
  );
  return [
    ...profiles,
    desired('/infra/lb-persistence-profiles', 'LBSourceIpPersistenceProfile', `${site.cluster}_source_ip_layer4`, {
      timeout: 10_800,
      tags,
    }),
    desired('/infra/lb-services', 'LBService', servicePath.slice(servicePath.lastIndexOf('/') + 1), {
      connectivity_path: loadBalancerTier1Path(site),
      size: site.loadBalancerSize,
      enabled: true,
      tags: [...tags, tag('ncp/created_for', 'SLB'), ...link],
    }),
    desired('/infra/ip-pools', 'IpAddressPool', poolId, { tags: [...tags, tag('ncp/lb_resource', 'true')] }),
    desired(`/infra/ip-pools/${poolId}/ip-subnets`, 'IpAddressPoolStaticSubnet', `lb_segment_subnet_${site.cluster}`, {
      cidr: '169.254.128.0/22',
      allocation_ranges: [{ start: '169.254.128.1', end: '169.254.131.254' }],
      tags,
    }),
  ];
}

/** The objects NCP makes once for a cluster, before any namespace. */
export function planCluster(site: Site, facts: ClusterFacts): Plan {
  const { cluster } = site;
  const tags = clusterTags(cluster);
  const objects = [
    desired('/infra/domains', 'Domain', cluster, {
      tags: [tag('ncp/cluster', cluster), tag('ncp/cluster_domain', 'true')],
    }),
    desired('/infra/spoofguard-profiles', 'SpoofGuardProfile', `sgp_${cluster}`, {
      address_binding_allowlist: true,
      tags: [...tags, tag('ncp/container_profile', 'true')],
    }),
    ...gateways(site),
    ...loadBalancer(site, facts),
    desired(`${domainPath(site)}/security-policies`, 'SecurityPolicy', `hc_${cluster}`, {
      category: 'Environment',
      sequence_number: 1,
      stateful: true,
      scope: ['ANY'],
      tags: [...tags, tag('ncp/sec_policy_type', 'healthcheck'), tag('ncp/created_for', 'healthcheck')],
    }),
  ];
  return { objects, waiting: [] };
}

/** Path of one namespace's SNAT rule. */
export function natRulePath(site: Site, namespaceUid: string, index: number): string {
  return `${natRouterPath(site)}/nat/USER/nat-rules/nat_${namespaceUid}_${index}`;
}
