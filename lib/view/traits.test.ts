import { describe, expect, it } from 'vitest';
import type { NodeId, ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { namespaceRaw, nsxRaw, podRaw, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { computeView, type ViewSpec } from './index';
import { stepsUp } from './paths';
import { leadAlike } from './traits';
import { unitWith } from './units';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const SHOP: ViewSpec = { ...WHOLE, cluster: 'pandora', namespace: 'shop' };
const SEGMENT = '/infra/segments/common';
const shop = tagsOf({ namespace: 'shop' });

const pool = (address: string): ObjectChange =>
  upsert(
    'lb-pool',
    nsxRaw('LBPool', '/infra/lb-pools/p', { members: [{ ip_address: address, port: '80' }], tags: shop }),
  );

/** A VIP of one namespace that leads to Pods of others. */
function shared(): ReturnType<typeof createTopology> {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(
    [
      ...['shop', 'near', 'far'].map((name) => upsert('namespace', namespaceRaw(name))),
      upsert('pod', podRaw({ uid: 'near', name: 'web', namespace: 'near', address: '10.0.6.4' })),
      upsert('pod', podRaw({ uid: 'far', name: 'web', namespace: 'far', address: '10.0.6.5' })),
      upsert(
        'lb-virtual-server',
        nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', { pool_path: '/infra/lb-pools/p', tags: shop }),
      ),
      pool('10.0.6.4'),
    ],
    1,
  );
  return topology;
}

describe('what a namespace leads to', () => {
  it('is another Pod once its VIP leads there, also where somebody looks at what is in it', () => {
    const topology = shared();
    const folded: ViewSpec = { ...WHOLE, open: ['-region|pandora|shop'] };
    const ends = (): string[] =>
      [...computeView(topology.graph, folded, []).links.values()]
        .filter(({ kind, from }) => kind === 'backs' && from === 'fold|region|pandora|shop|')
        .map(({ to }) => to);
    for (const [address, pod] of [
      ['10.0.6.4', 'near'],
      ['10.0.6.5', 'far'],
      ['10.0.6.4', 'near'],
    ] as const) {
      topology.apply([pool(address)], 2);
      computeView(topology.graph, SHOP, []);
      expect(ends()).toEqual([`kubernetes:pandora:pod:${pod}`]);
    }
  });

  it('may be another where an object joined a unit, whatever it leads to itself', () => {
    const { graph } = shared();
    const node = graph.node('kubernetes:pandora:pod:near' as NodeId);
    const other = graph.node('kubernetes:pandora:pod:far' as NodeId);
    if (node === undefined || other === undefined) throw new Error('the Pods are missing');
    const unit = unitWith(graph, node);
    if (unit === null) throw new Error('the Pod is drawn nowhere');
    const nothing = { steps: { up: [], behind: [] }, met: [], card: null, ports: null };
    const before = { ...unit, kept: nothing };
    expect(leadAlike(graph, [before], [{ ...before }])).toBe(true);
    expect(leadAlike(graph, [before], [{ ...before, nodes: [node, other] }])).toBe(false);
    expect(leadAlike(graph, [{ ...before, nodes: [node, other] }], [before])).toBe(false);
    expect(leadAlike(graph, [before], [{ ...before, nodes: [other] }])).toBe(false);
    expect(leadAlike(graph, [before], [before, before])).toBe(false);
  });
});

it('is drawn on demand in one view and always in another', () => {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(
    [
      upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/t', { tags: shop })),
      upsert('segment', nsxRaw('Segment', SEGMENT, { connectivity_path: '/infra/tier-1s/t', tags: shop })),
    ],
    1,
  );
  const [step] = [...topology.graph.nodes()].flatMap(({ id }) => stepsUp(topology.graph, id));
  const line = step?.line('a', 'b', false);
  expect(line).toMatchObject({ id: 'connects|a|b', from: 'a', to: 'b' });
  expect(step?.line('a', 'b', false)).toBe(line);
  expect(step?.line('a', 'b', true)).toMatchObject({ id: 'connects|a|b', quiet: true });
  expect(step?.line('a', 'b', false)).toEqual(line);
  expect(step?.line('a', 'c', false)).toMatchObject({ id: 'connects|a|c', to: 'c' });
});
