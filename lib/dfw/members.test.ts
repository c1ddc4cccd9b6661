import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { groupMemberSchema, MEMBER_COLUMNS } from '@/lib/wire';
import { NSX, nsxRaw, portRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld, WEB_PATH } from '@/tests/support/story';
import { compareMembers, describeMembers, listMembers, type MemberQuestion, type NsxMembers } from './index';

const WEB = nodeId(NSX, 'group', WEB_PATH);
const SEGMENT = '/infra/segments/seg_development_0';
const port = (id: string) => `${SEGMENT}/ports/port_${id}`;
const AT = '2026-11-22T12:00:00.000Z';
const ALL: MemberQuestion = { text: '', differing: false, sort: 'verdict', down: false };

const read = (ids: readonly string[], more: Partial<Extract<NsxMembers, { state: 'read' }>> = {}): NsxMembers => ({
  state: 'read',
  at: AT,
  ports: ids.map((id) => ({ id, name: null })),
  addresses: [],
  whole: true,
  ...more,
});

/** Members as they are told, with what is said of all of them. */
function compared(
  nsx: NsxMembers,
  {
    changes = [],
    group = WEB,
    ...question
  }: Partial<MemberQuestion> & {
    readonly changes?: readonly ObjectChange[];
    readonly group?: typeof WEB;
  } = {},
) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  const { graph } = topology;
  const comparison = inOneGo(compareMembers(graph, group, nsx));
  if (comparison === null) throw new Error('there is no such group');
  const list = inOneGo(listMembers(graph, comparison, { ...ALL, ...question }));
  const rows = inOneGo(describeMembers(graph, comparison, list.members));
  expect(groupMemberSchema.array().parse(rows)).toEqual(rows);
  return { comparison, list, rows };
}

/** The one member by one evaluation alone. */
function difference(nsx: NsxMembers, more: Parameters<typeof compared>[1] = {}) {
  const { rows } = compared(nsx, { ...more, differing: true });
  expect(rows).toHaveLength(1);
  return rows[0];
}

const frontends = ['front-0', 'front-1', 'front-2'].map(port);

describe('members beside those of NSX', () => {
  it('are found by path, last part of the path or name, differences first', () => {
    const ports = [
      { id: port('front-0'), name: null },
      { id: 'port_front-1', name: null },
      { id: 'x', name: 'port_redis' },
      { id: 'a1b2', name: 'some-vm' },
    ];
    const { rows, comparison, list } = compared(read([], { ports, addresses: ['10.0.6.2', '192.0.2.7'] }));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['only-ours', 'only-nsx', 'only-nsx', 'both', 'both']);
    expect(rows.every(({ explanation, verdict }) => (explanation === null) === (verdict === 'both'))).toBe(true);
    expect(comparison.addresses).toEqual(['192.0.2.7']);
    expect(list.differing).toBe(3);
  });

  it('are ours alone when NSX cannot be asked', () => {
    const { rows, list } = compared({ state: 'unavailable', at: AT, forbidden: true, reason: 'refused' });
    expect(rows.map(({ verdict }) => verdict)).toEqual(['nsx-unknown', 'nsx-unknown', 'nsx-unknown']);
    expect(list.differing).toBe(0);
  });

  it('are filtered by words, and sorted by any column', () => {
    const names = (question: Partial<MemberQuestion>) =>
      compared(read(frontends), question).rows.map(({ pod }) => pod?.name);
    expect(names({ text: 'FRONTEND 10.0.6.3' })).toEqual(['frontend-6cb7-rtgc9']);
    expect(names({ text: 'nobody' })).toEqual([]);
    for (const sort of MEMBER_COLUMNS) {
      const up = names({ sort, down: false });
      expect([...up].sort(), sort).toEqual([...names({ sort, down: true })].sort());
    }
    expect(names({ sort: 'address', down: true })).toEqual(names({ sort: 'address' }).reverse());
  });

  it('say whose addresses they have, and whether NSX counts them in', () => {
    const { rows } = compared(read(frontends, { addresses: ['10.0.6.2'] }), { sort: 'address' });
    expect(rows.map(({ addresses, addressesFrom, realized }) => [addresses[0], addressesFrom, realized])).toEqual([
      ['10.0.6.2', 'pod', true],
      ['10.0.6.3', 'pod', false],
      ['10.0.6.4', 'pod', false],
    ]);
  });

  it('count those without an address', () => {
    const bare = upsert(
      'segment-port',
      portRaw({ podUid: 'bare', pod: 'bare', segment: SEGMENT, labels: { secgroup: 'web' } }),
    );
    const { list, rows } = compared(read(frontends), { changes: [bare], text: 'bare' });
    expect(list.withoutAddress).toBe(1);
    expect(rows[0]).toMatchObject({ addresses: [], addressesFrom: null, realized: null });
  });

  it('take addresses of IPv6 as the same however they are written', () => {
    const changes = podWorld({
      uid: 'six',
      name: 'six',
      namespace: 'development',
      address: '2001:db8::1',
      labels: { secgroup: 'web' },
    });
    const nsx = read([...frontends, port('six')], { addresses: ['2001:DB8:0:0::1'] });
    const { comparison, rows } = compared(nsx, { changes, text: 'six' });
    expect(comparison.addresses).toEqual([]);
    expect(rows[0]?.realized).toBe(true);
  });
});

describe('why a member is one by one evaluation only', () => {
  const tagged = (id: string, labels: Readonly<Record<string, string>>, modified: string) =>
    upsert('segment-port', {
      ...portRaw({ podUid: id, pod: id, segment: SEGMENT, labels }),
      _last_modified_time: Date.parse(modified),
    });
  const LONG_AGO = '2026-11-20T12:00:00Z';

  it('is lag where the port was changed just before NSX was asked, told by its time', () => {
    const changes = [tagged('late', { secgroup: 'web' }, '2026-11-22T11:59:55Z')];
    expect(difference(read(frontends), { changes })).toMatchObject({
      verdict: 'only-ours',
      cause: 'lag',
      explanation: expect.stringContaining('changed 5 s before NSX was asked'),
    });
  });

  it('is unknown where nothing proves it', () => {
    const changes = [tagged('old', { secgroup: 'web' }, LONG_AGO)];
    expect(difference(read(frontends), { changes })?.cause).toBe('unknown');
    const other = [tagged('old', {}, LONG_AGO)];
    expect(difference(read([...frontends, port('old')]), { changes: other })?.cause).toBe('unknown');
  });

  it('is that NSX told a part only', () => {
    const changes = [tagged('old', { secgroup: 'web' }, LONG_AGO)];
    expect(difference(read(frontends, { whole: false }), { changes })?.cause).toBe('partial');
  });

  it('is none at ports of VPCs in a group outside of them, of which NSX tells the addresses alone', () => {
    const path = '/infra/domains/default/groups/vpc';
    const criterion = { resource_type: 'Condition', member_type: 'VpcSubnetPort', key: 'Tag', operator: 'EQUALS' };
    const changes = [
      upsert('group', nsxRaw('Group', path, { expression: [{ ...criterion, value: 'secgroup|web' }] })),
      upsert(
        'segment-port',
        nsxRaw('VpcSubnetPort', '/orgs/default/projects/dev/vpcs/team/subnets/pods/ports/web', {
          tags: [{ scope: 'secgroup', tag: 'web' }],
          address_bindings: [{ ip_address: '172.26.0.3' }],
        }),
      ),
    ];
    const verdicts = (addresses: readonly string[]) =>
      compared(read([], { addresses }), { changes, group: nodeId(NSX, 'group', path) }).rows.map((row) => row.verdict);
    expect(verdicts(['172.26.0.3'])).toEqual(['both']);
    expect(verdicts(['172.26.0.4'])).toEqual(['only-ours']);
  });

  it('is that the port is not among those read', () => {
    expect(difference(read([...frontends, '/infra/segments/other/ports/p']))).toMatchObject({
      cause: 'elsewhere',
      port: null,
      path: '/infra/segments/other/ports/p',
    });
  });

  it('is what is close to the criteria, such as the value under another scope', () => {
    const changes = [tagged('old', { group: 'web' }, LONG_AGO)];
    expect(difference(read([...frontends, port('old')]), { changes })).toMatchObject({
      cause: 'near',
      explanation: expect.stringContaining('under another scope'),
    });
  });

  it('is that part of the expression is not evaluated here', () => {
    const path = '/infra/domains/default/groups/mixed';
    const condition = (fields: object) => ({ resource_type: 'Condition', operator: 'EQUALS', ...fields });
    const expression = [
      condition({ member_type: 'SegmentPort', key: 'Tag', value: 'secgroup|web' }),
      { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' },
      condition({ member_type: 'VirtualMachine', key: 'OSName', value: 'linux' }),
    ];
    const changes = [tagged('old', {}, LONG_AGO), upsert('group', nsxRaw('Group', path, { expression }))];
    const nsx = read([...frontends, port('old')]);
    expect(difference(nsx, { changes, group: nodeId(NSX, 'group', path) })?.cause).toBe('not-evaluated');
  });
});
