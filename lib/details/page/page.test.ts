import { describe, expect, it } from 'vitest';
import { type NodeId, nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { pageResponseSchema } from '@/lib/wire';
import { KUBERNETES, NSX, nsxRaw, podRaw, portRaw, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { describeList, describePage } from '../index';

function graphOf(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return topology.graph;
}

function pageOf(id: NodeId, ...changes: readonly ObjectChange[]) {
  const page = describePage(graphOf(...changes), id);
  if (page === null) throw new Error(`no page of ${id}`);
  const list = (name: string) => {
    const found = page.lists.find((candidate) => candidate.id === name);
    if (found === undefined) throw new Error(`no list ${name} among ${page.lists.map((each) => each.id).join(', ')}`);
    return found;
  };
  return { page, list };
}

const kubernetes = (kind: string, uid: string): NodeId => nodeId(KUBERNETES, kind, uid);
const nsx = (kind: string, path: string): NodeId => nodeId(NSX, kind, path);
const nodeNames = (cell: unknown): string | undefined => (cell as { node?: { name: string } } | null)?.node?.name;

describe('the page of every object', () => {
  it('has the form that the public API promises', () => {
    const graph = graphOf();
    for (const node of graph.nodes()) {
      const page = describePage(graph, node.id);
      expect(pageResponseSchema.omit({ at: true }).parse(page)).toEqual(page);
    }
  });

  it('counts every relation, by the way of it, with evidence on each', () => {
    const graph = graphOf();
    for (const node of graph.nodes()) {
      const { relations = [] } = describePage(graph, node.id) ?? {};
      const counted = relations.reduce((sum, relation) => sum + relation.count, 0);
      const groups = graph.criteriaMetBy(node.id).reduce((sum, { criteria }) => sum + criteria.groups.size, 0);
      const members = graph.criteriaOf(node.id)?.members.size ?? 0;
      expect(counted).toBe(graph.edgesFrom(node.id).length + graph.edgesTo(node.id).length + groups + members);
      for (const { rows } of relations) for (const row of rows) expect(row.evidence).not.toEqual([]);
    }
  });

  it('tells where an object is, from the outermost in', () => {
    const { page } = pageOf(nsx('segment', '/infra/segments/seg_development_0'));
    expect(page.place.map(({ kind }) => kind)).toEqual(['tier-0', 'tier-1']);
  });

  it('shares out the groups of a port by the criteria that it met', () => {
    const web = graphOf().criteriaMetBy(nsx('segment-port', portPath('front-0')));
    expect(web).toHaveLength(1);
    const { page } = pageOf(nsx('segment-port', portPath('front-0')));
    expect(
      page.relations.filter(({ direction, words }) => direction === 'out' && words.includes('member')),
    ).toMatchObject([{ count: 1, says: 'Segment port has tag secgroup = web', rows: [{ title: 'Web' }] }]);
  });

  it('is null where there is no such object', () => {
    expect(describePage(graphOf(), kubernetes('pod', 'nobody'))).toBeNull();
    expect(describeList(graphOf(), { id: kubernetes('namespace', 'ns-development'), list: 'nothing' }, ALL)).toBeNull();
  });
});

const ALL = { find: '', from: 0, count: 100 };

function portPath(uid: string): string {
  for (const { key } of graphOf().nodesOfKind('segment-port')) if (key.includes(uid)) return key;
  throw new Error(`no port of ${uid}`);
}

describe('the page of a Namespace', () => {
  it('lists its Pods with their ports, what NSX holds for it, and how full its segment is', () => {
    const { page, list } = pageOf(kubernetes('namespace', 'ns-development'));
    expect(list('pods').count).toBe(9);
    for (const row of list('pods').rows) expect(nodeNames(row.cells.port)).toBeTypeOf('string');
    expect(
      list('on-nsx')
        .rows.map(({ node }) => node?.kind)
        .sort(),
    ).toEqual(['ip-pool', 'nat-rule', 'segment', 'tier-1']);
    expect(page.meters).toMatchObject([{ used: 9, total: 253, words: '10.0.6.0/24' }]);
    expect(list('services').rows).toMatchObject([{ title: 'hello-world-nsx-lb', cells: { address: '172.16.0.13' } }]);
  });

  it('says how many Pods have no port', () => {
    const alone = upsert('pod', podRaw({ uid: 'alone', name: 'alone', namespace: 'development', phase: 'Pending' }));
    const { list } = pageOf(kubernetes('namespace', 'ns-development'), alone);
    expect(list('pods').says).toBe('1 Pod has no segment port');
    expect(list('pods').rows[0]).toMatchObject({ title: 'alone', node: { state: 'pending' } });
  });
});

describe('the page of a Service', () => {
  it('leads over the virtual server and its pool to the Pods', () => {
    const { list } = pageOf(kubernetes('service', 'svc-hello-world-nsx-lb'));
    expect(list('servers').rows[0]?.cells.line).toBe('172.16.0.13:8080');
    expect(list('members').rows.map(({ title, cells }) => [title, cells.member])).toContainEqual([
      'hello-world-6cb7-0',
      '10.0.6.6:8080',
    ]);
    expect(list('members').count).toBe(5);
  });

  it('shows a member that is no known Pod, and names Pods of the Service that no pool has', () => {
    const pool = upsert(
      'lb-pool',
      nsxRaw('LBPool', '/infra/lb-pools/hello-world-nsx-lb', {
        members: [{ ip_address: '10.9.9.9', port: '8080' }],
        tags: tagsOf({ namespace: 'development', tags: [{ scope: 'ncp/service_uid', tag: 'svc-hello-world-nsx-lb' }] }),
      }),
    );
    const slice = upsert('endpoint-slice', {
      metadata: {
        uid: 'slice',
        name: 'slice',
        namespace: 'development',
        labels: { 'kubernetes.io/service-name': 'hello-world-nsx-lb' },
      },
      endpoints: [{ addresses: ['10.0.6.6'], targetRef: { kind: 'Pod', uid: 'hello-0', name: 'hello-world-6cb7-0' } }],
    });
    const { page, list } = pageOf(kubernetes('service', 'svc-hello-world-nsx-lb'), pool, slice);
    expect(list('members').rows).toMatchObject([{ node: null, cells: { member: '10.9.9.9:8080' } }]);
    expect(page.remarks).toEqual(['1 Pod of the Service is a member of no pool: hello-world-6cb7-0']);
  });
});

describe('the page of a segment', () => {
  it('lists its ports with whom they carry, and names an address that is held twice', () => {
    const id = nsx('segment', '/infra/segments/seg_development_0');
    expect(pageOf(id).page.remarks).toEqual([]);
    const twin = [
      upsert('pod', podRaw({ uid: 'twin', name: 'twin', namespace: 'development', address: '10.0.6.5' })),
      upsert(
        'segment-port',
        portRaw({
          podUid: 'twin',
          pod: 'twin',
          namespace: 'development',
          namespaceUid: 'ns-development',
          segment: '/infra/segments/seg_development_0',
        }),
      ),
    ];
    const { page, list } = pageOf(id, ...twin);
    expect(list('ports').count).toBe(10);
    expect(nodeNames(list('ports').rows.find((row) => nodeNames(row.cells.holder) === 'twin')?.cells.holder)).toBe(
      'twin',
    );
    expect(page.remarks).toEqual(['10.0.6.5 is held by 2 ports of this segment: redis-master-6cb7-zlx26, twin']);
  });
});

describe('the page of a cluster node', () => {
  const id = kubernetes('cluster-node', 'node-k8s-worker-1');

  it('lists its Pods and the ports behind its parent port with their VLANs', () => {
    const { page, list } = pageOf(id);
    expect(list('pods').count).toBe(10);
    expect(list('parents').rows).toMatchObject([{ cells: { attachment: 'PARENT' } }]);
    expect(list('children').count).toBe(10);
    expect(page.meters[0]).toMatchObject({ label: 'VLANs in use', total: 4094 });
  });

  it('names two ports with one VLAN on one parent', () => {
    const port = (uid: string, vlan: number) =>
      upsert('segment-port', {
        ...nsxRaw('SegmentPort', `/infra/segments/seg_development_0/ports/port_${uid}`, {
          attachment: { id: `vif-${uid}`, type: 'CHILD', context_id: 'vif-1', traffic_tag: vlan },
          tags: tagsOf({ tags: [{ scope: 'ncp/pod_uid', tag: uid }] }),
        }),
      });
    const { page } = pageOf(id, port('hello-3', 4000), port('hello-4', 4000));
    expect(page.remarks.filter((remark) => remark.includes('4000'))).toEqual([
      expect.stringMatching(/^VLAN 4000 is given to 2 ports of one parent port: /),
    ]);
  });
});

describe('the page of an IP pool and an IP block', () => {
  const pool = '/infra/ip-pools/ipp_development_0';
  const changes = [
    upsert('ip-block', nsxRaw('IpAddressBlock', '/infra/ip-blocks/pods', { cidr: '10.0.0.0/16' })),
    upsert(
      'ip-subnet',
      nsxRaw('IpAddressPoolBlockSubnet', `${pool}/ip-subnets/ibs`, {
        cidr: '10.0.6.0/24',
        size: 256,
        ip_block_path: '/infra/ip-blocks/pods',
      }),
    ),
    upsert(
      'ip-allocation',
      nsxRaw('IpAddressAllocation', `${pool}/ip-allocations/a1`, {
        allocation_ip: '10.0.6.77',
        tags: tagsOf({ namespace: 'development', tags: [{ scope: 'ncp/service_uid', tag: 'svc-hello-world-nsx-lb' }] }),
      }),
    ),
  ];

  it('tells who takes from the pool, who holds which address, and how full it is', () => {
    const { page, list } = pageOf(nsx('ip-pool', pool), ...changes);
    expect(list('users').rows).toMatchObject([{ node: { kind: 'segment' }, cells: { ports: 9 } }]);
    expect(nodeNames(list('allocations').rows[0]?.cells.owner)).toBe('hello-world-nsx-lb');
    expect(list('subnets').rows[0]?.cells).toMatchObject({ cidr: '10.0.6.0/24', size: 256 });
    expect(page.meters).toMatchObject([{ used: 9, total: 256 }]);
  });

  it('finds the address of an allocation with whoever holds it', () => {
    const external = '/infra/ip-pools/external';
    const forService = { scope: 'ncp/service_uid', tag: 'svc-hello-world-nsx-lb' };
    const rule = '/infra/tier-0s/lab-t0/nat/USER/nat-rules/nat_production_0';
    const owned = tagsOf({ namespace: 'production', namespaceUid: 'ns-production' });
    const { list } = pageOf(
      nsx('ip-pool', external),
      upsert('ip-pool', nsxRaw('IpAddressPool', external)),
      upsert(
        'ip-allocation',
        nsxRaw('IpAddressAllocation', `${external}/ip-allocations/vip`, {
          tags: tagsOf({ namespace: 'development', tags: [forService] }),
        }),
      ),
      upsert('ip-allocation', nsxRaw('IpAddressAllocation', `${external}/ip-allocations/snat`, { tags: owned })),
      upsert(
        'nat-rule',
        nsxRaw('PolicyNatRule', rule, {
          action: 'SNAT',
          translated_network: '172.16.0.7',
          tags: [...owned, { scope: 'ncp/extpoolid', tag: 'external' }],
        }),
      ),
    );
    const told = list('allocations').rows.map(({ cells }) => [cells.address, cells.from, nodeNames(cells.owner)]);
    expect(told).toEqual([
      ['172.16.0.7', 'the SNAT rule', 'production'],
      ['172.16.0.13', 'the Service', 'hello-world-nsx-lb'],
    ]);
  });

  it('prefers what NSX itself counts', () => {
    const counted = upsert(
      'ip-pool',
      nsxRaw('IpAddressPool', pool, { pool_usage: { total_ips: 253, available_ips: 200 } }),
    );
    expect(pageOf(nsx('ip-pool', pool), ...changes, counted).page.meters).toMatchObject([{ used: 53, total: 253 }]);
  });

  it('tells how much of a block is cut off, for whom', () => {
    const { page, list } = pageOf(nsx('ip-block', '/infra/ip-blocks/pods'), ...changes);
    expect(page.meters).toMatchObject([{ used: 256, total: 65_536, words: 'cut off by 1 pool' }]);
    expect(nodeNames(list('pools').rows[0]?.cells.owner)).toBe('development');
  });
});

describe('the page of a gateway', () => {
  it('lists the segments behind a Tier-1, and the VIPs on the one that balances', () => {
    const own = pageOf(nsx('tier-1', '/infra/tier-1s/t1_development_rtr'));
    expect(own.page.place.map(({ kind }) => kind)).toEqual(['tier-0']);
    expect(own.list('segments').rows).toMatchObject([{ cells: { network: '10.0.6.0/24', ports: 9 } }]);
    expect(own.page.remarks).toEqual([]);
    const { list } = pageOf(nsx('tier-1', '/infra/tier-1s/lb'));
    expect(list('servers').rows.map(({ cells }) => [cells.line, nodeNames(cells.owner)])).toEqual([
      ['172.16.0.13:8080', 'hello-world-nsx-lb'],
    ]);
  });

  it('lists the Tier-1 gateways below a Tier-0, and the NAT rules on it', () => {
    const { list } = pageOf(nsx('tier-0', '/infra/tier-0s/lab-t0'));
    expect(list('gateways').rows.map(({ cells }) => cells.namespace)).toEqual(
      expect.arrayContaining(['development', 'production', 'kube-system']),
    );
    expect(list('nat').rows.map(({ cells }) => cells.translated)).toContain('172.16.0.6');
  });

  it('follows a VPC over its project to the Tier-0, and lists its subnets with their room', () => {
    const project = '/orgs/default/projects/dev';
    const vpc = `${project}/vpcs/team`;
    const world = [
      upsert('project', nsxRaw('Project', project, { tier_0s: ['/infra/tier-0s/lab-t0'] })),
      upsert('vpc', nsxRaw('Vpc', vpc)),
      upsert('segment', nsxRaw('VpcSubnet', `${vpc}/subnets/pods`, { ip_addresses: ['10.9.0.0/28'] })),
    ];
    const own = pageOf(nsx('vpc', vpc), ...world);
    expect(own.page.remarks).toEqual([]);
    expect(own.list('segments')).toMatchObject({ title: 'Subnets of it', rows: [{ cells: { ports: 0, room: 13 } }] });
    const { title, rows } = pageOf(nsx('tier-0', '/infra/tier-0s/lab-t0'), ...world).list('gateways');
    expect(title).toBe('Tier-1 gateways and VPCs');
    expect(rows.map(({ node }) => node?.name)).toContain('team');
    const alone = pageOf(nsx('vpc', vpc), upsert('vpc', nsxRaw('Vpc', vpc)));
    expect(alone.page.remarks).toEqual([expect.stringContaining('connected to no Tier-0')]);
  });

  it('says of a Tier-1 without a Tier-0 that nothing leaves through it', () => {
    const alone = upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/alone'));
    expect(pageOf(nsx('tier-1', '/infra/tier-1s/alone'), alone).page.remarks).toEqual([
      expect.stringContaining('connected to no Tier-0'),
    ]);
  });
});
