import { beforeAll, describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { podRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { type Found, search, SearchIndex } from '.';

const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
const index = new SearchIndex(topology.graph);
const never = (): boolean => false;

function ask(text: string, more: Partial<Parameters<typeof search>[1]> = {}): Found {
  index.catchUp(never);
  return search(index, { text, cluster: null, namespace: null, kind: null, perKind: 20, ...more }, never);
}
const called = (found: Found): readonly string[] =>
  found.kinds.flatMap(({ kind, hits }) => hits.map(({ node }) => `${kind} ${node.name}`));
const first = (found: Found) => found.kinds[0]?.hits[0];

beforeAll(() => {
  topology.apply(storyWorld(), 1);
});

describe('search', () => {
  it.each(['pod', 'segment-port'])('finds every %s by any of its identifiers, in the first place', (kind) => {
    for (const { id, name, key, facts } of topology.graph.nodesOfKind(kind)) {
      const texts = [name, key, facts.address, facts.mac, facts.vif].filter((text) => typeof text === 'string');
      for (const text of texts) {
        for (const typed of [text, text.toUpperCase(), ` ${text} `]) {
          const hits = ask(typed, { kind }).kinds[0]?.hits ?? [];
          expect(
            hits.map(({ node }) => node.id),
            typed,
          ).toContain(id);
          if (text !== key) expect(hits[0]?.matches[0]?.text.toLowerCase(), typed).toBe(text.toLowerCase());
        }
      }
    }
  });

  it('finds by tag, label, VLAN and rule id, and says what matched', () => {
    const port = [...topology.graph.nodesOfKind('segment-port')].find(({ facts }) => typeof facts.vlan === 'number');
    const vlan = String(port?.facts.vlan);
    expect(ask(`vlan:${vlan}`, { kind: 'segment-port' }).kinds[0]?.hits[0]?.matches[0]).toMatchObject({
      label: 'VLAN',
      text: vlan,
    });
    const tag = port?.tags?.find(({ scope }) => scope === 'ncp/project');
    const tagged = first(ask(`ncp/project|${tag?.tag}`, { kind: 'segment-port' }));
    expect(tagged?.matches[0]).toMatchObject({ label: 'Tag', text: `ncp/project|${tag?.tag}`, at: 0 });
    const pod = [...topology.graph.nodesOfKind('pod')].find(({ labels }) => Object.keys(labels ?? {}).length > 0);
    const [[key, value] = ['', '']] = Object.entries(pod?.labels ?? {});
    const labelled = ask(`${key}=${value}`, { kind: 'pod' });
    expect(labelled.kinds[0]?.hits[0]?.matches[0]).toMatchObject({ label: 'Label', text: `${key}=${value}` });
  });

  it('finds what is inside of a network, and the network around an address', () => {
    const pods = [...topology.graph.nodesOfKind('pod')].filter(({ facts }) => typeof facts.address === 'string');
    const [pod] = pods;
    const address = String(pod?.facts.address);
    const network = `${address.split('.').slice(0, 3).join('.')}.0/24`;
    const inside = pods.filter(({ facts }) => String(facts.address).startsWith(network.replace(/0\/24$/, '')));
    const found = ask(network);
    expect(found.kinds.find(({ kind }) => kind === 'pod')?.total).toBe(inside.length);
    expect(called(found).some((name) => name.startsWith('segment '))).toBe(true);
    const around = ask(address).kinds.find(({ kind }) => kind === 'segment');
    expect(around?.hits[0]?.matches[0]).toMatchObject({ label: 'Network', at: null });
    expect(ask('198.51.100.0/24').total).toBe(0);
  });

  it('wants every word, keeps to a scope, and to a kind when asked', () => {
    const all = ask('development');
    expect(all.total).toBeGreaterThan(0);
    for (const { node } of ask('development kind:pod').kinds.flatMap(({ hits }) => hits)) expect(node.kind).toBe('pod');
    expect(ask('development nonesuch').total).toBe(0);
    const scoped = ask('ncp', { cluster: 'pandora', namespace: 'development' });
    for (const { node } of scoped.kinds.flatMap(({ hits }) => hits))
      expect(node.namespace ?? node.name).toBe('development');
    expect(ask('development', { cluster: 'another' }).total).toBe(0);
  });

  it('puts the object that is called so before those that hold it', () => {
    const found = ask('development');
    expect(first(found)?.node).toMatchObject({ name: 'development' });
    expect(first(found)?.matches[0]).toMatchObject({ label: 'Name', score: 100 });
  });

  it('says when time ran out, and has the names by then', () => {
    const large = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const pods = Array.from({ length: 600 }, (_, i) => upsert('pod', podRaw({ uid: `needle-${i}`, name: `web-${i}` })));
    large.apply([...pods, upsert('pod', podRaw({ uid: 'last', name: 'needle-1' }))], 1);
    const whole = new SearchIndex(large.graph);
    whole.catchUp(never);
    let looks = 0;
    const asked = { text: 'needle', cluster: null, namespace: null, kind: null, perKind: 3 };
    const found = search(whole, asked, () => ++looks > 2);
    expect(found.complete).toBe(false);
    expect(first(found)?.node.name).toBe('needle-1');
    expect(found.total).toBeLessThan(601);
    expect(search(whole, asked, never)).toMatchObject({ complete: true, total: 601 });
    expect(ask('').kinds).toEqual([]);
  });

  it('forgets what is gone and knows what came', () => {
    const [pod] = topology.graph.nodesOfKind('pod');
    if (pod === undefined) throw new Error('the story has Pods');
    const ofPods = (): number => ask(pod.key, { kind: 'pod' }).total;
    expect(ofPods()).toBe(1);
    const record = topology.graph.record(pod.id);
    topology.apply([remove('pod', pod.key)], 2);
    expect(ofPods()).toBe(0);
    if (record !== undefined) topology.apply([{ type: 'upsert', record }], 3);
    expect(ofPods()).toBe(1);
  });
});

describe('what many hold', () => {
  const pods = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) =>
      upsert('pod', podRaw({ uid: `u${from + i}`, name: `p${from + i}`, namespace: 'team', labels: { app: 'web' } })),
    );

  it('is known of those too that came before it was, each time there are twice as many', () => {
    const world = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const early = new SearchIndex(world.graph);
    const shared = (): number[] => Array.from({ length: early.size }, (_, slot) => early.sharedAt(slot));
    world.apply(pods(0, 10), 1);
    early.catchUp(never);
    expect(early.sharedAt(0)).toBe(0);
    expect(early.renew(() => true)).toBe(false);
    expect(early.renew(never)).toBe(true);
    expect(new Set(shared()).size).toBe(1);
    expect(early.sharedAt(0)).not.toBe(0);
    world.apply(pods(10, 15), 2);
    early.catchUp(never);
    expect(early.renew(() => true)).toBe(true);
  });
});
