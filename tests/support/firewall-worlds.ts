import fc from 'fast-check';
import type { ObjectChange } from '@/lib/model';
import { namespaceRaw, nsxRaw, podRaw, portRaw, tagsOf, upsert } from './builders';

type Raw = Readonly<Record<string, unknown>>;

const SCOPES = ['app', 'tier', 'env'];
const VALUES = ['a', 'b', 'c'];
const NETWORKS = ['10.0.0.0/30', '10.0.0.4-10.0.0.6', '10.0.0.2', '10.0.1.0/24', '0.0.0.0/0', '192.0.2.0/24'];
const SERVICES = ['/infra/services/web', '/infra/services/dns', '/infra/services/ping', '/infra/services/all'];
const MAX_GROUPS = 6;
const groupPath = (index: number): string => `/infra/domains/default/groups/g${index}`;

const tag = fc.tuple(fc.constantFrom(...SCOPES), fc.constantFrom(...VALUES, 'A'));
const condition = fc
  .record({
    member: fc.constantFrom('SegmentPort', 'SegmentPort', 'Segment', 'LogicalPort', 'Pod'),
    operator: fc.constantFrom('EQUALS', 'EQUALS', 'EQUALS', 'NOTEQUALS', 'NOTIN'),
    tag,
    form: fc.constantFrom('both', 'both', 'scope', 'value'),
  })
  .map(
    ({ member, operator, tag: [scope, value], form }): Raw => ({
      resource_type: 'Condition',
      member_type: member,
      key: 'Tag',
      operator: form === 'scope' ? 'EQUALS' : operator,
      value: form === 'both' ? `${scope}|${value}` : form === 'scope' ? `${scope}|` : `|${value}`,
    }),
  );
const and: Raw = { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' };
const or: Raw = { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' };
const element = fc.oneof(
  { weight: 5, arbitrary: condition },
  {
    weight: 2,
    arbitrary: fc
      .tuple(condition, condition)
      .map(([a, b]): Raw => ({ resource_type: 'NestedExpression', expressions: [a, and, b] })),
  },
  {
    weight: 2,
    arbitrary: fc
      .subarray(NETWORKS, { minLength: 1, maxLength: 2 })
      .map((ip_addresses): Raw => ({ resource_type: 'IPAddressExpression', ip_addresses })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: MAX_GROUPS - 1 })
      .map((index): Raw => ({ resource_type: 'PathExpression', paths: [groupPath(index)] })),
  },
);
/** Criteria of a group, as NSX writes them. */
export const groupExpressions = fc
  .array(fc.tuple(element, fc.boolean()), { minLength: 1, maxLength: 3 })
  .map((items) => items.flatMap(([one, both], index) => (index === 0 ? [one] : [both ? and : or, one])));

const operand = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: MAX_GROUPS - 1 }).map(groupPath) },
  { weight: 1, arbitrary: fc.constantFrom(...NETWORKS) },
);
const operands = fc.oneof(
  { weight: 1, arbitrary: fc.constant(['ANY']) },
  { weight: 2, arbitrary: fc.uniqueArray(operand, { minLength: 1, maxLength: 2 }) },
);
const scope = fc.oneof(
  { weight: 2, arbitrary: fc.constant(['ANY']) },
  {
    weight: 1,
    arbitrary: fc.uniqueArray(fc.integer({ min: 0, max: MAX_GROUPS - 1 }).map(groupPath), {
      minLength: 1,
      maxLength: 2,
    }),
  },
);
/** A rule, as NSX writes it. */
export const firewallRules = fc.record({
  action: fc.constantFrom('ALLOW', 'DROP', 'REJECT', 'JUMP_TO_APPLICATION'),
  direction: fc.constantFrom('IN', 'OUT', 'IN_OUT', 'IN_OUT'),
  sequence_number: fc.integer({ min: 1, max: 50 }),
  source_groups: operands,
  destination_groups: operands,
  sources_excluded: fc.constantFrom(false, false, false, true),
  destinations_excluded: fc.constantFrom(false, false, false, true),
  services: fc.oneof(fc.constant(['ANY']), fc.subarray(SERVICES, { minLength: 1, maxLength: 2 })),
  scope,
  disabled: fc.constantFrom(false, false, false, true),
  ip_protocol: fc.constantFrom('IPV4_IPV6', 'IPV4', 'IPV6'),
});
const policy = fc.record({
  category: fc.constantFrom('Emergency', 'Infrastructure', 'Environment', 'Environment', 'Application', 'Application'),
  sequence_number: fc.integer({ min: 1, max: 20 }),
  scope,
  rules: fc.array(firewallRules, { minLength: 1, maxLength: 3 }),
});

const services: readonly ObjectChange[] = [
  upsert(
    'nsx-service',
    nsxRaw('Service', SERVICES[0] ?? '', {
      service_entries: [
        { resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['80', '8000-8080'] },
      ],
    }),
  ),
  upsert(
    'nsx-service',
    nsxRaw('Service', SERVICES[1] ?? '', {
      service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'UDP', destination_ports: ['53'] }],
    }),
  ),
  upsert(
    'nsx-service',
    nsxRaw('Service', SERVICES[2] ?? '', {
      service_entries: [{ resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4', icmp_type: 8 }],
    }),
  ),
  upsert(
    'nsx-service',
    nsxRaw('Service', SERVICES[3] ?? '', {
      service_entries: SERVICES.slice(0, 2).map((nested_service_path) => ({
        resource_type: 'NestedServiceServiceEntry',
        nested_service_path,
      })),
    }),
  ),
];

/** Small worlds with everything that rules can say, in one namespace of two segments; policies may be tied. */
export function firewallWorlds(): fc.Arbitrary<readonly ObjectChange[]> {
  return fc
    .record({
      pods: fc.array(fc.uniqueArray(tag, { maxLength: 3, selector: ([key]) => key }), { minLength: 2, maxLength: 9 }),
      segmentTags: fc.uniqueArray(tag, { maxLength: 2, selector: ([key]) => key }),
      groups: fc.array(groupExpressions, { minLength: MAX_GROUPS, maxLength: MAX_GROUPS }),
      policies: fc.array(policy, { minLength: 1, maxLength: 5 }),
      last: fc.constantFrom('ALLOW', 'DROP'),
      excluded: fc.option(fc.integer({ min: 0, max: MAX_GROUPS - 1 }), { nil: null, freq: 4 }),
    })
    .map(({ pods, segmentTags, groups, policies, last, excluded }) => [
      upsert('namespace', namespaceRaw('dev')),
      ...[0, 1].map((index) =>
        upsert(
          'segment',
          nsxRaw('Segment', `/infra/segments/s${index}`, {
            tags: [
              ...tagsOf({ namespace: 'dev' }),
              ...(index === 0 ? segmentTags : []).map(([key, value]) => ({ scope: key, tag: value })),
            ],
          }),
        ),
      ),
      ...pods.flatMap((labels, index) => {
        const own = { labels: Object.fromEntries(labels), namespace: 'dev' };
        const name = `pod-${index}`;
        return [
          upsert('pod', podRaw({ uid: name, name, address: `10.0.0.${index + 1}`, ...own })),
          upsert(
            'segment-port',
            portRaw({ podUid: name, pod: name, segment: `/infra/segments/s${index % 2}`, ...own }),
          ),
        ];
      }),
      ...groups.map((items, index) => upsert('group', nsxRaw('Group', groupPath(index), { expression: items }))),
      ...services,
      ...policies.flatMap(({ rules, ...fields }, index) => policyChanges(`p${index}`, fields, rules)),
      ...policyChanges('default', { category: 'Application', sequence_number: 999_999 }, [
        { action: last, sequence_number: 9_999 },
      ]),
      ...(excluded === null
        ? []
        : [upsert('exclude-list', { resource_type: 'PolicyExcludeList', members: [groupPath(excluded)] })]),
    ]);
}

function policyChanges(name: string, fields: Raw, rules: readonly Raw[]): readonly ObjectChange[] {
  const path = `/infra/domains/default/security-policies/${name}`;
  return [
    upsert('security-policy', nsxRaw('SecurityPolicy', path, fields)),
    ...rules.map((one, index) => upsert('rule', nsxRaw('Rule', `${path}/rules/r${index}`, one))),
  ];
}
