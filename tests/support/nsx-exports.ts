import type { ObjectChange } from '@/lib/model';
import { namespaceRaw, podRaw, upsert } from './builders';

/**
 * Objects as managers and NCP write them: expressions with ids of their own, old spellings, names and categories left out, a
 * `parent_path` that is wrong.
 */

export type Body = Readonly<Record<string, unknown>>;

const DOMAIN = '/infra/domains/pandora';
export const ADMIN = '/infra/domains/default';
const NCP = [
  { scope: 'ncp/version', tag: '1.2.0' },
  { scope: 'ncp/cluster', tag: 'pandora' },
];

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\/ports\/[^/]+$/, 'segment-port'],
  [/\/segments\/[^/]+$/, 'segment'],
  [/\/groups\/[^/]+$/, 'group'],
  [/\/services\/[^/]+$/, 'nsx-service'],
  [/\/security-policies\/[^/]+$/, 'security-policy'],
  [/\/gateway-policies\/[^/]+$/, 'gateway-policy'],
  [/\/rules\/[^/]+$/, 'rule'],
  [/\/exclude-list$/, 'exclude-list'],
];

/** Audit fields as every answer has them; old releases name the object itself as its parent. */
export function read(path: string, body: Body): ObjectChange {
  const [, kind = ''] = KINDS.find(([pattern]) => pattern.test(path)) ?? [];
  const common = {
    _create_user: 'nsx_policy',
    _create_time: 1_766_400_000_000,
    _revision: 0,
    marked_for_delete: false,
  };
  return upsert(kind, { ...common, path, parent_path: path, id: path.slice(path.lastIndexOf('/') + 1), ...body });
}

function pod(
  name: string,
  namespace: string,
  address: string,
  labels: Readonly<Record<string, string>>,
): ObjectChange[] {
  const tags = [
    ...NCP,
    { scope: 'ncp/project', tag: namespace },
    { scope: 'ncp/project_uid', tag: `uid-${namespace}` },
    { scope: 'ncp/pod', tag: name },
    { scope: 'ncp/pod_uid', tag: name },
    ...Object.entries(labels).map(([scope, tag]) => ({ scope, tag })),
  ];
  const attachment = {
    id: `cif-${name}`,
    type: 'CHILD',
    context_id: 'vif-1',
    app_id: `nsx.${namespace}.${name}`,
    traffic_tag: 7,
  };
  return [
    upsert('pod', podRaw({ uid: name, name, namespace, address, labels })),
    read(`/infra/segments/seg_uid-${namespace}_0/ports/port_${name}`, {
      resource_type: 'SegmentPort',
      tags,
      attachment,
    }),
  ];
}

const namespace = (name: string, labels: Readonly<Record<string, string>>): ObjectChange[] => [
  upsert('namespace', namespaceRaw(name, `uid-${name}`)),
  read(`/infra/segments/seg_uid-${name}_0`, {
    resource_type: 'Segment',
    tags: [
      ...NCP,
      { scope: 'ncp/project', tag: name },
      { scope: 'ncp/project_uid', tag: `uid-${name}` },
      ...Object.entries(labels).map(([scope, tag]) => ({ scope, tag })),
    ],
  }),
];

export const HOUSE = [
  ...namespace('dev', { env: 'dev' }),
  ...namespace('prod', { env: 'prod' }),
  ...pod('web', 'dev', '10.0.1.2', { app: 'web', secgroup: 'Web' }),
  ...pod('db', 'dev', '10.0.1.3', { app: 'db' }),
  ...pod('shop', 'prod', '10.0.2.2', { app: 'web' }),
  // The port of a cluster node comes from vCenter, and is tagged by hand.
  read('/infra/segments/nodes/ports/default:4f5e', {
    resource_type: 'SegmentPort',
    address_bindings: [{ ip_address: '192.168.1.21', mac_address: '00:50:56:00:00:01' }],
    tags: [
      { scope: 'ncp/cluster', tag: 'pandora' },
      { scope: 'ncp/node_name', tag: 'w1' },
    ],
  }),
  read('/infra/segments/nodes', { resource_type: 'Segment' }),
];

export const condition = (member_type: string, value: string, more: Body = {}): Body => ({
  resource_type: 'Condition',
  id: `${member_type}-${value}`,
  marked_for_delete: false,
  _protection: 'NOT_PROTECTED',
  member_type,
  key: 'Tag',
  operator: 'EQUALS',
  scope_operator: 'EQUALS',
  value,
  ...more,
});
const joined = (how: 'AND' | 'OR', ...parts: readonly Body[]): Body[] =>
  parts.flatMap((part, at) =>
    at === 0 ? [part] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: how }, part],
  );
export const all = (...conditions: readonly Body[]): Body => ({
  resource_type: 'NestedExpression',
  expressions: joined('AND', ...conditions),
});
export const group = (path: string, ...expression: readonly Body[]): ObjectChange =>
  read(path, { resource_type: 'Group', expression, extended_expression: [], group_type: [] });

export function policy(path: string, body: Body, ...rules: readonly Body[]): ObjectChange[] {
  const whole = {
    source_groups: ['ANY'],
    destination_groups: ['ANY'],
    services: ['ANY'],
    profiles: ['ANY'],
    scope: ['ANY'],
    direction: 'IN_OUT',
    ip_protocol: 'IPV4_IPV6',
  };
  const flags = {
    sources_excluded: false,
    destinations_excluded: false,
    disabled: false,
    logged: false,
    is_default: false,
  };
  return [
    read(path, {
      resource_type: 'SecurityPolicy',
      scope: ['ANY'],
      stateful: true,
      tcp_strict: false,
      locked: false,
      ...body,
    }),
    ...rules.map((rule, at) =>
      read(`${path}/rules/r${at}`, {
        resource_type: 'Rule',
        rule_id: 3000 + at,
        sequence_number: 90,
        ...flags,
        ...whole,
        ...rule,
      }),
    ),
  ];
}

/** The default Layer 3 section of a fresh install, or of one that an admin has closed; and that of Layer 2. */
export const defaults = (action = 'ALLOW'): ObjectChange[] => [
  ...policy(
    `${ADMIN}/security-policies/default-layer3-section`,
    { category: 'Application', sequence_number: 2_147_483_647, is_default: true },
    {
      action: 'ALLOW',
      sequence_number: 25_000,
      is_default: true,
      service_entries: [{ resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv6', icmp_type: 135 }],
    },
    {
      action: 'ALLOW',
      sequence_number: 50_000,
      is_default: true,
      service_entries: [
        {
          resource_type: 'L4PortSetServiceEntry',
          l4_protocol: 'UDP',
          source_ports: ['67', '68'],
          destination_ports: ['67', '68'],
        },
      ],
    },
    { action, sequence_number: 2_147_483_647, is_default: true },
  ),
  ...policy(
    `${ADMIN}/security-policies/default-layer2-section`,
    { category: 'Ethernet', stateful: false, is_default: true },
    { action: 'ALLOW', is_default: true },
  ),
];

const np = (uid: string, what: string): string => `${DOMAIN}/groups/np_${uid}_${what}`;
export const [TARGET, SOURCE] = [np('1', 'tgt'), np('1', 'src_whitelist')];
export const service = (id: string, ...service_entries: readonly Body[]): ObjectChange =>
  read(`/infra/services/${id}`, { resource_type: 'Service', service_entries });
export const tcp = (...destination_ports: readonly string[]): Body => ({
  resource_type: 'L4PortSetServiceEntry',
  l4_protocol: 'TCP',
  destination_ports,
  source_ports: [],
});

/** What NCP writes for "db takes web's connections to 5432, and those of a network". */
export const dbAllow = (port: 'LogicalPort' | 'SegmentPort'): ObjectChange[] => [
  group(TARGET, all(condition(port, 'app|db'), condition(port, 'ncp/project_uid|uid-dev'))),
  group(
    SOURCE,
    ...joined('OR', all(condition(port, 'app|web'), condition(port, 'ncp/project_uid|uid-dev')), {
      resource_type: 'IPAddressExpression',
      ip_addresses: ['10.8.0.0/16'],
    }),
  ),
  service('np_1_TCP.5432', tcp('5432')),
  ...policy(
    `${DOMAIN}/security-policies/np_1_whitelist`,
    { category: 'Application', sequence_number: 10 },
    {
      action: 'ALLOW',
      direction: 'IN',
      source_groups: [SOURCE],
      destination_groups: [TARGET],
      services: ['/infra/services/np_1_TCP.5432'],
      scope: [TARGET],
    },
  ),
  ...policy(
    `${DOMAIN}/security-policies/np_1_isolation`,
    { category: 'Application', sequence_number: 90 },
    { action: 'DROP', direction: 'IN', destination_groups: [TARGET], scope: [TARGET] },
  ),
];

/** "Nothing in or out of dev": an allow policy without rules, and a group of the namespace's segments. */
export const denyDev = (segment: 'LogicalSwitch' | 'Segment'): ObjectChange[] => [
  group(np('2', 'tgt'), condition(segment, 'ncp/project_uid|uid-dev')),
  ...policy(`${DOMAIN}/security-policies/np_2_whitelist`, { category: 'Application', sequence_number: 10 }),
  ...policy(
    `${DOMAIN}/security-policies/np_2_isolation`,
    { category: 'Application', sequence_number: 90 },
    { action: 'DROP', direction: 'IN', destination_groups: [np('2', 'tgt')], scope: [np('2', 'tgt')] },
    { action: 'DROP', direction: 'OUT', source_groups: [np('2', 'tgt')], scope: [np('2', 'tgt')] },
  ),
];

/** Probes of the cluster nodes, ahead of every NetworkPolicy. */
export const probes = policy(
  `${DOMAIN}/security-policies/hc_pandora`,
  { category: 'Environment', sequence_number: 1 },
  { action: 'ALLOW', direction: 'IN', source_groups: ['192.168.1.21'] },
);
