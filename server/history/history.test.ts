import { describe, expect, it } from 'vitest';
import { type NodeId, nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, NSX, nsxRaw, podRaw, portRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld } from '@/tests/support/story';
import { History, type HistoryLimits } from './history';

const POD = nodeId(KUBERNETES, 'pod', 'redis');
const NAMESPACE = nodeId(KUBERNETES, 'namespace', 'ns-development');

const redis = (more: Partial<Parameters<typeof podRaw>[0]> = {}): ObjectChange =>
  upsert(
    'pod',
    podRaw({
      uid: 'redis',
      name: 'redis-master-6cb7-zlx26',
      namespace: 'development',
      address: '10.0.6.5',
      node: 'k8s-worker-1',
      ...more,
    }),
  );

/** A world that was read, and the history of what is then applied to it, one batch after the other. */
function playedOut(batches: readonly (readonly ObjectChange[])[], limits: Partial<HistoryLimits> = {}) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const history = new History(limits);
  topology.apply([...storyWorld(), redis()], 1);
  topology.narrate((story, at) => history.record(story, at));
  batches.forEach((batch, index) => {
    topology.apply(batch, 100 + index);
  });
  return { history, words: (id: NodeId) => (history.of(id)?.changes ?? []).map((change) => change.words) };
}

describe('history', () => {
  it('holds nothing of the first read', () => {
    const { history } = playedOut([]);
    expect(history.of(POD)).toBeNull();
    expect(history.skippedAt).toBeNull();
  });

  it('tells of states and labels, newest first, each with its time', () => {
    const { history } = playedOut([
      [redis({ ready: false })],
      [redis({ labels: { role: 'master' } })],
      [redis({ labels: { role: 'replica' } })],
      [redis()],
    ]);
    const { changes = [] } = history.of(POD) ?? {};
    expect(changes.map(({ what, words, at }) => [at, what, words])).toEqual([
      [103, 'label', 'label role=replica was taken away'],
      [102, 'label', 'label role: master → replica'],
      [101, 'label', 'label role=master was set'],
      [101, 'state', 'warning → healthy'],
      [100, 'state', expect.stringMatching(/^healthy → warning: /)],
    ]);
  });

  it('tells of an object that came and went in its own history and in that of its neighbours', () => {
    const { history, words } = playedOut([
      [upsert('pod', podRaw({ uid: 'new', name: 'new', namespace: 'development', node: 'k8s-worker-1' }))],
      [remove('pod', 'new')],
    ]);
    const made = nodeId(KUBERNETES, 'pod', 'new');
    expect(words(made)).toEqual(['the Pod is gone', 'the Pod was seen first']);
    expect(history.of(NAMESPACE)?.changes.map(({ words, other }) => [words, other?.name])).toEqual([
      ['no longer contains', 'new'],
      ['contains', 'new'],
    ]);
  });

  it('tells of an object that is replaced in one go as of one that stayed', () => {
    const { words } = playedOut([[remove('pod', 'redis'), redis({ ready: false })]]);
    expect(words(POD)).toEqual([expect.stringMatching(/^healthy → warning: /)]);
    expect(words(NAMESPACE)).toEqual([]);
  });

  it('tells a group and its members of each other', () => {
    const path = [...createdPorts()].find((key) => key.includes('front-0')) ?? '';
    const port = nodeId(NSX, 'segment-port', path);
    const group = nodeId(NSX, 'group', '/infra/domains/default/groups/Web');
    const { words } = playedOut([[remove('segment-port', path)]]);
    expect(words(port)).toEqual(['the segment port is gone']);
    expect(words(group)).toEqual(['the port is gone: no longer has member']);
  });

  it('tells a group by which tag of a port a member came, and by which it went', () => {
    const port = (labels: Readonly<Record<string, string>>) =>
      upsert(
        'segment-port',
        portRaw({
          podUid: 'redis',
          pod: 'redis-master-6cb7-zlx26',
          namespaceUid: 'ns-development',
          segment: '/infra/segments/seg_development_0',
          labels,
        }),
      );
    const { words } = playedOut([[port({ secgroup: 'web' })], [port({})]]);
    expect(words(nodeId(NSX, 'group', '/infra/domains/default/groups/Web'))).toEqual([
      'tag secgroup|web was taken away: no longer has member',
      'tag secgroup|web was set: has member',
    ]);
  });

  it('tells a group that members came by changed criteria, or by a tag of the segment', () => {
    const path = '/infra/domains/default/groups/g';
    const asking = (value: string, type = 'SegmentPort') =>
      upsert(
        'group',
        nsxRaw('Group', path, {
          expression: [{ resource_type: 'Condition', member_type: type, key: 'Tag', operator: 'EQUALS', value }],
        }),
      );
    const segment = (...tags: readonly { readonly scope: string; readonly tag: string }[]) =>
      upsert('segment', nsxRaw('Segment', '/infra/segments/seg_development_0', { tags }));
    const { history } = playedOut([
      [asking('nobody|here')],
      [asking('ncp/pod_uid|redis')],
      [asking('zone|dmz', 'Segment')],
      [segment({ scope: 'zone', tag: 'dmz' })],
    ]);
    const told = history.of(nodeId(NSX, 'group', path))?.changes ?? [];
    const at = (time: number) => [...new Set(told.filter((change) => change.at === time).map(({ words }) => words))];
    expect(at(101)).toEqual(['the criteria were changed: has member']);
    expect(at(103)).toEqual([expect.stringMatching(/^on the segment .*tag zone\|dmz was set.*: has member$/)]);
  });

  it('tells a group that takes the criteria of another one who came and who went, and neither who stayed nor the other', () => {
    const [mine, theirs] = ['/infra/domains/default/groups/mine', '/infra/domains/default/groups/theirs'];
    const asking = (path: string, ...values: readonly string[]) => {
      const conditions = values.map((value) => ({
        resource_type: 'Condition',
        member_type: 'SegmentPort',
        key: 'Tag',
        operator: 'EQUALS',
        value,
      }));
      const or = { resource_type: 'ConjunctionOperator', conjunction_operator: 'OR' };
      const expression = conditions.flatMap((one, index) => (index === 0 ? [one] : [or, one]));
      return upsert('group', nsxRaw('Group', path, { expression }));
    };
    const [front0, front1, stays] = ['ncp/pod_uid|front-0', 'ncp/pod_uid|front-1', 'ncp/pod_uid|front-2'];
    const { history } = playedOut([
      [asking(mine, stays, front0), asking(theirs, stays, front1)],
      [asking(mine, stays, front1)],
      [asking(mine, stays, front0)],
    ]);
    const told = (path: string, at: number) =>
      (history.of(nodeId(NSX, 'group', path))?.changes ?? [])
        .filter((change) => change.at === at)
        .map(({ words, other }) => `${words} ${other?.name}`)
        .sort();
    const came = (pod: string) => expect.stringMatching(new RegExp(`^the criteria were changed: has member .*${pod}$`));
    const went = (pod: string) =>
      expect.stringMatching(new RegExp(`^the criteria were changed: no longer has member .*${pod}$`));
    expect(told(mine, 101)).toEqual([came('front-1'), went('front-0')]);
    expect(told(mine, 102)).toEqual([came('front-0'), went('front-1')]);
    expect([...told(theirs, 101), ...told(theirs, 102)]).toEqual([]);
  });

  it('names the tag that a membership rests on, and none that changed at the same time', () => {
    const port = (labels: Readonly<Record<string, string>>) =>
      upsert(
        'segment-port',
        portRaw({
          podUid: 'redis',
          pod: 'redis-master-6cb7-zlx26',
          namespaceUid: 'ns-development',
          segment: '/infra/segments/seg_development_0',
          labels,
        }),
      );
    const { words } = playedOut([[port({ app: 'a' })], [port({ app: 'b', secgroup: 'web' })], [port({ app: 'c' })]]);
    expect(words(nodeId(NSX, 'group', '/infra/domains/default/groups/Web'))).toEqual([
      'tag secgroup|web was taken away: no longer has member',
      'tag secgroup|web was set: has member',
    ]);
  });

  it('tells a port of many groups that ask for the same in one line', () => {
    const expression = [
      { resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value: 'tier|db' },
    ];
    const groups = Array.from({ length: 30 }, (_, index) =>
      upsert('group', nsxRaw('Group', `/infra/domains/default/groups/many-${index}`, { expression })),
    );
    const path = [...createdPorts()].find((key) => key.includes('redis')) ?? '';
    const tagged = podWorld({
      uid: 'redis',
      name: 'redis-master-6cb7-zlx26',
      namespace: 'development',
      address: '10.0.6.5',
      labels: { tier: 'db' },
    });
    const { words } = playedOut([groups, tagged]);
    expect(words(nodeId(NSX, 'segment-port', path))).toContain(
      'is a member of 30 groups that ask for the same, such as',
    );
    expect(words(nodeId(NSX, 'group', '/infra/domains/default/groups/many-3'))).toEqual(['the group was seen first']);
  });

  it('keeps so many changes of each object and in all, and says when it dropped some', () => {
    const flips = Array.from({ length: 9 }, (_, index) => [redis({ ready: index % 2 === 1 })]);
    const { history } = playedOut(flips, { perObject: 4 });
    expect(history.of(POD)?.changes.map(({ at }) => at)).toEqual([108, 107, 106, 105]);
    expect(history.of(POD)?.dropped).toBe(true);

    const others = Array.from({ length: 30 }, (_, index) => [
      upsert('pod', podRaw({ uid: `p${index}`, name: `p${index}`, namespace: 'production' })),
    ]);
    const crowded = playedOut([...flips.slice(0, 1), ...others], { perObject: 4, total: 20 }).history;
    expect(crowded.of(POD)).toBeNull();
    expect(crowded.forgotten).toBe(true);
    expect(crowded.of(nodeId(KUBERNETES, 'pod', 'p29'))?.changes).toHaveLength(1);
  });

  it('says when very much changed at once, and keeps none of that', () => {
    const { history } = playedOut([[redis({ ready: false }), upsert('pod', podRaw({ uid: 'b', name: 'b' }))]], {
      atOnce: 1,
    });
    expect(history.of(POD)).toBeNull();
    expect(history.skippedAt).toBe(100);
  });
});

function* createdPorts(): Iterable<string> {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(storyWorld(), 1);
  for (const { key } of topology.graph.nodesOfKind('segment-port')) yield key;
}
