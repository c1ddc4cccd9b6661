/** One resource type of the Policy tree: where its objects live and how they behave. */
export interface ResourceType {
  /** Name used in hierarchical wrappers (`Child<name>`); for a family, its base name. */
  readonly name: string;
  /** URL patterns below the API root; `*` stands for one id. */
  readonly urls: readonly string[];
  /** Concrete `resource_type` values when the type is a family. */
  readonly variants?: readonly string[];
  /** The URL holds exactly one object and has no id of its own. */
  readonly singleton?: true;
  /** Deleted together with its parent instead of blocking the parent's delete. */
  readonly owned?: true;
}

const T0 = '/infra/tier-0s/*';
const T1 = '/infra/tier-1s/*';
const EP = '/infra/sites/*/enforcement-points/*';
const VPC = '/orgs/*/projects/*/vpcs/*';
const DOMAIN = '/infra/domains/*';
const segmentUrls = ['/infra/segments/*', `${T1}/segments/*`] as const;
const perSegment = (suffix: string) => segmentUrls.map((url) => `${url}/${suffix}`);

/** Every resource type the stand-in serves. A type is one line here; URLs under `/infra` exist in projects too. */
export const catalogue: readonly ResourceType[] = [
  { name: 'Infra', urls: ['/infra'], singleton: true },
  { name: 'Domain', urls: [DOMAIN] },
  { name: 'Tier0', urls: [T0] },
  { name: 'Tier1', urls: [T1] },
  { name: 'LocaleServices', urls: [`${T0}/locale-services/*`, `${T1}/locale-services/*`] },
  { name: 'Tier0Interface', urls: [`${T0}/locale-services/*/interfaces/*`] },
  { name: 'Tier1Interface', urls: [`${T1}/locale-services/*/interfaces/*`] },
  { name: 'StaticRoutes', urls: [`${T0}/static-routes/*`, `${T1}/static-routes/*`, `${VPC}/static-routes/*`] },
  { name: 'PrefixList', urls: [`${T0}/prefix-lists/*`] },
  { name: 'Tier0RouteMap', urls: [`${T0}/route-maps/*`] },
  { name: 'PolicyNat', urls: [`${T0}/nat/*`, `${T1}/nat/*`, `${VPC}/nat/*`], owned: true },
  { name: 'PolicyNatRule', urls: [`${T0}/nat/*/nat-rules/*`, `${T1}/nat/*/nat-rules/*`] },
  { name: 'Segment', urls: segmentUrls },
  { name: 'SegmentPort', urls: perSegment('ports/*') },
  {
    name: 'SegmentSecurityProfileBindingMap',
    urls: perSegment('segment-security-profile-binding-maps/*'),
    owned: true,
  },
  {
    name: 'SegmentDiscoveryProfileBindingMap',
    urls: perSegment('segment-discovery-profile-binding-maps/*'),
    owned: true,
  },
  { name: 'SegmentQosProfileBindingMap', urls: perSegment('segment-qos-profile-binding-maps/*'), owned: true },
  {
    name: 'PortSecurityProfileBindingMap',
    urls: perSegment('ports/*/port-security-profile-binding-maps/*'),
    owned: true,
  },
  {
    name: 'PortDiscoveryProfileBindingMap',
    urls: perSegment('ports/*/port-discovery-profile-binding-maps/*'),
    owned: true,
  },
  { name: 'SpoofGuardProfile', urls: ['/infra/spoofguard-profiles/*'] },
  { name: 'SegmentSecurityProfile', urls: ['/infra/segment-security-profiles/*'] },
  { name: 'IPDiscoveryProfile', urls: ['/infra/ip-discovery-profiles/*'] },
  { name: 'MacDiscoveryProfile', urls: ['/infra/mac-discovery-profiles/*'] },
  { name: 'QosProfile', urls: ['/infra/qos-profiles/*'] },
  { name: 'IpAddressBlock', urls: ['/infra/ip-blocks/*'] },
  { name: 'IpAddressPool', urls: ['/infra/ip-pools/*', `${VPC}/subnets/*/ip-pools/*`] },
  {
    name: 'IpAddressPoolSubnet',
    urls: ['/infra/ip-pools/*/ip-subnets/*'],
    variants: ['IpAddressPoolBlockSubnet', 'IpAddressPoolStaticSubnet'],
  },
  {
    name: 'IpAddressAllocation',
    urls: ['/infra/ip-pools/*/ip-allocations/*', `${VPC}/subnets/*/ip-pools/*/ip-allocations/*`],
  },
  { name: 'LBService', urls: ['/infra/lb-services/*', `${VPC}/vpc-lbs/*`] },
  { name: 'LBVirtualServer', urls: ['/infra/lb-virtual-servers/*', `${VPC}/vpc-lb-virtual-servers/*`] },
  { name: 'LBPool', urls: ['/infra/lb-pools/*', `${VPC}/vpc-lb-pools/*`] },
  {
    name: 'LBAppProfile',
    urls: ['/infra/lb-app-profiles/*'],
    variants: ['LBHttpProfile', 'LBFastTcpProfile', 'LBFastUdpProfile'],
  },
  {
    name: 'LBMonitorProfile',
    urls: ['/infra/lb-monitor-profiles/*'],
    variants: [
      'LBHttpMonitorProfile',
      'LBHttpsMonitorProfile',
      'LBIcmpMonitorProfile',
      'LBPassiveMonitorProfile',
      'LBTcpMonitorProfile',
      'LBUdpMonitorProfile',
    ],
  },
  {
    name: 'LBPersistenceProfile',
    urls: ['/infra/lb-persistence-profiles/*'],
    variants: ['LBSourceIpPersistenceProfile', 'LBCookiePersistenceProfile', 'LBGenericPersistenceProfile'],
  },
  { name: 'LBClientSslProfile', urls: ['/infra/lb-client-ssl-profiles/*'] },
  { name: 'LBServerSslProfile', urls: ['/infra/lb-server-ssl-profiles/*'] },
  { name: 'TlsCertificate', urls: ['/infra/certificates/*'] },
  { name: 'Group', urls: [`${DOMAIN}/groups/*`, `${VPC}/groups/*`] },
  { name: 'SecurityPolicy', urls: [`${DOMAIN}/security-policies/*`, `${VPC}/security-policies/*`] },
  { name: 'GatewayPolicy', urls: [`${DOMAIN}/gateway-policies/*`, `${VPC}/gateway-policies/*`] },
  {
    name: 'Rule',
    urls: [
      `${DOMAIN}/security-policies/*/rules/*`,
      `${DOMAIN}/gateway-policies/*/rules/*`,
      `${VPC}/security-policies/*/rules/*`,
      `${VPC}/gateway-policies/*/rules/*`,
    ],
    owned: true,
  },
  {
    name: 'SecurityPolicyContainerCluster',
    urls: [`${DOMAIN}/security-policies/*/container-cluster-span/*`],
    owned: true,
  },
  { name: 'Service', urls: ['/infra/services/*'] },
  {
    name: 'ServiceEntry',
    urls: ['/infra/services/*/service-entries/*'],
    variants: [
      'L4PortSetServiceEntry',
      'ICMPTypeServiceEntry',
      'IPProtocolServiceEntry',
      'IGMPTypeServiceEntry',
      'ALGTypeServiceEntry',
      'EtherTypeServiceEntry',
      'NestedServiceServiceEntry',
    ],
    owned: true,
  },
  { name: 'PolicyContextProfile', urls: ['/infra/context-profiles/*'] },
  { name: 'Share', urls: ['/infra/shares/*'] },
  { name: 'SharedResource', urls: ['/infra/shares/*/resources/*'], owned: true },
  { name: 'TraceflowConfig', urls: ['/infra/traceflows/*'] },
  { name: 'DhcpServerConfig', urls: ['/infra/dhcp-server-configs/*'] },
  { name: 'DfwFirewallConfiguration', urls: ['/infra/settings/firewall/security'], singleton: true },
  { name: 'PolicyExcludeList', urls: ['/infra/settings/firewall/security/exclude-list'], singleton: true },
  { name: 'Site', urls: ['/infra/sites/*'] },
  { name: 'EnforcementPoint', urls: [EP] },
  { name: 'PolicyTransportZone', urls: [`${EP}/transport-zones/*`] },
  { name: 'PolicyEdgeCluster', urls: [`${EP}/edge-clusters/*`] },
  { name: 'PolicyEdgeNode', urls: [`${EP}/edge-clusters/*/edge-nodes/*`] },
  { name: 'HostTransportNode', urls: [`${EP}/host-transport-nodes/*`] },
  { name: 'ClusterControlPlane', urls: [`${EP}/cluster-control-planes/*`] },
  { name: 'Org', urls: ['/orgs/*'] },
  { name: 'Project', urls: ['/orgs/*/projects/*'] },
  { name: 'VpcConnectivityProfile', urls: ['/orgs/*/projects/*/vpc-connectivity-profiles/*'] },
  { name: 'VpcServiceProfile', urls: ['/orgs/*/projects/*/vpc-service-profiles/*'] },
  { name: 'TransitGateway', urls: ['/orgs/*/projects/*/transit-gateways/*'] },
  { name: 'Vpc', urls: [VPC] },
  { name: 'VpcAttachment', urls: [`${VPC}/attachments/*`], owned: true },
  { name: 'VpcSubnet', urls: [`${VPC}/subnets/*`] },
  { name: 'VpcSubnetPort', urls: [`${VPC}/subnets/*/ports/*`] },
  { name: 'VpcIpAddressAllocation', urls: [`${VPC}/ip-address-allocations/*`] },
  { name: 'PolicyVpcNatRule', urls: [`${VPC}/nat/*/nat-rules/*`] },
];
