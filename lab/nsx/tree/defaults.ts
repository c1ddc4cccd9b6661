import { randomUUID } from 'node:crypto';
import { networkOf, parseCidr } from '../ipam/ipv4';
import { asObjects, asText, isObject, type JsonObject, objectAt } from '../json';

function segmentDefaults(body: JsonObject, path: string): JsonObject {
  const subnets = asObjects(body.subnets).map((subnet) => {
    const cidr = parseCidr(asText(subnet.gateway_address) ?? '');
    return cidr === undefined ? subnet : { ...subnet, network: networkOf(cidr) };
  });
  const linked = (asText(body.connectivity_path) ?? '') !== '' || path.includes('/tier-1s/');
  const connected = linked && subnets.length > 0;
  const config = {
    address_pool_paths: [],
    hybrid: false,
    inter_router: false,
    local_egress: false,
    urpf_mode: 'STRICT',
    connectivity: 'ON',
  };
  return {
    admin_state: 'UP',
    replication_mode: 'MTEP',
    ...body,
    type: connected ? 'ROUTED' : 'DISCONNECTED',
    ...(subnets.length > 0 ? { subnets } : {}),
    advanced_config: { ...config, ...objectAt(body, 'advanced_config') },
  };
}

function ruleDefaults(body: JsonObject): JsonObject {
  return {
    direction: 'IN_OUT',
    ip_protocol: 'IPV4_IPV6',
    source_groups: ['ANY'],
    destination_groups: ['ANY'],
    services: ['ANY'],
    profiles: ['ANY'],
    scope: ['ANY'],
    sequence_number: 0,
    sources_excluded: false,
    destinations_excluded: false,
    disabled: false,
    logged: false,
    is_default: false,
    ...body,
    ...(typeof body.tag === 'string' ? { tag: body.tag.slice(0, 32) } : {}),
  };
}

const expressionFolders: Readonly<Record<string, string>> = {
  Condition: 'condition-expressions',
  ConjunctionOperator: 'conjunction-expressions',
  NestedExpression: 'nested-expressions',
  IPAddressExpression: 'ip-address-expressions',
  MACAddressExpression: 'mac-address-expressions',
  PathExpression: 'path-expressions',
  ExternalIDExpression: 'external-id-expressions',
  IdentityGroupExpression: 'identity-group-expressions',
};

function expressionWithIds(part: JsonObject, parentPath: string): JsonObject {
  const kind = asText(part.resource_type) ?? '';
  const id = asText(part.id) ?? randomUUID();
  const folder = expressionFolders[kind] ?? 'expressions';
  const path = `${parentPath}/${folder}/${id}`;
  const defaults: JsonObject = kind === 'Condition' ? { operator: 'EQUALS', scope_operator: 'EQUALS' } : {};
  const nested = part.expressions;
  return {
    ...defaults,
    ...part,
    ...(Array.isArray(nested)
      ? { expressions: nested.filter(isObject).map((inner) => expressionWithIds(inner, path)) }
      : {}),
    id,
    path,
    relative_path: id,
    parent_path: parentPath,
    marked_for_delete: false,
    overridden: false,
    _protection: 'NOT_PROTECTED',
  };
}

function groupDefaults(body: JsonObject, path: string): JsonObject {
  const expression = asObjects(body.expression).map((part) => expressionWithIds(part, path));
  return { extended_expression: [], reference: false, group_type: [], ...body, expression, state: 'SUCCESS' };
}

const policyDefaults: JsonObject = {
  category: 'Application',
  scope: ['ANY'],
  stateful: true,
  tcp_strict: true,
  locked: false,
  is_default: false,
  sequence_number: 0,
  lock_modified_time: 0,
};

const simple: Readonly<Record<string, JsonObject>> = {
  Tier0: {
    ha_mode: 'ACTIVE_ACTIVE',
    failover_mode: 'NON_PREEMPTIVE',
    transit_subnets: ['100.64.0.0/16'],
    internal_transit_subnets: ['169.254.0.0/24'],
    disable_firewall: false,
    force_whitelisting: false,
    default_rule_logging: false,
  },
  Tier1: {
    failover_mode: 'NON_PREEMPTIVE',
    type: 'ROUTED',
    pool_allocation: 'ROUTING',
    enable_standby_relocation: false,
    disable_firewall: false,
    force_whitelisting: false,
    default_rule_logging: false,
    route_advertisement_types: [],
  },
  SegmentPort: { admin_state: 'UP' },
  VpcSubnetPort: { admin_state: 'UP' },
  SpoofGuardProfile: { address_binding_allowlist: false, address_binding_whitelist: false },
  IpAddressBlock: { visibility: 'PRIVATE', ip_address_type: 'IPV4' },
  IpAddressPool: { ip_address_type: 'IPV4', ip_release_delay: 120_000, check_overlap_with_existing_pools: false },
  IpAddressPoolBlockSubnet: { auto_assign_gateway: true },
  PolicyNatRule: {
    enabled: true,
    logging: false,
    scope: [],
    service: '',
    sequence_number: 0,
    firewall_match: 'MATCH_INTERNAL_ADDRESS',
  },
  PolicyVpcNatRule: { enabled: true, logging: false, sequence_number: 0, firewall_match: 'MATCH_INTERNAL_ADDRESS' },
  LBService: {
    size: 'SMALL',
    enabled: true,
    error_log_level: 'INFO',
    access_log_enabled: false,
    relax_scale_validation: false,
  },
  LBVirtualServer: { enabled: true, access_log_enabled: false, log_significant_event_only: false },
  LBPool: {
    algorithm: 'ROUND_ROBIN',
    min_active_members: 1,
    tcp_multiplexing_enabled: false,
    tcp_multiplexing_number: 6,
    snat_translation: { type: 'LBSnatAutoMap' },
  },
  SecurityPolicy: policyDefaults,
  GatewayPolicy: { ...policyDefaults, category: 'LocalGatewayRules' },
  Service: { is_default: false, service_type: 'NON_ETHER' },
  L4PortSetServiceEntry: { source_ports: [], destination_ports: [] },
  Vpc: { ip_address_type: 'IPV4' },
  VpcSubnet: { access_mode: 'Private', ipv4_subnet_size: 64 },
  LBHttpProfile: {
    idle_timeout: 15,
    request_header_size: 1024,
    response_timeout: 60,
    http_redirect_to_https: false,
    ntlm: false,
    server_keep_alive: false,
    response_buffering: false,
    response_header_size: 4096,
  },
  LBFastTcpProfile: { idle_timeout: 1800, close_timeout: 8, ha_flow_mirroring_enabled: false },
  LBFastUdpProfile: { idle_timeout: 300, flow_mirroring_enabled: false },
  LBSourceIpPersistenceProfile: {
    timeout: 300,
    purge: 'FULL',
    persistence_shared: false,
    ha_persistence_mirroring_enabled: false,
  },
  TraceflowConfig: { timeout: 10, is_transient: true },
};

/** A body with the defaults and derived members its type gets from the server. */
export function withTypeDefaults(type: string, body: JsonObject, path: string): JsonObject {
  if (type === 'Segment') return segmentDefaults(body, path);
  if (type === 'Rule') return ruleDefaults(body);
  if (type === 'Group') return groupDefaults(body, path);
  if (type === 'LBPool') {
    const members = asObjects(body.members).map((member) => ({
      weight: 1,
      admin_state: 'ENABLED',
      backup_member: false,
      ...member,
    }));
    return { ...simple.LBPool, ...body, ...(members.length > 0 ? { members } : {}) };
  }
  return { ...simple[type], ...body };
}
