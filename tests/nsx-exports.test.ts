import { describe, expect, it } from 'vitest';
import { liveWorld, reach } from '@/lib/dfw';
import type { GraphQueries, ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from './support/builders';
import {
  ADMIN,
  all,
  type Body,
  condition,
  dbAllow,
  defaults,
  denyDev,
  group,
  HOUSE,
  policy,
  probes,
  read,
  service,
  SOURCE,
  TARGET,
  tcp,
} from './support/nsx-exports';

const ADDRESSES: Readonly<Record<string, string>> = {
  web: '10.0.1.2',
  db: '10.0.1.3',
  shop: '10.0.2.2',
  node: '192.168.1.21',
};

/** `web > db tcp 5432`. */
function ask(graph: GraphQueries, flow: string): string {
  const [from = '', , to = '', name = '', port] = flow.split(' ');
  const end = (text: string) => ({ type: 'address', address: ADDRESSES[text] ?? text }) as const;
  const protocol = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, sctp: 132 }[name] ?? Number(name);
  const icmpType = name === 'icmp' ? 8 : name === 'icmpv6' ? 128 : null;
  const traffic = {
    protocol,
    port: port === undefined ? null : Number(port),
    sourcePort: null,
    icmpType,
    icmpCode: icmpType === null ? null : 0,
  };
  return reach(liveWorld(graph), { from: end(from), to: end(to), traffic }).outcome;
}

const GLOBAL = '/global-infra/domains/default';
const WEB = `${ADMIN}/groups/Web`;
const web = group(WEB, condition('SegmentPort', 'secgroup|web'));
const admin = (id: string, body: Body, ...rules: readonly Body[]) =>
  policy(`${ADMIN}/security-policies/${id}`, { sequence_number: 5, ...body }, ...rules);
const open = defaults();

const WORLDS: readonly (readonly [
  name: string,
  objects: readonly ObjectChange[],
  flows: Readonly<Record<string, string>>,
])[] = [
  ...(['LogicalPort', 'SegmentPort'] as const).map(
    (port) =>
      [
        `a NetworkPolicy in the spelling of ${port}`,
        [...dbAllow(port), ...open],
        {
          'web > db tcp 5432': 'allowed',
          'web > db tcp 5433': 'dropped',
          'web > db icmp': 'dropped',
          'shop > db tcp 5432': 'dropped',
          '10.8.9.9 > db tcp 5432': 'allowed',
          '10.9.9.9 > db tcp 5432': 'dropped',
          'db > web tcp 80': 'allowed',
          'node > db tcp 5432': 'dropped',
        },
      ] as const,
  ),
  ...(['LogicalSwitch', 'Segment'] as const).map(
    (segment) =>
      [
        `a namespace cut off in the spelling of ${segment}`,
        [...denyDev(segment), ...dbAllow('SegmentPort'), ...open],
        {
          'shop > web tcp 80': 'dropped',
          'web > shop tcp 80': 'dropped',
          // Let in by one policy, and not let out by the other.
          'web > db tcp 5432': 'dropped',
          '10.8.9.9 > db tcp 5432': 'allowed',
          'shop > 192.0.2.1 tcp 443': 'allowed',
          'web > 192.0.2.1 tcp 443': 'dropped',
        },
      ] as const,
  ),
  [
    'probes of cluster nodes ahead of isolation',
    [...probes, ...denyDev('Segment'), ...open],
    { 'node > db tcp 8080': 'allowed', 'shop > db tcp 8080': 'dropped', 'db > node tcp 10250': 'dropped' },
  ],
  [
    'Pods of selected namespaces: conditions on the segment and on the port',
    [
      ...dbAllow('SegmentPort'),
      group(SOURCE, all(condition('Segment', 'env|prod'), condition('SegmentPort', 'app|web'))),
      ...open,
    ],
    { 'shop > db tcp 5432': 'allowed', 'web > db tcp 5432': 'dropped' },
  ],
  [
    'what an admin decides in earlier categories',
    [
      web,
      ...admin(
        'quarantine',
        { category: 'Emergency' },
        { action: 'DROP', source_groups: [WEB], destination_groups: [SOURCE], disabled: true },
      ),
      ...admin(
        'shared',
        { category: 'Infrastructure' },
        { action: 'ALLOW', services: ['/infra/services/DNS'], destination_groups: ['10.0.1.0/24'] },
      ),
      ...admin(
        'zones',
        { category: 'Environment', scope: [TARGET] },
        { action: 'JUMP_TO_APPLICATION', services: ['/infra/services/np_1_TCP.5432'] },
        { action: 'REJECT', sequence_number: 91 },
      ),
      service('DNS', { resource_type: 'NestedServiceServiceEntry', nested_service_path: '/infra/services/DNS-UDP' }),
      service('DNS-UDP', { resource_type: 'L4PortSetServiceEntry', l4_protocol: 'UDP', destination_ports: ['53'] }),
      ...dbAllow('SegmentPort'),
      ...open,
    ],
    {
      'shop > db udp 53': 'allowed',
      'web > db tcp 5432': 'allowed',
      'shop > db tcp 5432': 'dropped',
      'web > db tcp 80': 'rejected',
      'web > shop tcp 80': 'allowed',
    },
  ],
  [
    'a rule of the console: tags differ by case, no display names, a word for any in small letters',
    [
      web,
      ...admin(
        'web',
        { category: 'Application' },
        {
          action: 'DROP',
          source_groups: [WEB],
          destination_groups: [WEB, '10.0.2.0-10.0.2.9'],
          services: ['any'],
          scope: ['Any'],
        },
      ),
      ...open,
    ],
    { 'web > shop tcp 80': 'dropped', 'web > db tcp 80': 'allowed', 'shop > web tcp 80': 'allowed' },
  ],
  [
    'services of every kind',
    [
      service(
        'mixed',
        tcp('80', '8000-8100'),
        { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 0 },
        { resource_type: 'IGMPTypeServiceEntry' },
        { resource_type: 'IPProtocolServiceEntry', protocol_number: 132 },
        { resource_type: 'ALGTypeServiceEntry', alg: 'TFTP', destination_ports: ['69'], source_ports: [] },
        { resource_type: 'EtherTypeServiceEntry', ether_type: 2048 },
      ),
      ...admin('shut', { category: 'Application' }, { action: 'DROP', services: ['/infra/services/mixed'] }),
      ...open,
    ],
    {
      'web > db tcp 80': 'dropped',
      'web > db tcp 8050': 'dropped',
      'web > db tcp 81': 'allowed',
      'web > db icmp': 'allowed',
      'web > db 2': 'dropped',
      'web > db sctp': 'dropped',
      'web > db udp 69': 'dropped',
      'web > db tcp 69': 'allowed',
    },
  ],
  [
    'all but some, addresses with host bits, and one IP version',
    [
      ...admin(
        'x',
        { category: 'Application' },
        { action: 'DROP', source_groups: ['10.0.1.77/24'], sources_excluded: true, destination_groups: [TARGET] },
        { action: 'REJECT', sequence_number: 91, ip_protocol: 'IPV6' },
      ),
      ...dbAllow('SegmentPort').slice(0, 1),
      ...open,
    ],
    { 'shop > db tcp 1': 'dropped', '192.0.2.1 > db tcp 1': 'dropped', 'web > db tcp 1': 'allowed' },
  ],
  [
    'a policy without a category after the default section, and one of the gateways',
    [
      ...admin('uncategorised', {}, { action: 'DROP' }),
      read(`${ADMIN}/gateway-policies/Policy_Default_Infra`, {
        resource_type: 'GatewayPolicy',
        category: 'Default',
        is_default: true,
      }),
      read(`${ADMIN}/gateway-policies/Policy_Default_Infra/rules/default_rule`, {
        resource_type: 'Rule',
        action: 'ALLOW',
        is_default: true,
        scope: ['/infra/tier-0s/t0'],
      }),
      ...open,
    ],
    { 'web > db tcp 1': 'allowed', '192.0.2.1 > db tcp 1': 'allowed' },
  ],
  [
    'what a Global Manager stretches to this one: groups, a service and a policy, and a rule that names a group of it that is not there',
    [
      group(`${GLOBAL}/groups/Web`, condition('SegmentPort', 'secgroup|web')),
      group(`${GLOBAL}/groups/Nest`, { resource_type: 'PathExpression', paths: [`${GLOBAL}/groups/Web`, WEB] }),
      web,
      read('/global-infra/services/pg', {
        resource_type: 'Service',
        service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['5432'] }],
      }),
      ...policy(
        `${GLOBAL}/security-policies/stretched`,
        { category: 'Infrastructure', sequence_number: 1 },
        { action: 'DROP', source_groups: [`${GLOBAL}/groups/Nest`], services: ['/global-infra/services/pg'] },
        {
          action: 'DROP',
          sequence_number: 91,
          source_groups: [`${GLOBAL}/groups/Gone`],
          destination_groups: ['10.0.2.2'],
        },
      ),
      ...open,
    ],
    {
      'web > db tcp 5432': 'dropped',
      'db > web tcp 5432': 'allowed',
      'web > db tcp 80': 'allowed',
      'db > shop tcp 80': 'undecidable',
    },
  ],
  [
    'a closed default, an exclude list, and a rule that only one end sees',
    [
      web,
      read('/infra/settings/firewall/security/exclude-list', { resource_type: 'PolicyExcludeList', members: [WEB] }),
      ...dbAllow('SegmentPort'),
      ...defaults('DROP'),
    ],
    {
      // Its own port checks nothing; that of db lets it in.
      'web > db tcp 5432': 'allowed',
      // Nothing lets it out at its own port, whatever the other would do.
      'db > web tcp 80': 'dropped',
      'shop > db tcp 5432': 'dropped',
    },
  ],
];

describe('worlds as they are exported', () => {
  it.each(WORLDS)('%s', (_name, objects, flows) => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply([...HOUSE, ...objects], 1);
    const found = Object.keys(flows).map((flow) => [flow, ask(topology.graph, flow)]);
    expect(Object.fromEntries(found)).toEqual(flows);
  });
});
