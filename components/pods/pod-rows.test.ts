import { expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import type { GraphResponse } from '@/lib/wire/graph';
import { podRows } from './pod-rows';

type GraphNode = GraphResponse['nodes'][number];
const cluster = kubernetesSource('pandora');
const nsx = nsxSource('lab');
const node = (
  id: string,
  kind: string,
  plane: 'kubernetes' | 'nsx',
  name: string,
  change: Partial<GraphNode> = {},
): GraphNode => ({
  id,
  kind,
  type: kind,
  plane,
  source: plane === 'nsx' ? nsx : cluster,
  key: name,
  name,
  namespace: 'dev',
  cluster: 'pandora',
  state: 'healthy',
  reason: null,
  facts: {},
  createdAt: null,
  modifiedAt: null,
  issues: [],
  ...change,
});
const ids = {
  b: nodeId(cluster, 'pod', 'b'),
  a: nodeId(cluster, 'pod', 'a'),
  port: nodeId(nsx, 'segment-port', '/p'),
  segment: nodeId(nsx, 'segment', '/s'),
  health: nodeId(nsx, 'group', '/hc'),
  domain: nodeId(nsx, 'domain', '/d'),
  web: nodeId(nsx, 'group', '/web'),
};
const edge = (
  kind: GraphResponse['edges'][number]['kind'],
  from: string,
  to: string,
): GraphResponse['edges'][number] => ({
  id: `${kind}|${from}|${to}`,
  kind,
  from,
  to,
  evidence: [{ by: 'tag', scope: 's', tag: 't' }],
});

it('joins a Pod to its port and segment, not to the health check group that is also made for it', () => {
  const rows = podRows({
    nodes: [
      node(ids.b, 'pod', 'kubernetes', 'b-pod', { facts: { address: '10.0.0.2' } }),
      node(ids.a, 'pod', 'kubernetes', 'a-pod'),
      node(ids.health, 'group', 'nsx', 'hc'),
      node(ids.domain, 'domain', 'nsx', 'domain'),
      node(ids.port, 'segment-port', 'nsx', 'port-b'),
      node(ids.segment, 'segment', 'nsx', 'seg'),
      node(ids.web, 'group', 'nsx', 'Web'),
    ],
    edges: [
      edge('realizes', ids.b, ids.health),
      edge('realizes', ids.b, ids.port),
      edge('contains', ids.domain, ids.port),
      edge('contains', ids.segment, ids.port),
      edge('member', ids.port, ids.web),
    ],
  });
  expect(rows.map((row) => row.name)).toEqual(['a-pod', 'b-pod']);
  expect(rows[0]).toMatchObject({ port: null, segment: null, groups: [] });
  expect(rows[1]).toMatchObject({ port: 'port-b', segment: 'seg', groups: ['Web'], address: '10.0.0.2' });
});
