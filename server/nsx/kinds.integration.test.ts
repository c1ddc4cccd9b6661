import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type NsxKind, nsxKinds } from '@/lib/kinds';
import type { GraphNode, ObjectRecord } from '@/lib/model';
import { nsxKindNamed, WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx, failure } from '@/tests/support/nsx-manager';
import { SAMPLES } from '@/tests/support/samples';
import { until } from '@/tests/support/until';

type Raw = Readonly<Record<string, unknown>>;

let fake: FakeNsx;
let watched: WatchedFeed;

const begin = (options: ConstructorParameters<typeof WatchedFeed>[1] = {}): void => {
  watched = new WatchedFeed(fake, options);
};
function recordOf(key: string): ObjectRecord {
  const change = watched.known.get(key);
  if (change?.type !== 'upsert') throw new Error(`${key} is not known`);
  return change.record;
}
const nodeOf = (key: string): GraphNode => recordOf(key).node;

beforeEach(async () => {
  fake = await FakeNsx.start();
});
afterEach(async () => {
  await watched.feed.stop();
  await fake.server.close();
});

describe('every kind', () => {
  const port = '/infra/segments/s/ports/port_u1';
  const ours = [{ scope: 'ncp/cluster', tag: 'pandora' }];

  /** The sample of a kind, tagged for the cluster and on the segment that there is. */
  function sampleOf(kind: NsxKind): Raw {
    const raw = SAMPLES[kind.name] ?? {};
    const tags = Array.isArray(raw.tags) && raw.tags.length > 0 ? raw.tags : ours;
    return { ...raw, tags, ...(kind.name === 'segment-port' ? { path: port } : {}) };
  }

  /** Serves what has no search: lists by their paths, of both APIs; answers that are one object as they are. */
  function serveList(kind: NsxKind): void {
    const raw = sampleOf(kind);
    const [list = ''] = kind.read.lists;
    const at = kind.read.api === 'manager' ? `/api/v1${list}` : list;
    const alone = kind.read.alone === true || kind.name === 'management-cluster';
    fake.lists.set(at, [alone ? raw : { results: [raw], result_count: 1 }]);
  }

  const searched = nsxKinds().filter(({ read }) => !read.listOnly);

  it('is read over HTTP: by search what search knows, the rest by its lists', async () => {
    for (const kind of searched) {
      const { path, ...raw } = sampleOf(kind);
      fake.put(kind.type, String(path), raw);
    }
    for (const kind of nsxKinds().filter(({ read }) => read.listOnly)) serveList(kind);
    begin({ kinds: nsxKinds(), tagValues: ['pandora'] });
    await watched.live();
    const { kinds } = watched.feed.status();
    expect(kinds.filter(({ count, state }) => count !== 1 || state !== 'live')).toEqual([]);
    expect(kinds.filter(({ unreadable, message }) => unreadable > 0 || message !== null)).toEqual([]);
    const alarms = fake.server.requests.find(({ path }) => path === '/api/v1/alarms');
    expect(alarms?.query.get('status')).toBe('OPEN');
    expect(nodeOf('/cluster/management-cluster')).toMatchObject({
      state: 'warning',
      reason: 'management: DEGRADED',
      facts: { offline: ['192.168.1.15'], groups: ['HTTPS DEGRADED'] },
    });
    expect(nodeOf('/alarms/a2')).toMatchObject({ name: 'ip_block_usage_very_high', state: 'failed' });
    const [alarmed] = recordOf('/alarms/a2').relations;
    expect(alarmed).toMatchObject({ edge: 'reports', target: { key: '/infra/ip-blocks/k8s-1-internal' } });
    const health = nodeOf('/systemhealth/container-cluster/82826d1d-5011-5fe4-98d2-1a670eecee93');
    expect(health).toMatchObject({ name: 'pandora', state: 'failed', reason: 'NSX says that NCP is DOWN' });
    const [told] = [...watched.known.keys()].filter((key) => key.includes('host-transport-nodes-status'));
    expect(nodeOf(told ?? '')).toMatchObject({
      name: 'esx-1',
      state: 'warning',
      reason: 'the transport node is DEGRADED (tunnels DOWN)',
    });
  });

  it('that is alone at its URL is read from each of them that is there, and by its URL where it names no path', async () => {
    const list = '/infra/settings/firewall/security/exclude-list';
    const global = '/global-infra/settings/firewall/security/exclude-list';
    fake.put('Project', '/orgs/default/projects/dev', { tags: ours });
    fake.lists.set(list, [{ resource_type: 'PolicyExcludeList', members: ['/infra/segments/s'] }]);
    const off = { resource_type: 'DfwFirewallConfiguration', enable_firewall: false };
    fake.lists.set('/infra/settings/firewall/security', [{ ...off, enable_firewall: true }]);
    fake.lists.set('/orgs/default/projects/dev/infra/settings/firewall/security', [off]);
    begin({ kinds: ['project', 'exclude-list', 'firewall-switch'].map(nsxKindNamed), tagValues: ['pandora'] });
    const inProject = '/orgs/default/projects/dev/infra/settings/firewall/security';
    await until('the switch of the project is read', () => watched.known.has(inProject));
    expect(nodeOf(inProject)).toMatchObject({ state: 'warning', facts: { enabled: false } });
    expect(nodeOf('/infra/settings/firewall/security')).toMatchObject({ state: 'healthy', facts: { enabled: true } });
    // Nothing is amiss where a manager has no Global Manager, and no list of one.
    expect(watched.statusOf('exclude-list')).toMatchObject({ state: 'live', count: 1, message: null });
    fake.lists.set(`${list}/global`, [{ path: global, members: [] }]);
    await until('the list of the Global Manager is read', () => watched.known.has(global));
    fake.lists.delete(`${list}/global`);
    await until('it has gone', () => !watched.known.has(global));
    expect(nodeOf(list)).toMatchObject({ facts: { members: ['/infra/segments/s'] } });
  });

  it('can be shown as NSX holds it, whether it has a path or only a list', async () => {
    for (const kind of nsxKinds()) serveList(kind);
    begin({ kinds: [nsxKindNamed('tier-0')], tagValues: ['pandora'] });
    const listed = nsxKinds().filter(({ read }) => read.identify !== undefined);
    for (const kind of listed) {
      const key = kind.read.identify?.(sampleOf(kind)) ?? '';
      expect(await watched.feed.onDemand.raw(kind, key), kind.name).toMatchObject({ ok: true });
    }
    expect(listed.length).toBeGreaterThan(8);
  });

  it('that search knows is found by its lists too when search is broken', async () => {
    fake.intercept = ({ path }, response) => {
      if (!path.endsWith('/search/query')) return false;
      failure(response, 400, 'The search index is out of sync.', 60515);
      return true;
    };
    for (const kind of searched) {
      const { path, ...raw } = sampleOf(kind);
      const collection = String(path).slice(0, String(path).lastIndexOf('/'));
      // Lists leave the type out now and then, and say the end by a cursor of zeros.
      fake.lists.set(collection, [{ results: [{ path, ...raw }], result_count: 1, cursor: '00001' }]);
    }
    begin({ kinds: searched, tagValues: ['pandora'], tuning: { searchRetryMs: 60_000 } });
    await until('all kinds are there', () => watched.feed.status().kinds.every(({ count }) => count === 1));
    expect(watched.feed.status().kinds.filter(({ unreadable }) => unreadable > 0)).toEqual([]);
  });
});

describe('bodies of NSX 2.5', () => {
  const port = '/infra/segments/seg_1/ports/port_8f1c6f3e-0000-4000-8000-000000000001';
  const tags = [
    { scope: 'ncp/cluster', tag: 'ours' },
    { scope: 'ncp/project', tag: 'shop' },
    { scope: 'ncp/pod', tag: 'web-1' },
  ];

  /** As old releases and hierarchical answers have them: no name, no revision, no times, and the path as its own parent. */
  function put(type: string, path: string, more: Raw = {}): void {
    const object = fake.put(type, path, { tags, parent_path: path, ...more });
    for (const field of ['display_name', '_revision', '_last_modified_time']) Reflect.deleteProperty(object, field);
  }

  it('are read, and followed although they tell no times', async () => {
    put('Segment', '/infra/segments/seg_1', { subnets: [{ gateway_address: '10.0.6.1/24' }] });
    const context = { vif_type: 'CHILD', parent_vif_id: 'vif-9', traffic_tag: 4, app_id: 'nsx.shop.web-1' };
    put('LogicalPort', port, { attachment: { id: 'cif-1', context } });
    put('Group', '/infra/domains/d/groups/g', {
      expression: [{ resource_type: 'Condition', member_type: 'LogicalPort', key: 'Tag', value: 'app|web' }],
    });
    begin({ tuning: { sweepMs: 50, repeatMs: 20 } });
    await watched.live();
    expect(nodeOf(port)).toMatchObject({
      type: 'LogicalPort',
      name: port.split('/').at(-1),
      createdAt: null,
      modifiedAt: null,
      issues: [],
      facts: { parentVif: 'vif-9', vlan: 4, attachment: 'CHILD' },
    });
    const under = recordOf(port).relations.find(({ edge }) => edge === 'contains');
    expect(under?.target).toEqual({ by: 'key', key: '/infra/segments/seg_1' });
    put('LogicalPort', port, { attachment: { id: 'cif-1', context: { ...context, traffic_tag: 5 } } });
    await until('the new VLAN is noticed', () => nodeOf(port).facts.vlan === 5);
    fake.objects.delete(port);
    await until('the port is gone', () => !watched.known.has(port));
  });
});

describe('bodies of NSX 4.2 and 9, with both families of tags', () => {
  const vpc = '/orgs/default/projects/p/vpcs/shop_k2x9a';
  const operated = (cluster: string, ...more: readonly [string, string][]) => ({
    tags: [['nsx-op/cluster', cluster] as const, ...more].map(([scope, tag]) => ({ scope, tag })),
    status: { consolidated_status: { consolidated_status: 'SUCCESS' }, publish_status: 'REALIZED' },
    origin_site_id: 's1',
    remote_path: '',
    _system_owned: false,
  });

  it('are read side by side, each cluster for itself', async () => {
    const uid = '8f1c6f3e-0000-4000-8000-00000000000';
    fake.put('Vpc', vpc, operated('nine', ['nsx-op/namespace', 'shop']));
    const subnet = `${vpc}/subnets/pod-default-1`;
    fake.put('VpcSubnet', subnet, { ...operated('nine'), ip_addresses: ['172.26.0.0/28'] });
    const mine = operated('nine', ['nsx-op/namespace', 'shop'], ['nsx-op/pod_uid', `${uid}1`]);
    fake.put('VpcSubnetPort', `${subnet}/ports/web_k2x9a`, { ...mine, attachment: { type: 'STATIC', id: 'v1' } });
    fake.put('VpcSubnetPort', `${subnet}/ports/other_k2x9a`, operated('foreign', ['nsx-op/pod_uid', `${uid}2`]));
    fake.put('SecurityPolicy', `${vpc}/security-policies/deny-allow_k2x9a`, {
      ...operated('nine', ['nsx-op/network_policy_uid', `${uid}3_allow`]),
      category: 'Application',
    });
    const classic = [
      { scope: 'ncp/cluster', tag: 'four' },
      { scope: 'ncp/pod_uid', tag: `${uid}4` },
    ];
    fake.put('SegmentPort', '/infra/segments/s/ports/port_4', { tags: classic, attachment: { type: 'CHILD' } });
    // Scope and value on different tags: nobody's.
    const crossed = [
      { scope: 'ncp/cluster', tag: 'foreign' },
      { scope: 'nsx-op/namespace', tag: 'four' },
    ];
    fake.put('SegmentPort', '/infra/segments/s/ports/port_5', { tags: crossed });
    fake.put('IpAddressBlock', '/infra/ip-blocks/b', { cidrs: ['10.0.0.0/16', '10.1.0.0/16'], usage_percentage: 12.5 });
    const names = ['vpc', 'segment', 'segment-port', 'security-policy', 'ip-block', 'project'];
    begin({ kinds: names.map(nsxKindNamed), tagValues: ['nine', 'four'] });
    await watched.live();
    expect(watched.statusOf('segment-port')).toMatchObject({ count: 2, unreadable: 0 });
    expect(recordOf(`${subnet}/ports/web_k2x9a`)).toMatchObject({
      tagValue: 'nine',
      node: { type: 'VpcSubnetPort', namespace: 'shop', state: 'healthy', facts: { realization: 'SUCCESS' } },
    });
    expect(recordOf('/infra/segments/s/ports/port_4').tagValue).toBe('four');
    const policy = recordOf(`${vpc}/security-policies/deny-allow_k2x9a`);
    expect(policy.claims).toContainEqual(expect.objectContaining({ tagValue: 'nine', key: `${uid}3` }));
    expect(nodeOf('/infra/ip-blocks/b').facts.cidrs).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
  });
});
