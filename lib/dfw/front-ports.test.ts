import { expect, it } from 'vitest';
import { kubernetesSource } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { inOneGo } from '../steps';
import { frontPorts } from './front-ports';
import { KnownEnds } from './known-ends';

/** A Service with one Pod behind it; its cluster address is the same in every cluster. */
const served = (cluster: string) => [
  upsert('pod', podRaw({ uid: 'pod', name: 'web-0', namespace: 'dev', address: '10.0.0.9' }), cluster),
  upsert(
    'service',
    {
      metadata: { uid: 'svc', name: 'web', namespace: 'dev' },
      spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', ports: [{ port: 80, protocol: 'TCP' }] },
    },
    cluster,
  ),
  upsert(
    'endpoint-slice',
    {
      metadata: { uid: 'x', name: 'web-x', namespace: 'dev', labels: { 'kubernetes.io/service-name': 'web' } },
      endpoints: [{ addresses: ['10.0.0.9'], targetRef: { kind: 'Pod', uid: 'pod' } }],
    },
    cluster,
  ),
];

it('takes Services of two clusters with the same cluster address for two', () => {
  const second = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'second' };
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER, second] });
  topology.apply([...served('pandora'), ...served('second')], 1);
  const { graph } = topology;
  const found = inOneGo(frontPorts(graph, new KnownEnds(graph)));
  expect(found.map(({ front, traffic }) => [front.node.cluster, traffic.port])).toEqual([
    ['pandora', 80],
    ['second', 80],
  ]);
});
