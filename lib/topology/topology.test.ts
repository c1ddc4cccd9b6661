import { describe, expect, it } from 'vitest';
import { kubernetesSource, nodeId, type ObjectChange } from '@/lib/model';
import {
  KUBERNETES,
  namespaceRaw,
  NSX,
  nsxRaw,
  podRaw,
  portRaw,
  remove,
  SAMPLE_CLUSTER,
  sampleWorld,
  tagsOf,
  upsert,
} from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { createTopology } from './index';

const options = { clusters: [SAMPLE_CLUSTER] };
const PORT = '/infra/segments/seg_dev_0/ports/port_u1';
const POD = nodeId(KUBERNETES, 'pod', 'u1');

function grown(...changes: readonly ObjectChange[]) {
  const topology = createTopology(options);
  topology.apply([...sampleWorld(), ...changes], 1);
  return topology;
}

const portOf = (topology: ReturnType<typeof createTopology>, path = PORT) => topology.graph.byKey(NSX, path);

describe('createTopology', () => {
  it('joins a Pod to its segment port by the Pod UID tag, with all the evidence that holds', () => {
    const [edge] = grown()
      .graph.edgesFrom(POD)
      .filter((candidate) => candidate.kind === 'realizes');
    expect(edge?.evidence).toEqual([
      { by: 'tag', scope: 'ncp/pod_uid', tag: 'u1' },
      { by: 'tag', scope: 'ncp/pod', tag: 'frontend' },
      { by: 'inferred', reason: 'attachment.app_id names the Pod' },
    ]);
  });

  it('says nothing when nothing changed, and numbers what did', () => {
    const topology = grown();
    expect(topology.apply(sampleWorld(), 2)).toBeNull();
    expect(topology.apply([remove('pod', 'u1')], 3)).toMatchObject({ seq: 2, at: 3, nodes: { remove: [POD] } });
    expect(topology.apply([remove('pod', 'u1')], 4)).toBeNull();
  });

  it('leaves a port an orphan when its Pod is gone, even if another Pod takes the name', () => {
    const topology = grown(remove('pod', 'u1'), upsert('pod', podRaw({ uid: 'u2', name: 'frontend' })));
    expect(portOf(topology)).toMatchObject({ state: 'orphan' });
    expect(portOf(topology)?.reason).toContain('which cluster pandora does not have');
    expect(topology.graph.edgesTo(nodeId(NSX, 'segment-port', PORT)).map((edge) => edge.kind)).toEqual(['contains']);
  });

  it('calls nothing an orphan before the cluster has been read', () => {
    const topology = createTopology({ clusters: [{ ...SAMPLE_CLUSTER, synced: false }] });
    topology.apply([upsert('segment-port', portRaw({ podUid: 'u1', pod: 'x' }))], 1);
    expect(portOf(topology)?.state).toBe('healthy');
    topology.setClusters([SAMPLE_CLUSTER], 2);
    expect(portOf(topology)?.state).toBe('orphan');
  });

  it('lets a Pod wait for its port only once the manager has been read', () => {
    const topology = createTopology({ clusters: [{ ...SAMPLE_CLUSTER, managerSynced: false }] });
    topology.apply([...sampleWorld(), upsert('pod', podRaw({ uid: 'late', name: 'late' }))], 1);
    const late = () => topology.graph.node(nodeId(KUBERNETES, 'pod', 'late'))?.state;
    expect(late()).toBe('healthy');
    const told = topology.setClusters([SAMPLE_CLUSTER], 2);
    expect(told?.nodes.put.map(({ name }) => name)).toEqual(['late']);
    expect(late()).toBe('pending');
    topology.setClusters([{ ...SAMPLE_CLUSTER, managerSynced: false }], 3);
    expect(late()).toBe('healthy');
  });

  it('does not know of an orphan where Pods are not read', () => {
    const port = upsert('segment-port', portRaw({ podUid: 'u1', pod: 'x' }));
    const reading = (namespaces: readonly string[], kind = 'pod') => {
      const topology = createTopology({ clusters: [{ ...SAMPLE_CLUSTER, unread: { [kind]: namespaces } }] });
      topology.apply([port], 1);
      return portOf(topology);
    };
    expect(reading([])).toMatchObject({ state: 'unknown', reason: expect.stringContaining('Pods') });
    expect(reading(['elsewhere'])?.state).toBe('unknown');
    expect(reading([portOf(grown(port))?.namespace ?? ''])?.state).toBe('orphan');
    expect(reading([], 'service')?.state).toBe('orphan');
  });

  it('shows two ports that claim one Pod as a conflict of all three', () => {
    const second = portRaw({ podUid: 'u1', pod: 'frontend', id: 'second' });
    const topology = grown(upsert('segment-port', second));
    const states = [
      topology.graph.node(POD),
      portOf(topology),
      portOf(topology, '/infra/segments/seg_dev_0/ports/second'),
    ];
    expect(states.map((node) => node?.state)).toEqual(['conflict', 'conflict', 'conflict']);
    topology.apply([remove('segment-port', PORT)], 2);
    expect(topology.graph.node(POD)?.state).toBe('healthy');
  });

  it('lets a Pod wait for its port only where its namespace is on NSX, and never on the host network', () => {
    const waiting = (name: string, more: object = {}) => upsert('pod', podRaw({ uid: name, name, ...more }));
    const topology = grown(
      waiting('a'),
      waiting('b', { hostNetwork: true }),
      waiting('c', { namespace: 'plain' }),
      waiting('d', { phase: 'Succeeded' }),
      upsert('namespace', namespaceRaw('plain')),
    );
    const state = (uid: string) => topology.graph.node(nodeId(KUBERNETES, 'pod', uid));
    expect(state('a')).toMatchObject({ state: 'pending', reason: 'waiting for its segment port' });
    expect(['b', 'c', 'd'].map((uid) => state(uid)?.state)).toEqual(['healthy', 'healthy', 'healthy']);
    topology.apply([upsert('segment-port', portRaw({ podUid: 'a', pod: 'a' }))], 2);
    expect(state('a')?.state).toBe('healthy');
  });

  it('never mixes two clusters on one NSX Manager', () => {
    const other = { source: kubernetesSource('second'), name: 'second', manager: NSX, tagValue: 'second' };
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER, other] });
    topology.apply(
      [
        upsert('pod', podRaw({ uid: 'same', name: 'web' })),
        upsert('pod', podRaw({ uid: 'same', name: 'web' }), 'second'),
        upsert('segment-port', portRaw({ podUid: 'same', pod: 'web', cluster: 'second' })),
      ],
      1,
    );
    const port = topology.graph.byKey(NSX, '/infra/segments/seg_dev_0/ports/port_same');
    expect(port).toMatchObject({ cluster: 'second', state: 'healthy' });
    expect(
      topology.graph.edgesFrom(nodeId(KUBERNETES, 'pod', 'same')).filter((edge) => edge.kind === 'realizes'),
    ).toEqual([]);
  });

  it('keeps what nobody claims', () => {
    const topology = grown(upsert('segment', nsxRaw('Segment', '/infra/segments/admin')));
    expect(topology.graph.byKey(NSX, '/infra/segments/admin')).toMatchObject({ cluster: null, state: 'healthy' });
  });

  it('draws a pool to the Pods at its members’ addresses, and follows an address that moves', () => {
    const pool = nodeId(NSX, 'lb-pool', '/infra/lb-pools/p');
    const raw = nsxRaw('LBPool', '/infra/lb-pools/p', {
      members: [{ ip_address: '10.0.6.4', port: '80' }],
      tags: tagsOf({}),
    });
    const topology = grown(upsert('lb-pool', raw));
    const behind = () => topology.graph.edgesFrom(pool).map((edge) => edge.to);
    expect(behind()).toEqual([POD]);
    topology.apply([remove('pod', 'u1'), upsert('pod', podRaw({ uid: 'u2', name: 'next', address: '10.0.6.4' }))], 2);
    expect(behind()).toEqual([nodeId(KUBERNETES, 'pod', 'u2')]);
  });

  it('attaches the port of a Pod to the port of its cluster node', () => {
    const topology = createTopology(options);
    topology.apply(storyWorld(), 1);
    const port = nodeId(NSX, 'segment-port', '/infra/segments/seg_development_0/ports/port_redis');
    const [edge] = topology.graph.edgesFrom(port).filter((candidate) => candidate.kind === 'attaches');
    expect(edge?.evidence).toEqual([{ by: 'uid', field: 'attachment.context_id', uid: 'vif-1' }]);
    expect(topology.graph.node(edge?.to ?? port)?.facts.clusterNode).toBe('k8s-worker-1');
  });

  it('puts a port into a group when its label comes, and out when it goes', () => {
    const group = upsert(
      'group',
      nsxRaw('Group', '/infra/domains/default/groups/Web', {
        expression: [{ resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', value: 'secgroup|web' }],
      }),
    );
    const topology = grown(group);
    const label = (labels: Readonly<Record<string, string>>) =>
      upsert('segment-port', portRaw({ podUid: 'u1', pod: 'frontend', labels }));
    const gone = topology.apply([label({})], 2);
    const port = nodeId(NSX, 'segment-port', PORT);
    const web = nodeId(NSX, 'group', '/infra/domains/default/groups/Web');
    expect(gone?.memberships.remove).toEqual([expect.stringContaining(port)]);
    expect(topology.graph.criteriaOf(web)?.members.size).toBe(0);
    const back = topology.apply([label({ SecGroup: 'WEB' })], 3);
    expect(back?.memberships.put).toMatchObject([{ port, evidence: [{ by: 'tag', scope: 'SecGroup', tag: 'WEB' }] }]);
    expect([...(topology.graph.criteriaOf(web)?.members.keys() ?? [])].map(({ node }) => node.id)).toEqual([port]);
  });

  it('keeps one set of members for groups that ask for the same, until the last of them goes', () => {
    const asking = (id: string, value = 'secgroup|web') =>
      upsert(
        'group',
        nsxRaw('Group', `/infra/domains/default/groups/${id}`, {
          expression: [{ resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', value }],
        }),
      );
    const group = (id: string) => nodeId(NSX, 'group', `/infra/domains/default/groups/${id}`);
    const topology = grown(asking('a'), asking('b'));
    const port = nodeId(NSX, 'segment-port', PORT);
    const set = topology.graph.criteriaOf(group('a'));
    expect(set?.members.size).toBe(1);
    expect(topology.graph.criteriaOf(group('b'))).toBe(set);
    const joined = topology.apply([asking('c')], 2);
    expect(joined?.memberships).toEqual({ put: [], remove: [] });
    expect(joined?.criteria.put).toEqual([{ id: set?.id, groups: ['a', 'b', 'c'].map(group) }]);
    topology.apply([remove('group', '/infra/domains/default/groups/a'), asking('b', 'secgroup|db')], 3);
    expect([...(topology.graph.criteriaMetBy(port)[0]?.criteria.groups ?? [])].map(({ node }) => node.id)).toEqual([
      group('c'),
    ]);
    const gone = topology.apply([remove('group', '/infra/domains/default/groups/c')], 4);
    expect(gone?.criteria.remove).toEqual([set?.id]);
    expect(topology.graph.criteriaMetBy(port)).toEqual([]);
  });

  it('lets the parts of a delta be read until the next change, and keeps those that were', () => {
    const topology = grown();
    const first = topology.apply([remove('pod', 'u1')], 2);
    expect(first?.nodes.remove).toEqual([POD]);
    topology.apply([upsert('pod', podRaw({ uid: 'u1', name: 'frontend' }))], 3);
    expect(first?.nodes.remove).toEqual([POD]);
    expect(() => first?.edges).toThrow('next change');
  });
});
