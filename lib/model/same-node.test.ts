import { describe, expect, it } from 'vitest';
import { type GraphNode, kubernetesSource, nodeId, nsxSource } from './index';
import { sameButCluster, sameNode } from './same-node';

const source = nsxSource('nsx');
const node: Required<GraphNode> = {
  id: nodeId(source, 'segment-port', '/p'),
  kind: 'segment-port',
  type: 'SegmentPort',
  plane: 'nsx',
  source,
  key: '/p',
  name: 'p',
  namespace: 'dev',
  cluster: 'pandora',
  state: 'healthy',
  reason: null,
  facts: { vlan: 4 },
  labels: { app: 'web' },
  tags: [{ scope: 'app', tag: 'web' }],
  createdAt: 1,
  modifiedAt: 2,
  issues: [],
};

const changes: Required<GraphNode> = {
  id: nodeId(source, 'segment-port', '/q'),
  kind: 'segment',
  type: 'LogicalPort',
  plane: 'kubernetes',
  source: kubernetesSource('pandora'),
  key: '/q',
  name: 'q',
  namespace: null,
  cluster: null,
  state: 'failed',
  reason: 'broken',
  facts: { vlan: 5 },
  labels: { app: 'db' },
  tags: [{ scope: 'app', tag: 'db' }],
  createdAt: null,
  modifiedAt: 3,
  issues: ['no tag'],
};

describe('sameNode', () => {
  it('takes equal nodes for the same, whoever made them', () => {
    expect(sameNode(node, structuredClone(node))).toBe(true);
  });

  it.each(Object.keys(node) as (keyof GraphNode)[])('sees that %s differs', (field) => {
    const other = { ...structuredClone(node), [field]: changes[field] };
    expect(sameNode(node, other)).toBe(false);
    expect(sameButCluster(node, other)).toBe(field === 'cluster');
  });

  it('tells tags that are missing, more, or in another order', () => {
    const { tags: _, ...untagged } = node;
    const two = [...node.tags, { scope: 'tier', tag: '' }];
    expect(sameNode(node, untagged)).toBe(false);
    expect(sameNode(untagged, node)).toBe(false);
    expect(sameNode(node, { ...node, tags: two })).toBe(false);
    expect(sameNode({ ...node, tags: two }, { ...node, tags: [...two].reverse() })).toBe(false);
  });
});
