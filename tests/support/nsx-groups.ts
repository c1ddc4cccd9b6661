import fc from 'fast-check';
import type { Body } from './naive-groups';

type Arbitrary = fc.Arbitrary<Body>;

export const GROUPS = 6;
export const SEGMENTS = 3;
export const DOMAINS = ['/infra/domains/default', '/infra/domains/ncp'];
const SCOPES = ['app', 'tier', 'env'];
const VALUES = ['a', 'ab', 'b'];
export const LITERALS = [
  ...['10.0.0.0/30', '10.0.0.3-10.0.0.6', '10.0.0.2', '10.0.0.1/29', '0.0.0.0/0', '192.0.2.0/24', '192.0.2.7'],
  ...['2001:db8::/125', '2001:db8::2-2001:db8::5', '2001:db8::3', '::/0', '2001:db8:1::/48'],
];
export const groupPath = (index: number): string => `${DOMAINS[index % 2] ?? ''}/groups/g${index}`;
export const segmentPath = (index: number): string => `/infra/segments/s${index}`;
export const below = (count: number) => fc.integer({ min: 0, max: count - 1 });
/** The first three times as often as any other. */
export const mostly = <T>(usual: T, ...others: T[]) => fc.constantFrom(usual, usual, usual, ...others);

const tag: Arbitrary = fc.record({ scope: mostly('app', ...SCOPES, ''), tag: mostly('a', ...VALUES, 'A', '') });
/** Tags of a port or segment. */
export const tags = fc.array(tag, { maxLength: 3 });

/** What a condition compares with: `scope|tag`, either part left out, in either case. */
const value = fc
  .record({ scope: fc.constantFrom(...SCOPES, 'APP'), tag: fc.constantFrom(...VALUES, 'A') })
  .chain(({ scope, tag: text }) => fc.constantFrom(`${scope}|${text}`, `${scope}|${text}`, `|${text}`, text));
const plain = (member_type: string, more: Body): Body => ({
  resource_type: 'Condition',
  member_type,
  key: 'Tag',
  operator: 'EQUALS',
  ...more,
});
function conditionOf(member: string): Arbitrary {
  const scope = fc.constantFrom(...SCOPES);
  const listed = fc.record({ key: scope, values: fc.subarray(VALUES, { minLength: 1 }) });
  return fc.oneof(
    { weight: 6, arbitrary: value.map((text) => plain(member, { value: text })) },
    { weight: 1, arbitrary: value.map((text) => plain(member, { value: text, operator: 'NOTEQUALS' })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(value, fc.constantFrom('CONTAINS', 'STARTSWITH', 'ENDSWITH'))
        .map(([text, operator]) => plain(member, { value: text, operator })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('p1', 'P', 's0'), fc.constantFrom('EQUALS', 'STARTSWITH', 'CONTAINS'))
        .map(([text, operator]) => plain(member, { key: 'Name', value: text, operator })),
    },
    { weight: 1, arbitrary: scope.map((text) => plain(member, { value: `${text}|` })) },
    { weight: 1, arbitrary: scope.map((text) => plain(member, { value: `${text}|`, scope_operator: 'NOTEQUALS' })) },
    {
      weight: 1,
      arbitrary: listed.map(({ key, values }) =>
        plain(member, { value: `${key}|${values.join(',')}`, operator: 'NOTIN' }),
      ),
    },
  );
}
const PORT_MEMBERS = ['SegmentPort', 'LogicalPort'];
const SEGMENT_MEMBERS = ['Segment', 'LogicalSwitch'];
const member = mostly('SegmentPort', 'LogicalPort', 'Segment', 'LogicalSwitch');
const condition = member.chain(conditionOf);
const joined = (kind: string, items: readonly Body[]): Body[] =>
  items.flatMap((item, index) =>
    index === 0 ? [item] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: kind }, item],
  );
const nested = fc
  .tuple(
    fc.array(fc.constantFrom(...PORT_MEMBERS).chain(conditionOf), { minLength: 1, maxLength: 2 }),
    fc.array(fc.constantFrom(...SEGMENT_MEMBERS).chain(conditionOf), { maxLength: 1 }),
  )
  .map(([own, above]) => ({ resource_type: 'NestedExpression', expressions: joined('AND', [...above, ...own]) }));
const paths = fc
  .uniqueArray(
    fc.oneof(
      { weight: 3, arbitrary: below(GROUPS).map(groupPath) },
      { weight: 1, arbitrary: below(SEGMENTS).map(segmentPath) },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((list): Body => ({ resource_type: 'PathExpression', paths: list }));
const addresses = fc
  .subarray(LITERALS, { minLength: 1, maxLength: 2 })
  .map((list): Body => ({ resource_type: 'IPAddressExpression', ip_addresses: list }));
/** Criteria of a group. AND joins single conditions of one member type alone; everything else is a union. */
export const expression = fc.oneof(
  {
    weight: 2,
    arbitrary: member.chain((type) =>
      fc.array(conditionOf(type), { minLength: 2, maxLength: 2 }).map((items) => joined('AND', items)),
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.array(fc.oneof(condition, condition, nested), { maxLength: 2 }),
        fc.option(addresses, { freq: 3, nil: null }),
        fc.option(paths, { freq: 3, nil: null }),
      )
      .map(([some, listed, others]) => joined('OR', [...some, ...[listed, others].filter((one) => one !== null)])),
  },
);
