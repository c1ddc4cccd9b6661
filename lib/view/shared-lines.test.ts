import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { namespaceRaw, nsxRaw, podRaw, portRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { computeView, type View, type ViewSpec } from './index';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const CLUSTER_TAG = { tags: [{ scope: 'ncp/cluster', tag: 'pandora' }] };
const [SEGMENT, SUBNET] = ['/infra/segments/common', '/orgs/default/projects/dev/vpcs/common/subnets/pods'];

/** Namespaces without a network of their own: all their Pods are on one. */
function sharing(network: string, namespaces: readonly string[], pods: number): ReturnType<typeof createTopology> {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const gateway = '/infra/tier-1s/common';
  topology.apply(
    [
      upsert('tier-1', nsxRaw('Tier1', gateway, CLUSTER_TAG)),
      network === SEGMENT
        ? upsert('segment', nsxRaw('Segment', network, { connectivity_path: gateway, ...CLUSTER_TAG }))
        : upsert('segment', nsxRaw('VpcSubnet', network, CLUSTER_TAG)),
      ...namespaces.flatMap((namespace) => [
        upsert('namespace', namespaceRaw(namespace)),
        ...Array.from({ length: pods }, (_, index) => {
          const [uid, name] = [`${namespace}-${index}`, `web-${index}`];
          return [
            upsert('pod', podRaw({ uid, name, namespace })),
            upsert('segment-port', portRaw({ podUid: uid, pod: name, namespace, segment: network })),
          ];
        }).flat(),
      ]),
    ],
    1,
  );
  return topology;
}

const viewOf = (topology: ReturnType<typeof createTopology>, spec: Partial<ViewSpec> = {}): View =>
  computeView(topology.graph, { ...WHOLE, ...spec }, []);
const linesTo = ({ links, cards }: View, lane: string) =>
  [...links.values()].filter(({ kind, to }) => kind === 'contains' && cards.get(to)?.lane === lane);

describe('a network that Namespaces share', () => {
  it.each([SEGMENT, SUBNET])('is drawn once, and its lines to many Pods on demand: %s', (network) => {
    const view = viewOf(sharing(network, ['a', 'b', 'c'], 5));
    expect([...view.cards.values()].filter(({ lane }) => lane === 'segment')).toHaveLength(1);
    const lines = linesTo(view, 'pod');
    expect(lines).toHaveLength(15);
    expect(lines.every(({ quiet }) => quiet === true)).toBe(true);
    expect(view.summary.notes).toEqual([expect.stringMatching(/^1 network is shared by Namespaces/)]);
  });

  it('has its lines drawn while they are few', () => {
    const view = viewOf(sharing(SEGMENT, ['a', 'b'], 2));
    expect(linesTo(view, 'pod').map(({ quiet }) => quiet)).toEqual([undefined, undefined, undefined, undefined]);
    expect(view.summary.notes).toEqual([]);
  });

  it('is named by each Namespace on it, whatever it is called now', () => {
    const topology = sharing(SEGMENT, ['a', 'b'], 5);
    const words = () => [...viewOf(topology).regions.values()].map(({ summary }) => summary);
    expect(words()).toEqual(['5 Pods · on common', '5 Pods · on common']);
    topology.apply([upsert('segment', nsxRaw('Segment', SEGMENT, { ...CLUSTER_TAG, display_name: 'Pods' }))], 2);
    expect(words()).toEqual(['5 Pods · on Pods', '5 Pods · on Pods']);
  });

  it('has one line to each folded Namespace, always drawn', () => {
    const names = Array.from({ length: 16 }, (_, index) => `team-${index}`);
    const view = viewOf(sharing(SEGMENT, names, 2));
    const lines = linesTo(view, 'tier-1');
    expect(lines).toHaveLength(16);
    expect(lines.some(({ quiet }) => quiet)).toBe(false);
  });

  it('has all its Pods in its box where boxes are networks', () => {
    const view = viewOf(sharing(SEGMENT, ['a', 'b', 'c'], 5), { by: 'segment' });
    expect([...view.regions.values()].map(({ title, pods }) => [title, pods])).toEqual([['common', 15]]);
    expect(linesTo(view, 'pod').some(({ quiet }) => quiet)).toBe(false);
  });
});
