import { describe, expect, it } from 'vitest';
import { kubernetesSource, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { namespaceRaw, nsxRaw, podRaw, remove, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { namespaceWorld, podWorld, serviceWorld, storyWorld } from '@/tests/support/story';
import { applyViewPatch, computeView, diffViews, LIMITS, type ViewSpec } from './index';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const DEVELOPMENT = 'region|pandora|development';

function graphOf(changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology;
}

const view = (changes: readonly ObjectChange[], spec: Partial<ViewSpec> = {}) =>
  computeView(graphOf(changes).graph, { ...WHOLE, ...spec }, []);

const titled = (found: ReturnType<typeof view>, title: string) =>
  [...found.cards.values()].find((card) => card.title === title);

describe('computeView', () => {
  it('draws the path Tier-0, Tier-1, segment, Pods, with the namespace as region', () => {
    const found = view(storyWorld());
    expect(found.regions.get(DEVELOPMENT)?.summary).toBe('9 Pods · 1 segment · SNAT 172.16.0.6');
    expect(titled(found, 'seg_development_0')?.line).toBe('10.0.6.0/24 · 9');
    const kinds = [...found.links.values()].map((link) => link.kind);
    expect(new Set(kinds)).toEqual(new Set(['connects', 'contains', 'serves', 'backs']));
  });

  it('makes one card of a Pod and its port, and of a Service and its virtual server', () => {
    const found = view(storyWorld());
    const pod = titled(found, 'redis-master-6cb7-zlx26');
    expect(pod?.planes).toEqual(['kubernetes', 'nsx']);
    expect(pod?.line).toBe('10.0.6.5 · k8s-worker-1');
    const vip = titled(found, 'hello-world-nsx-lb');
    expect(vip).toMatchObject({
      planes: ['kubernetes', 'nsx'],
      line: '172.16.0.13:8080',
      badge: '5/5 Pods',
      lane: 'vip',
    });
  });

  it('folds a large workload behind its oldest Pods, and tells how many', () => {
    const found = view(storyWorld());
    const fold = titled(found, '+ 2 more hello-world Pods');
    expect(fold?.folded).toBe(2);
    const opened = view(storyWorld(), { open: [`+${fold?.id}`] });
    expect([...opened.cards.values()].filter((card) => card.title.startsWith('hello-world-6cb7'))).toHaveLength(5);
  });

  it('draws an ill Pod of a folded workload', () => {
    const ill = {
      uid: 'hello-9',
      name: 'hello-world-6cb7-9',
      namespace: 'development',
      address: '10.0.6.40',
      workload: 'hello-world',
      ready: false,
    };
    const found = view([...storyWorld(), ...podWorld(ill)]);
    expect(titled(found, 'hello-world-6cb7-9')?.state).toBe('warning');
  });

  it('folds system namespaces into one card that says what is inside', () => {
    const found = view(storyWorld());
    expect(found.regions.get('region|pandora|kube-system')?.folded).toBe(true);
    expect(titled(found, 'Tier-1, segment, 1 port')?.line).toBe('10.0.1.0/24');
  });

  describe('calls the network of a namespace what it is', () => {
    const vpcs = '/orgs/default/projects/lab/vpcs';
    const owned = { tags: tagsOf({ namespace: 'team', namespaceUid: 'ns-team' }) };
    const vpc = upsert('vpc', nsxRaw('Vpc', `${vpcs}/team`, owned));
    const subnets = ['a', 'b'].map((name) =>
      upsert(
        'segment',
        nsxRaw('VpcSubnet', `${vpcs}/team/subnets/${name}`, {
          ip_addresses: [`10.9.0.0/2${name === 'a' ? 6 : 7}`],
          ...owned,
        }),
      ),
    );
    const pod = podWorld({ uid: 'p', name: 'p', namespace: 'team', address: '10.9.0.3' });
    const NCP = namespaceWorld('team', 9);
    const layouts: [layout: string, world: ObjectChange[], summary: string, title: string][] = [
      [
        'one tier',
        namespaceWorld('team', 9).filter((one) => one.type === 'upsert' && one.record.node.kind !== 'tier-1'),
        'no Pods · 1 segment · SNAT 172.16.0.9',
        'Segment, 0 ports',
      ],
      ['two tiers', [...NCP, ...pod], '1 Pod · 1 segment · SNAT 172.16.0.9', 'Tier-1, segment, 1 port'],
      [
        'a VPC',
        [upsert('namespace', namespaceRaw('team')), vpc, ...subnets],
        'no Pods · 2 subnets',
        'VPC, 2 subnets, 0 ports',
      ],
      [
        'both',
        [...NCP, vpc, ...subnets, ...pod, ...serviceWorld('shop', 'team', [])],
        '1 Pod · 1 segment · 2 subnets · SNAT 172.16.0.9',
        'Tier-1, VPC, segment, 2 subnets, VIP, 1 port',
      ],
    ];
    it.each(layouts)('in %s', (_layout, world, summary, title) => {
      const found = view(world, { open: ['-region|pandora|team'] });
      expect(found.regions.get('region|pandora|team')).toMatchObject({ folded: true, summary });
      expect([...found.cards.values()].filter((card) => card.region !== null).map((card) => card.title)).toEqual([
        title,
      ]);
    });

    it('and changes the words with what it consists of', () => {
      const topology = graphOf([upsert('namespace', namespaceRaw('team')), vpc, ...subnets]);
      const words = () =>
        computeView(topology.graph, { ...WHOLE, open: ['-region|pandora|team'] }, []).regions.get('region|pandora|team')
          ?.summary;
      expect(words()).toBe('no Pods · 2 subnets');
      topology.apply([remove('segment', `${vpcs}/team/subnets/b`)], 2);
      expect(words()).toBe('no Pods · 1 subnet');
    });
  });

  it('says of which cluster a namespace is where a view spans clusters', () => {
    const second = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'second' };
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER, second] });
    topology.apply([...storyWorld(), upsert('namespace', namespaceRaw('production', 'other'), 'second')], 1);
    const summaries = (cluster: string | null) => {
      const { regions } = computeView(topology.graph, { ...WHOLE, cluster }, []);
      return [...regions.values()].filter((one) => one.namespace === 'production').map((one) => one.summary);
    };
    expect(summaries(null)).toEqual(['in pandora · no Pods · 1 segment · SNAT 172.16.0.7', 'in second · no Pods']);
    expect(summaries('second')).toEqual(['no Pods']);
  });

  it('counts every object as drawn or folded', () => {
    const { summary, cards } = view(storyWorld());
    const plain = [...cards.values()].filter((card) => card.folded === 0).length;
    expect(summary.drawn).toBe(plain);
    expect(summary.objects).toBe(summary.drawn + summary.folded);
    // Tier-0, two Tier-1s and segments drawn, LB Tier-1, node segment, VIP, 7 Pods; folded: 2 Pods, a node port, kube-system.
    expect(summary).toMatchObject({ drawn: 15, folded: 6 });
  });

  it('draws groups with member links only when asked, and counts those that NSX made', () => {
    const found = view(storyWorld(), { groups: true });
    expect(titled(found, 'Web')).toMatchObject({ badge: '3', line: 'secgroup | web', lane: 'group' });
    const members = [...found.links.values()].filter((link) => link.kind === 'member');
    expect(members.map((link) => link.evidence)).toEqual(Array(3).fill('by tag secgroup | web'));
    expect(found.summary.notes).toContain('1 group that NSX made for its load balancer not drawn');
    expect(titled(view(storyWorld()), 'Web')).toBeUndefined();
  });

  it('keeps a group that a rule names in the view of a namespace that has no member left', () => {
    const spec = { cluster: 'pandora', namespace: 'production', groups: true };
    expect(titled(view(storyWorld(), spec), 'Web')).toMatchObject({ badge: '3' });
    const unused = upsert('group', nsxRaw('Group', '/infra/domains/default/groups/Unused', { expression: [] }));
    expect(titled(view([...storyWorld(), unused], spec), 'Unused')).toBeUndefined();
  });

  it('follows what stands behind a VIP of a folded namespace into another one', () => {
    const folded = `-${DEVELOPMENT}`;
    const topology = graphOf([...storyWorld(), ...serviceWorld('far', 'development', ['10.0.7.9'])]);
    const behind = () => {
      const found = computeView(topology.graph, { ...WHOLE, open: [folded] }, []);
      const target = titled(found, 'away');
      return [...found.links.values()].filter((link) => link.to === target?.id && link.kind === 'backs').length;
    };
    expect(behind()).toBe(0);
    topology.apply(podWorld({ uid: 'away', name: 'away', namespace: 'production', address: '10.0.7.9' }), 2);
    expect(behind()).toBe(1);
  });

  it('puts groups that NCP makes by the dozen behind one card per purpose', () => {
    const target = (pod: string) =>
      upsert(
        'group',
        nsxRaw('Group', `/infra/domains/pandora/groups/hc_port_${pod}_tgt`, {
          expression: [
            { resource_type: 'PathExpression', paths: [`/infra/segments/seg_development_0/ports/port_${pod}`] },
          ],
          tags: tagsOf({ tags: [{ scope: 'ncp/created_for', tag: 'healthcheck' }] }),
        }),
      );
    const world = [...storyWorld(), target('redis'), target('front-0')];
    const fold = titled(view(world, { groups: true }), '2 groups for health checks');
    expect(fold).toMatchObject({ folded: 2, lane: 'group' });
    const opened = view(world, { groups: true, open: [`+${fold?.id}`] });
    expect(titled(opened, 'hc_port_redis_tgt')?.badge).toBe('1');
  });

  it('shows a Pod without its port as waiting, on the Kubernetes plane alone', () => {
    const found = view([...storyWorld(), upsert('pod', podRaw({ uid: 'new', name: 'newcomer', phase: 'Pending' }))]);
    expect(titled(found, 'newcomer')).toMatchObject({
      state: 'pending',
      reason: 'waiting for its segment port',
      planes: ['kubernetes'],
    });
  });

  it('keeps what is left over of a deleted namespace in a region of its own', () => {
    const found = view([...storyWorld(), remove('namespace', 'ns-production')]);
    expect(found.regions.get('region|pandora|production')).toMatchObject({ node: null, state: 'orphan' });
    expect(found.summary.orphans).toBe(2);
  });

  it('never drops what nobody claims', () => {
    const found = view([...storyWorld(), upsert('segment', nsxRaw('Segment', '/infra/segments/admin'))]);
    expect(titled(found, '1 without a cluster')).toMatchObject({ lane: 'segment', line: 'admin', folded: 1 });
  });

  it('draws a Tier-1 that all namespaces share outside the regions', () => {
    const tags = tagsOf({ namespace: 'a', namespaceUid: 'ns-a' });
    const found = view([
      ...namespaceWorld('a', 1).filter((change) => change.type === 'upsert' && change.record.node.kind === 'namespace'),
      upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/pandora', { tags: tagsOf({}) })),
      upsert('segment', nsxRaw('Segment', '/infra/segments/s', { connectivity_path: '/infra/tier-1s/pandora', tags })),
    ]);
    expect(titled(found, 'pandora')?.region).toBeNull();
    expect(titled(found, 's')?.region).toBe('region|pandora|a');
  });

  it('stays bounded whatever the world', () => {
    const many = Array.from({ length: 450 }, (_, index) => namespaceWorld(`team-${index}`, index % 250)).flat();
    const pods = Array.from({ length: 700 }, (_, index) =>
      podWorld({
        uid: `p${index}`,
        name: `p${index}`,
        namespace: 'team-0',
        address: `10.1.${index >> 8}.${index & 255}`,
      }),
    ).flat();
    const found = view([...many, ...pods], {
      open: [...Array(100).keys()].map((index) => `+region|pandora|team-${index}`),
    });
    expect(found.cards.size).toBeLessThanOrEqual(LIMITS.cards);
    expect(found.regions.size).toBe(450);
    expect(found.summary.objects).toBe(450 * 2 + 700);
  });

  it('says why it is empty', () => {
    expect(view([]).summary.empty).toContain('No source is configured');
  });

  it('is reached from any other view by the diff of the two', () => {
    const [before, after] = [view([]), view(storyWorld(), { groups: true })];
    const patched = applyViewPatch(before, { ...diffViews(before, after), seq: after.seq, summary: after.summary });
    expect({ ...patched, spec: after.spec }).toEqual(after);
  });
});
