import { parseCidr } from '../ipam/ipv4';
import { asList, asText, asTexts, isObject, type Json, type JsonObject } from '../json';
import { expressionErrors } from './validate-group';

type FieldRule = 'text' | 'texts' | 'integer' | 'boolean' | 'objects' | 'object' | readonly string[];

const onOff = ['UP', 'DOWN'] as const;
const rules: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  Tier0: {
    ha_mode: ['ACTIVE_ACTIVE', 'ACTIVE_STANDBY'],
    failover_mode: ['PREEMPTIVE', 'NON_PREEMPTIVE'],
    transit_subnets: 'texts',
  },
  Tier1: {
    failover_mode: ['PREEMPTIVE', 'NON_PREEMPTIVE'],
    tier0_path: 'text',
    route_advertisement_types: 'texts',
    type: ['ROUTED', 'ISOLATED', 'NATTED'],
    pool_allocation: ['ROUTING', 'LB_SMALL', 'LB_MEDIUM', 'LB_LARGE', 'LB_XLARGE'],
  },
  Segment: {
    admin_state: onOff,
    connectivity_path: 'text',
    transport_zone_path: 'text',
    subnets: 'objects',
    vlan_ids: 'texts',
    advanced_config: 'object',
    replication_mode: ['MTEP', 'SOURCE'],
  },
  SegmentPort: { admin_state: onOff, attachment: 'object', address_bindings: 'objects' },
  VpcSubnetPort: { admin_state: onOff, attachment: 'object', address_bindings: 'objects' },
  IpAddressBlock: { cidr: 'text', visibility: ['PRIVATE', 'EXTERNAL'] },
  IpAddressPool: { ip_release_delay: 'integer' },
  IpAddressPoolBlockSubnet: {
    ip_block_path: 'text',
    size: 'integer',
    auto_assign_gateway: 'boolean',
    start_ip: 'text',
  },
  IpAddressPoolStaticSubnet: { cidr: 'text', allocation_ranges: 'objects', gateway_ip: 'text' },
  IpAddressAllocation: { allocation_ip: 'text' },
  PolicyNatRule: {
    action: ['SNAT', 'DNAT', 'REFLEXIVE', 'NO_SNAT', 'NO_DNAT', 'NAT64'],
    source_network: 'text',
    destination_network: 'text',
    translated_network: 'text',
    enabled: 'boolean',
    sequence_number: 'integer',
    firewall_match: ['MATCH_EXTERNAL_ADDRESS', 'MATCH_INTERNAL_ADDRESS', 'BYPASS'],
  },
  LBService: { connectivity_path: 'text', size: ['SMALL', 'MEDIUM', 'LARGE', 'XLARGE', 'DLB'], enabled: 'boolean' },
  LBVirtualServer: {
    ip_address: 'text',
    ports: 'texts',
    pool_path: 'text',
    lb_service_path: 'text',
    application_profile_path: 'text',
    enabled: 'boolean',
    rules: 'objects',
  },
  LBPool: {
    members: 'objects',
    algorithm: ['ROUND_ROBIN', 'WEIGHTED_ROUND_ROBIN', 'LEAST_CONNECTION', 'WEIGHTED_LEAST_CONNECTION', 'IP_HASH'],
    min_active_members: 'integer',
    active_monitor_paths: 'texts',
  },
  Group: { expression: 'objects', group_type: 'texts' },
  SecurityPolicy: {
    category: ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'],
    sequence_number: 'integer',
    scope: 'texts',
    stateful: 'boolean',
    rules: 'objects',
  },
  GatewayPolicy: { category: 'text', sequence_number: 'integer', scope: 'texts', rules: 'objects' },
  Rule: {
    action: ['ALLOW', 'DROP', 'REJECT', 'JUMP_TO_APPLICATION'],
    direction: ['IN', 'OUT', 'IN_OUT'],
    ip_protocol: ['IPV4', 'IPV6', 'IPV4_IPV6'],
    source_groups: 'texts',
    destination_groups: 'texts',
    services: 'texts',
    scope: 'texts',
    profiles: 'texts',
    sequence_number: 'integer',
    disabled: 'boolean',
    logged: 'boolean',
    sources_excluded: 'boolean',
    destinations_excluded: 'boolean',
    service_entries: 'objects',
  },
  Service: { service_entries: 'objects' },
  L4PortSetServiceEntry: { l4_protocol: ['TCP', 'UDP'], destination_ports: 'texts', source_ports: 'texts' },
  Vpc: { private_ipv4_blocks: 'texts', external_ipv4_blocks: 'texts' },
  VpcSubnet: {
    ip_addresses: 'texts',
    ipv4_subnet_size: 'integer',
    access_mode: ['Private', 'Public', 'Isolated', 'Private_TGW'],
  },
  PolicyExcludeList: { members: 'texts' },
};

const required: Readonly<Record<string, readonly string[]>> = {
  IpAddressBlock: ['cidr'],
  IpAddressPoolBlockSubnet: ['ip_block_path', 'size'],
  IpAddressPoolStaticSubnet: ['cidr', 'allocation_ranges'],
  PolicyNatRule: ['action'],
  PolicyVpcNatRule: ['action'],
  LBVirtualServer: ['ip_address', 'ports', 'application_profile_path'],
  Rule: ['action'],
  L4PortSetServiceEntry: ['l4_protocol'],
  IPProtocolServiceEntry: ['protocol_number'],
  NestedServiceServiceEntry: ['nested_service_path'],
};

function breaks(rule: FieldRule, value: Json): boolean {
  if (typeof rule !== 'string') return typeof value !== 'string' || !rule.includes(value);
  if (rule === 'text') return typeof value !== 'string';
  if (rule === 'integer') return typeof value !== 'number' || !Number.isInteger(value);
  if (rule === 'boolean') return typeof value !== 'boolean';
  if (rule === 'object') return !isObject(value);
  if (!Array.isArray(value)) return true;
  return rule === 'texts' ? value.some((entry) => typeof entry !== 'string') : value.some((entry) => !isObject(entry));
}

function describe(rule: FieldRule): string {
  return typeof rule === 'string' ? `is not of type ${rule}` : `is not one of [${rule.join(', ')}]`;
}

function tagErrors(tags: Json | undefined): string[] {
  if (tags === undefined) return [];
  if (!Array.isArray(tags)) return ['tags is not a list'];
  const errors = tags.length > 30 ? [`tags: ${tags.length} tags exceed the maximum of 30 per object`] : [];
  for (const tag of tags) {
    if (!isObject(tag)) {
      errors.push('tags: each tag is an object with scope and tag');
      continue;
    }
    for (const [key, limit] of [
      ['scope', 128],
      ['tag', 256],
    ] as const) {
      const value = tag[key];
      if (value !== undefined && typeof value !== 'string') errors.push(`tags.${key} is not a string`);
      else if ((value ?? '').length > limit) errors.push(`tags.${key} size exceeds the maximum of ${limit} characters`);
    }
  }
  return errors;
}

const switchLike = new Set(['Segment', 'VpcSubnet']);

function nameErrors(type: string, body: JsonObject): string[] {
  const errors: string[] = [];
  const name = body.display_name;
  if (name !== undefined && typeof name !== 'string') errors.push('display_name is not a string');
  if (typeof name === 'string' && (name.length > 255 || name.length === 0))
    errors.push('display_name size must be between 1 and 255');
  if (typeof name === 'string' && switchLike.has(type) && /[;|=,~@]/.test(name)) {
    errors.push(`display_name '${name}' must not contain any of ; | = , ~ @`);
  }
  const description = body.description;
  if (description !== undefined && (typeof description !== 'string' || description.length > 1024)) {
    errors.push('description must be a string of at most 1024 characters');
  }
  return errors;
}

function portCount(ports: readonly string[]): number {
  return ports.reduce((sum, port) => sum + (port.includes('-') ? 2 : 1), 0);
}

function badPort(port: string): boolean {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port);
  return (
    match === null ||
    Number(match[1]) > 65535 ||
    Number(match[2] ?? match[1]) > 65535 ||
    Number(match[2] ?? match[1]) < Number(match[1])
  );
}

const anyAlone = ['source_groups', 'destination_groups', 'services', 'scope'] as const;

const special: Readonly<Record<string, (body: JsonObject) => string[]>> = {
  Segment: (body) => {
    const errors: string[] = [];
    const config = body.advanced_config;
    if (isObject(config) && asList(config.address_pool_paths).length > 1)
      errors.push('advanced_config.address_pool_paths holds at most 1 path');
    for (const subnet of asList(body.subnets)) {
      const gateway = isObject(subnet) ? asText(subnet.gateway_address) : undefined;
      if (gateway !== undefined && !gateway.includes(':') && parseCidr(gateway) === undefined)
        errors.push(`subnets.gateway_address '${gateway}' is not an address with prefix length`);
    }
    return errors;
  },
  IpAddressBlock: (body) => {
    const cidr = asText(body.cidr) ?? '';
    return cidr.includes(':') || parseCidr(cidr) !== undefined ? [] : [`cidr '${cidr}' is not a valid CIDR`];
  },
  IpAddressPoolBlockSubnet: (body) => {
    const size = Number(body.size);
    return size >= 2 && Number.isInteger(Math.log2(size)) ? [] : ['size must be a power of 2, at least 2'];
  },
  IpAddressPoolStaticSubnet: (body) => {
    const cidr = asText(body.cidr) ?? '';
    return cidr.includes(':') || parseCidr(cidr) !== undefined ? [] : [`cidr '${cidr}' is not a valid CIDR`];
  },
  SecurityPolicy: (body) => sequenceErrors(body, 999_999),
  GatewayPolicy: (body) => sequenceErrors(body, 999_999),
  Rule: (body) => [
    ...sequenceErrors(body, 2_147_483_647),
    ...anyAlone
      .filter(
        (key) => asTexts(body[key]).length > 1 && asTexts(body[key]).some((entry) => entry.toUpperCase() === 'ANY'),
      )
      .map((key) => `${key}: ANY cannot be combined with other values`),
  ],
  L4PortSetServiceEntry: (body) =>
    (['destination_ports', 'source_ports'] as const).flatMap((key) => {
      const ports = asTexts(body[key]);
      const errors = ports.filter(badPort).map((port) => `${key}: '${port}' is not a port or port range`);
      return portCount(ports) > 15 ? [...errors, `${key} holds at most 15 ports, a range counts as 2`] : errors;
    }),
  Group: (body) => expressionErrors(asList(body.expression)),
};

function sequenceErrors(body: JsonObject, limit: number): string[] {
  const sequence = body.sequence_number;
  return typeof sequence === 'number' && (sequence < 0 || sequence > limit)
    ? [`sequence_number must be between 0 and ${limit}`]
    : [];
}

/** Every rule a body breaks, in words; an empty list means it may be stored. */
export function bodyErrors(type: string, body: JsonObject): string[] {
  const errors = [...tagErrors(body.tags), ...nameErrors(type, body)];
  for (const field of required[type] ?? []) if (body[field] === undefined) errors.push(`${field} is required`);
  for (const [field, rule] of Object.entries(rules[type] ?? {})) {
    const value = body[field];
    if (value !== undefined && value !== null && breaks(rule, value)) errors.push(`${field} ${describe(rule)}`);
  }
  return errors.length > 0 ? errors : (special[type]?.(body) ?? []);
}
