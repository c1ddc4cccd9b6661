import fc from 'fast-check';
import type { NaiveFlow } from './naive-firewall';
import type { Body } from './naive-groups';
import {
  below,
  DOMAINS,
  expression,
  GROUPS,
  groupPath,
  LITERALS,
  mostly,
  SEGMENTS,
  segmentPath,
  tags,
} from './nsx-groups';

type Arbitrary = fc.Arbitrary<Body>;

const SERVICES = 6;
const OUTSIDE = { four: ['192.0.2.7', '198.51.100.1'], six: ['2001:db8:1::7'] };
const servicePath = (index: number): string => `/infra/services/own-${index}`;
const portPath = (index: number): string => `${segmentPath(index % SEGMENTS)}/ports/p${index}`;

const portList = fc.subarray(['80', '53', '8000-8100'], { minLength: 1, maxLength: 2 });
const entry: Arbitrary = fc.oneof(
  fc.record({
    resource_type: fc.constant('L4PortSetServiceEntry'),
    l4_protocol: fc.constantFrom('TCP', 'UDP'),
    destination_ports: fc.oneof(portList, fc.constant([])),
    source_ports: mostly<string[]>([], ['40000-50000'], ['1-1023']),
  }),
  fc.constantFrom(
    { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 8 },
    { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 13 },
    { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4' },
    { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv6' },
    { resource_type: 'IPProtocolServiceEntry', protocol_number: 6 },
    { resource_type: 'IPProtocolServiceEntry', protocol_number: 132 },
    { resource_type: 'IGMPTypeServiceEntry', protocol: 'IGMP' },
    { resource_type: 'ALGTypeServiceEntry', alg: 'FTP', destination_ports: ['80'], source_ports: [] },
    { resource_type: 'ALGTypeServiceEntry', alg: 'TFTP', destination_ports: ['53'], source_ports: [] },
    { resource_type: 'EtherTypeServiceEntry', ether_type: 2048 },
  ),
);
/** A service nests those of lower number alone: NSX refuses circles. */
const service = (index: number): Arbitrary =>
  fc
    .tuple(
      fc.array(entry, { minLength: index < 3 ? 1 : 0, maxLength: 2 }),
      index < 3 ? fc.constant<number[]>([]) : fc.array(below(index), { minLength: 1, maxLength: 2 }),
    )
    .map(([own, others]) => ({
      service_entries: [
        ...own,
        ...[...new Set(others)].map((other) => ({
          resource_type: 'NestedServiceServiceEntry',
          nested_service_path: servicePath(other),
        })),
      ].map((one, at) => ({ id: `e${at}`, ...one })),
    }));

const operand = fc.oneof(
  { weight: 4, arbitrary: below(GROUPS).map(groupPath) },
  { weight: 1, arbitrary: fc.constantFrom(...LITERALS) },
);
const side = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ operands: ['ANY'], excluded: false }) },
  {
    weight: 3,
    arbitrary: fc.record({
      operands: fc.uniqueArray(operand, { minLength: 1, maxLength: 2 }),
      excluded: mostly(false, true),
    }),
  },
);
const scope = fc.oneof(
  { weight: 3, arbitrary: fc.constant(['ANY']) },
  { weight: 2, arbitrary: fc.uniqueArray(below(GROUPS).map(groupPath), { minLength: 1, maxLength: 2 }) },
);
const traffic = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ services: ['ANY'], service_entries: [] }) },
  {
    weight: 3,
    arbitrary: fc.uniqueArray(below(SERVICES).map(servicePath), { minLength: 1, maxLength: 2 }).map((services) => ({
      services,
      service_entries: [],
    })),
  },
  {
    weight: 1,
    arbitrary: entry.map((one) => ({ services: ['ANY'], service_entries: [{ id: 'inline', ...one }] })),
  },
);
function ruleIn(category: string): Arbitrary {
  const actions = category === 'Environment' ? ['ALLOW', 'DROP', 'JUMP_TO_APPLICATION'] : ['ALLOW', 'DROP'];
  return fc
    .record({
      action: category === 'Ethernet' ? mostly('ALLOW', 'DROP') : fc.constantFrom(...actions, 'REJECT'),
      direction: fc.constantFrom('IN', 'OUT', 'IN_OUT', 'IN_OUT'),
      sequence_number: fc.constantFrom(1, 2, 3, 4),
      from: side,
      to: side,
      traffic: category === 'Ethernet' ? fc.constant({ services: ['ANY'] }) : traffic,
      scope,
      disabled: mostly(false, false, true),
      ip_protocol: mostly('IPV4_IPV6', 'IPV4', 'IPV6'),
    })
    .map(({ from, to, traffic: what, ...rule }) => ({
      ...rule,
      ...what,
      source_groups: from.operands,
      sources_excluded: from.excluded,
      destination_groups: to.operands,
      destinations_excluded: to.excluded,
    }));
}
const policy = fc
  .constantFrom(
    'Emergency',
    'Infrastructure',
    'Environment',
    'Environment',
    'Application',
    'Application',
    'Ethernet',
    '',
  )
  .chain((category) =>
    fc.record({
      fields: fc
        .record({
          sequence_number: fc.constantFrom(1, 2, 3, 4, 5),
          scope,
          stateful: category === 'Ethernet' ? fc.constant(false) : mostly(true, false),
          connectivity_preference:
            category === 'Application' ? mostly('NONE', 'ALLOWLIST', 'DENYLIST') : fc.constant('NONE'),
        })
        .map((fields): Body => (category === '' ? fields : { ...fields, category })),
      rules: fc.array(ruleIn(category), { minLength: 1, maxLength: 3 }),
      domain: below(DOMAINS.length),
    }),
  );

const DEFAULT_POLICY = '/infra/domains/default/security-policies/default-layer3-section';
const DEFAULT_RULE = `${DEFAULT_POLICY}/rules/default-layer3-rule`;
const EXCLUDE_LIST = '/infra/settings/firewall/security/exclude-list';

/** Objects by policy path, parents first, with flows to ask about. */
export interface NsxWorld {
  readonly objects: readonly (readonly [path: string, body: Body])[];
  readonly flows: readonly NaiveFlow[];
}

const flowEnds = fc.record({
  from: below(9),
  to: below(9),
  sent: fc.constantFrom(
    { protocol: 6, port: 80 },
    { protocol: 6, port: 8050 },
    { protocol: 17, port: 53 },
    { protocol: 1, port: null },
    { protocol: 132, port: null },
  ),
  six: fc.boolean(),
  low: fc.boolean(),
});
type FlowEnds = typeof flowEnds extends fc.Arbitrary<infer Ends> ? Ends : never;

function flowAmong(
  known: { readonly four: readonly string[]; readonly six: readonly string[] },
  { from, to, sent: { protocol, port }, six, low }: FlowEnds,
): NaiveFlow {
  const among = six ? known.six : known.four;
  const icmp = protocol === 1;
  return {
    from: among[from % among.length] ?? '',
    to: among[to % among.length] ?? '',
    protocol: icmp && six ? 58 : protocol,
    port,
    sourcePort: port === null ? null : low ? 1000 : 45_000,
    icmpType: !icmp ? null : six ? 128 : 8,
  };
}

/** Worlds of NSX objects with everything that rules, groups and services can say; order may be left open. */
export function nsxWorlds(): fc.Arbitrary<NsxWorld> {
  return fc
    .record({
      ports: fc.array(fc.record({ tags, stack: mostly('dual', 'four', 'six', 'none') }), {
        minLength: 2,
        maxLength: 6,
      }),
      segments: fc.array(tags, { minLength: SEGMENTS, maxLength: SEGMENTS }),
      groups: fc.array(expression, { minLength: GROUPS, maxLength: GROUPS }),
      services: fc.tuple(...Array.from({ length: SERVICES }, (_, index) => service(index))),
      policies: fc.array(policy, { minLength: 1, maxLength: 5 }),
      last: fc.constantFrom('ALLOW', 'DROP', 'REJECT'),
      excluded: fc.option(fc.constantFrom(groupPath(0), segmentPath(0), portPath(0)), { nil: null, freq: 3 }),
      ends: fc.array(flowEnds, { minLength: 8, maxLength: 8 }),
    })
    .map(({ ports, segments, groups, services, policies, last, excluded, ends }) => {
      const bound = ports.map(({ stack }, index) => ({
        four: stack === 'dual' || stack === 'four' ? [`10.0.0.${index + 1}`] : [],
        six: stack === 'dual' || stack === 'six' ? [`2001:db8::${index + 1}`] : [],
      }));
      const known = {
        four: [...bound.flatMap(({ four }) => four), ...OUTSIDE.four],
        six: [...bound.flatMap(({ six }) => six), ...OUTSIDE.six],
      };
      return {
        objects: [
          ...DOMAINS.slice(1).map((path) => [path, {}] as const),
          ...segments.map((own, index) => [segmentPath(index), { display_name: `s${index}`, tags: own }] as const),
          ...ports.map(
            (port, index) =>
              [
                portPath(index),
                {
                  display_name: `p${index}`,
                  tags: port.tags,
                  address_bindings: [...(bound[index]?.four ?? []), ...(bound[index]?.six ?? [])].map((ip_address) => ({
                    ip_address,
                  })),
                },
              ] as const,
          ),
          ...groups.map((own, index) => [groupPath(index), { expression: own }] as const),
          ...services.map((own, index) => [servicePath(index), own] as const),
          ...policies.flatMap(({ fields, rules, domain }, index) => {
            const path = `${DOMAINS[domain] ?? ''}/security-policies/p${index}`;
            return [[path, fields] as const, ...rules.map((rule, at) => [`${path}/rules/r${at}`, rule] as const)];
          }),
          [DEFAULT_POLICY, { category: 'Application', sequence_number: 999_999, is_default: true }],
          [DEFAULT_RULE, { action: last, sequence_number: 2_147_483_647, is_default: true }],
          ...(excluded === null ? [] : [[EXCLUDE_LIST, { members: [excluded] }] as const]),
        ],
        flows: ends.map((end) => flowAmong(known, end)),
      };
    });
}
