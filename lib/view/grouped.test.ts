import { describe, expect, it } from 'vitest';
import { inLanes } from '@/lib/layout/columns';
import { kubernetesSource, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { clusterNodeRaw, nsxRaw, podRaw, remove, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld } from '@/tests/support/story';
import { computeView, type View, type ViewSpec } from './index';
import type { Grouping } from './view';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };

function worldOf(changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology;
}

const viewBy = (by: Grouping, changes: readonly ObjectChange[], spec: Partial<ViewSpec> = {}): View =>
  computeView(worldOf(changes).graph, { ...WHOLE, ...spec, by }, []);

const boxes = ({ regions }: View) => [...regions.values()].map(({ title, summary }) => `${title}: ${summary}`);
const boxOf = (view: View, title: string) => {
  const card = [...view.cards.values()].find((one) => one.title === title);
  return card?.region === null ? null : view.regions.get(card?.region ?? '')?.title;
};
const group = (id: string, display_name: string, value: string) =>
  upsert(
    'group',
    nsxRaw('Group', `/infra/domains/default/groups/${id}`, {
      display_name,
      expression: [{ resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value }],
    }),
  );

describe('a view grouped by', () => {
  it('Tier-1 has what hangs on it in its box, and says what hangs on none', () => {
    const view = viewBy('tier-1', [
      ...storyWorld(),
      upsert('pod', podRaw({ uid: 'host', name: 'kube-proxy-1', namespace: 'kube-system', hostNetwork: true })),
    ]);
    expect(boxOf(view, 'seg_development_0')).toBe(boxOf(view, 'redis-master-6cb7-zlx26'));
    expect(view.regions.get('box|tier-1|nsx:lab:tier-1:~1infra~1tier-1s~1t1_development_rtr')?.summary).toBe(
      '9 Pods · 1 segment',
    );
    expect(boxOf(view, 'kube-proxy-1')).toBe('no Tier-1');
    expect([...view.regions.values()].at(-1)?.title).toBe('no Tier-1');
  });

  describe('networks is called by what was read', () => {
    const vpc = upsert('vpc', nsxRaw('Vpc', '/orgs/default/projects/dev/vpcs/team'));
    const host = upsert('pod', podRaw({ uid: 'host', name: 'proxy', namespace: 'team', hostNetwork: true }));
    const worlds: [world: string, changes: ObjectChange[], networks: View['summary']['networks'], none: string[]][] = [
      ['Tier-1s', [...storyWorld(), host], undefined, ['no Tier-1', 'no segment']],
      ['VPCs', [vpc, host], 'vpc', ['no VPC', 'no subnet']],
      ['both', [...storyWorld(), vpc, host], 'both', ['no Tier-1 or VPC', 'no segment or subnet']],
    ];
    it.each(worlds)('%s', (_world, changes, networks, none) => {
      const views = (['tier-1', 'segment'] as const).map((by) => viewBy(by, changes));
      expect(views.map((view) => view.summary.networks)).toEqual([networks, networks]);
      expect(views.map((view) => boxOf(view, 'proxy'))).toEqual(none);
    });
  });

  it('workloads of equal names in equal Namespaces of two clusters are folded apart', () => {
    const second = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'second' };
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER, second] });
    const owner = { kind: 'StatefulSet', name: 'web', uid: 'web' };
    const pods = (cluster: string) =>
      Array.from({ length: 6 }, (_, index) =>
        upsert(
          'pod',
          podRaw({ uid: `${cluster}${index}`, name: `web-${index}`, namespace: 'shop', owner, hostNetwork: true }),
          cluster,
        ),
      );
    topology.apply([...pods('pandora'), ...pods('second')], 1);
    const folds = (scope: Partial<ViewSpec>) =>
      [...computeView(topology.graph, { ...WHOLE, by: 'tier-1', ...scope }, []).cards.values()]
        .filter(({ folded }) => folded > 0)
        .map(({ title }) => title);
    expect(folds({})).toEqual(['+ 3 more web Pods of shop in pandora', '+ 3 more web Pods of shop in second']);
    expect(folds({ namespace: 'shop' }), 'where all are of it').toEqual([
      '+ 3 more web Pods in pandora',
      '+ 3 more web Pods in second',
    ]);
  });

  it('segment has a box for each with its network, and gateways left of them', () => {
    const view = viewBy('segment', storyWorld());
    expect(boxes(view)).toContain('seg_development_0: 10.0.6.0/24 · 9 Pods');
    const outside = [...view.cards.values()].filter((card) => card.region === null).map(({ lane }) => lane);
    expect(new Set(outside)).toEqual(new Set(['tier-0', 'tier-1', 'vip']));
  });

  it('cluster node tells the address and VLANs of each, and what is not scheduled', () => {
    const view = viewBy('cluster-node', [
      ...storyWorld(),
      upsert('cluster-node', clusterNodeRaw('k8s-worker-1')),
      upsert('pod', podRaw({ uid: 'waits', name: 'waits', namespace: 'development', phase: 'Pending' })),
    ]);
    expect(boxes(view).find((box) => box.startsWith('k8s-worker-1'))).toMatch(
      /^k8s-worker-1: 192\.168\.1\.21 · \d+ Pods · 1 VLAN$/,
    );
    expect(boxOf(view, 'waits')).toBe('no cluster node');
    const lines = [...view.links.values()];
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every(({ quiet }) => quiet === true)).toBe(true);
  });

  it('Tier-1 folds the ports of cluster nodes into one card', () => {
    const machines = Array.from({ length: 7 }, (_, index) =>
      upsert('segment-port', nsxRaw('SegmentPort', `/infra/segments/machines/ports/eth${index}`, { tags: tagsOf({}) })),
    );
    const segment = upsert('segment', nsxRaw('Segment', '/infra/segments/machines', { tags: tagsOf({}) }));
    const view = viewBy('tier-1', [...storyWorld(), segment, ...machines]);
    const cards = [...view.cards.values()].filter((card) => view.regions.get(card.region ?? '')?.title === 'no Tier-1');
    const ports = cards.filter(({ lane }) => lane === 'pod');
    expect(ports.flatMap(({ title, folded }) => (folded > 0 ? title : []))).toEqual([
      '+ 5 more ports of cluster nodes',
    ]);
    expect(ports.reduce((sum, { folded }) => sum + Math.max(1, folded), 0)).toBe(8);
    expect(inLanes(cards, 'pod').map(({ folded }) => folded)).toEqual([0, 0, 0, 5]);
  });

  it('workload keeps its Namespace, and gathers single Pods of one', () => {
    const view = viewBy('workload', storyWorld(), { namespace: 'development', cluster: 'pandora' });
    expect(boxes(view)).toContain('hello-world: Deployment in development · 5 Pods');
    expect(boxes(view).some((box) => box.startsWith('Pods without a workload: in development · '))).toBe(false);
    const single = viewBy('workload', [
      ...storyWorld(),
      ...podWorld({ uid: 'one', name: 'one', namespace: 'development', address: '10.0.6.99' }),
    ]);
    expect(boxes(single)).toContain('Pods without a workload: in development · 1 Pod');
  });

  it('group counts a Pod once, in the first by name, and says in how many more it is', () => {
    const labelled = {
      uid: 'g',
      name: 'shown',
      namespace: 'development',
      address: '10.0.6.98',
      labels: { a: '1', b: '1' },
    };
    const topology = worldOf([
      ...storyWorld(),
      ...podWorld(labelled),
      group('one', 'Alpha', 'a|1'),
      group('two', 'Beta', 'b|1'),
    ]);
    const look = () => computeView(topology.graph, { ...WHOLE, by: 'group', open: ['+*'] }, []);
    const first = look();
    expect(boxOf(first, 'shown')).toBe('Alpha');
    expect([...first.cards.values()].find(({ title }) => title === 'shown')?.line).toContain('also in 1 other group');
    expect(first.summary.notes).toContain('1 Pod is in several groups: each stands in the first of them by name');
    topology.apply([group('one', 'Gamma', 'a|1')], 2);
    expect(boxOf(look(), 'shown')).toBe('Beta');
    topology.apply([remove('group', '/infra/domains/default/groups/two')], 3);
    const last = look();
    expect(boxOf(last, 'shown')).toBe('Gamma');
    expect(last.summary.notes.some((note) => note.includes('in several groups'))).toBe(false);
    topology.apply([remove('group', '/infra/domains/default/groups/one')], 4);
    expect(boxOf(look(), 'shown')).toBe('in no admin group');
  });
});

describe('boxes of a grouped view', () => {
  it('take a new name of the object they stand for, and their place by it', () => {
    const named = (display_name: string) =>
      upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/own', { display_name, tags: tagsOf({}) }));
    const topology = worldOf([...storyWorld(), named('aaa')]);
    const titles = () =>
      [...computeView(topology.graph, { ...WHOLE, by: 'tier-1' }, []).regions.values()].map(({ title }) => title);
    expect(titles()[0]).toBe('aaa');
    topology.apply([named('zzz')], 2);
    expect(titles().indexOf('zzz')).toBeGreaterThan(0);
  });

  it('are opened and folded all at once, but for those named', () => {
    const all = viewBy('segment', storyWorld(), { open: ['-*'] });
    expect([...all.regions.values()].every(({ folded }) => folded)).toBe(true);
    const [first] = all.regions.keys();
    const but = viewBy('segment', storyWorld(), { open: ['-*', `+${first}`] });
    expect([...but.regions.values()].filter(({ folded }) => !folded).map(({ id }) => id)).toEqual([first]);
  });

  it('stay folded when they hold more than may be opened, and say so', () => {
    const pods = Array.from({ length: 2_001 }, (_, i) =>
      upsert('pod', podRaw({ uid: `p${i}`, name: `p${i}`, namespace: 'development', node: 'w1' })),
    );
    const view = viewBy('cluster-node', pods, { open: ['+*'] });
    expect(view.summary).toMatchObject({ drawn: 0, folded: 2_001, objects: 2_001 });
    expect(view.summary.notes).toContain('1 cluster node stays folded: a view draws at most 500 cards');
  });
});
