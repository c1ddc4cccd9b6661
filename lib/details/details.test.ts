import { describe, expect, it } from 'vitest';
import { type NodeId, nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { objectResponseSchema, podResponseSchema, type PortState } from '@/lib/wire';
import { KUBERNETES, namespaceRaw, NSX, nsxRaw, podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld } from '@/tests/support/story';
import { describeList, describeObject, describePod } from './index';

const FRONTEND = { cluster: 'pandora', namespace: 'development', name: 'frontend-6cb7-8wkhr' };

function graphOf(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return topology.graph;
}

const realized: PortState = {
  state: 'read',
  at: '2026-11-22T12:00:00Z',
  attachment: 'ATTACHED',
  bindings: [{ ip: '10.0.6.2', mac: '04:50:56:00:9c:01', vlan: 7, source: 'USER_DEFINED' }],
  duplicates: [],
  transportNodes: ['tn-1'],
  realization: 'REALIZED',
  alarms: [],
};

describe('describePod', () => {
  it('answers in the form that the public API promises', () => {
    const found = describePod(graphOf(), FRONTEND, realized, []);
    expect(podResponseSchema.omit({ at: true }).parse(found)).toEqual(found);
  });

  it('sets the facts of both planes side by side', () => {
    const facts = describePod(graphOf(), FRONTEND, realized, [])?.facts ?? [];
    const told = Object.fromEntries(facts.map((fact) => [fact.label, [fact.kubernetes, fact.nsx, fact.verdict]]));
    expect(told.Address).toEqual(['10.0.6.2', '10.0.6.2', 'same']);
    expect(told.MAC).toEqual([null, '04:50:56:00:9c:01', 'one-sided']);
    expect(told['Cluster node']).toEqual(['k8s-worker-1', 'k8s-worker-1 (by node tag)', 'same']);
    expect([told['Parent VIF']?.[1], told.VLAN?.[1]]).toEqual(['vif-1', '7']);
    expect(told.Identity?.[2]).toBe('same');
  });

  it('says how it knows that the two are one: UID tag, cluster tag on the same port, realized address', () => {
    const known = describePod(graphOf(), FRONTEND, realized, [])?.correlation;
    expect(known).toContainEqual({ by: 'tag', scope: 'ncp/pod_uid', tag: 'front-0' });
    expect(known).toContainEqual({ by: 'tag', scope: 'ncp/cluster', tag: 'pandora' });
    expect(known).toContainEqual({ by: 'address', field: 'realized_bindings', address: '10.0.6.2' });
  });

  it('shows a realized address that differs from the Pod’s', () => {
    const other = { ...realized, bindings: [{ ip: '10.0.6.99', mac: null, vlan: null, source: null }] };
    const [address] = describePod(graphOf(), FRONTEND, other, [])?.facts ?? [];
    expect(address).toMatchObject({ kubernetes: '10.0.6.2', nsx: '10.0.6.99', verdict: 'differs' });
  });

  it('leads from the Pod over its port up to the Tier-0, and names SNAT, VIPs, groups and rules', () => {
    const found = describePod(graphOf(), { ...FRONTEND, name: 'hello-world-6cb7-0' }, null, []);
    expect(found?.chain.map((step) => step.node.kind)).toEqual(['pod', 'segment-port', 'segment', 'tier-1', 'tier-0']);
    expect(found?.snat.map((snat) => snat.address)).toEqual(['172.16.0.6']);
    expect(found?.vips).toMatchObject([
      { address: '172.16.0.13', ports: ['8080'], service: { name: 'hello-world-nsx-lb' } },
    ]);
    expect(describePod(graphOf(), FRONTEND, null, [])?.groups).toMatchObject([
      {
        matches: [{ criterion: 'Segment port has tag secgroup = web', evidence: { by: 'tag' } }],
        count: 1,
        first: [{ name: 'Web' }],
      },
    ]);
  });

  it('names the first of many groups that ask for the same, and where all of them are listed', () => {
    const expression = [
      {
        resource_type: 'Condition',
        member_type: 'SegmentPort',
        key: 'Tag',
        operator: 'EQUALS',
        value: 'app|guestbook',
      },
    ];
    const groups = Array.from({ length: 300 }, (_, index) =>
      upsert('group', nsxRaw('Group', `/infra/domains/default/groups/np-${1000 + index}`, { expression })),
    );
    const graph = graphOf(...groups);
    const found = describePod(graph, FRONTEND, null, []);
    expect(found?.groups.map(({ count, first }) => [count, first.length])).toEqual([
      [1, 1],
      [300, 12],
    ]);
    const [, many] = found?.groups ?? [];
    const port = found?.port?.id as NodeId;
    const listed = describeList(graph, { id: port, list: many?.list ?? '' }, { find: 'np-1299', from: 0, count: 9 });
    expect(listed?.list).toMatchObject({ count: 300, found: 1, rows: [{ title: 'np-1299' }] });
  });

  it('compares labels with tags: same, differing, missing, extra, never copied', () => {
    const labels = { app: 'Shop', tier: 'front', 'pod-template-hash': 'abc' };
    const changes = podWorld({
      uid: 'l',
      name: 'labelled',
      namespace: 'development',
      address: '10.0.6.50',
      labels: { app: 'shop', color: 'red' },
    });
    const relabelled = upsert('pod', podRaw({ uid: 'l', name: 'labelled', labels }));
    const found = describePod(graphOf(...changes, relabelled), { ...FRONTEND, name: 'labelled' }, null, []);
    const verdicts = Object.fromEntries((found?.labels ?? []).map((row) => [row.key, row.verdict]));
    expect(verdicts).toEqual({
      app: 'differs',
      tier: 'missing-tag',
      color: 'extra-tag',
      'pod-template-hash': 'never-copied',
    });
  });

  it.each([
    ['a Pod on the host network', { hostNetwork: true }, 'host network'],
    ['a finished Pod', { phase: 'Succeeded' }, 'given back'],
    ['a Pod that waits', { phase: 'Pending' }, 'has not made its segment port yet'],
    ['a Pod of a namespace that is not on NSX', { namespace: 'plain' }, 'has no segment in NSX'],
  ])('says why %s has no port', (_, options, words) => {
    const pod = { uid: 'n', name: 'alone', namespace: 'development', ...options };
    const graph = graphOf(upsert('namespace', namespaceRaw('plain')), upsert('pod', podRaw(pod)));
    expect(
      describePod(graph, { cluster: 'pandora', namespace: pod.namespace, name: 'alone' }, null, [])?.noPort,
    ).toContain(words);
  });

  it('knows no Pod that is not there', () => {
    expect(describePod(graphOf(), { ...FRONTEND, name: 'nobody' }, null, [])).toBeNull();
  });
});

describe('describeObject', () => {
  it('gives presented facts and relations in words, those across the planes first', () => {
    const found = describeObject(graphOf(), nodeId(KUBERNETES, 'pod', 'front-0'));
    expect(objectResponseSchema.omit({ at: true, raw: true }).parse(found)).toEqual(found);
    expect(found?.relations[0]).toMatchObject({
      words: 'is realized by',
      crossPlane: true,
      other: { kind: 'segment-port' },
    });
    expect(found?.facts.find((fact) => fact.name === 'address')).toEqual({
      name: 'address',
      label: 'Address',
      value: '10.0.6.2',
      mono: true,
    });
  });

  it('says what alarms and errors report about an object, also in front of the Pod that it carries', () => {
    const port = describePod(graphOf(), FRONTEND, null, [])?.port;
    const alarm = {
      resource_type: 'PolicyAlarmResource',
      id: 'a1',
      message: 'no address is left',
      source_reference: port?.key,
    };
    const error = {
      metadata: { uid: 'e1', name: 'e1' },
      spec: {
        message: ['the subnet is full'],
        'error-object-type': 'Pod',
        'error-object-name': FRONTEND.name,
        'error-object-ns': FRONTEND.namespace,
      },
    };
    const graph = graphOf(upsert('alarm', alarm), upsert('nsx-error', error));
    const reported = (id: NodeId) => describeObject(graph, id)?.facts.find(({ name }) => name === 'reports')?.value;
    expect(graph.node(nodeId(NSX, 'segment-port', port?.key ?? ''))).toMatchObject({
      state: 'failed',
      reason: 'no address is left',
    });
    expect(reported(nodeId(NSX, 'segment-port', port?.key ?? ''))).toEqual(['alarm a1: no address is left']);
    expect(reported(nodeId(KUBERNETES, 'pod', 'front-0'))).toEqual(['NCP error e1: the subnet is full']);
    expect(describePod(graph, FRONTEND, null, [])?.notes.slice(0, 2)).toEqual([
      'Reported of the Pod: NCP error e1: the subnet is full',
      'Reported of the port: alarm a1: no address is left',
    ]);
    expect(describePod(graphOf(), FRONTEND, null, [])?.notes.join()).not.toContain('Reported');
  });

  it('shows what NSX told just now behind what was known', () => {
    const live = [{ name: 'runtime', label: 'Runtime status', value: 'UP' }];
    const found = describeObject(graphOf(), nodeId(KUBERNETES, 'pod', 'front-0'), live);
    expect(found?.facts.at(-1)).toEqual({ name: 'runtime', label: 'Runtime status', value: 'UP', mono: false });
  });
});
