import { describe, expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import { buildIndex, find } from './search-index';

const pod = nodeId(kubernetesSource('pandora'), 'pod', 'uid-1');
const port = nodeId(nsxSource('nsx'), 'segment-port', '/infra/segments/s/ports/p');
const index = buildIndex(
  [
    {
      id: 'c1',
      kind: 'pod',
      lane: 'pod',
      region: 'r',
      title: 'frontend-abc',
      line: '10.0.6.4',
      badge: null,
      planes: ['kubernetes', 'nsx'],
      state: 'healthy',
      reason: null,
      nodes: [pod, port],
      folded: 0,
    },
  ],
  [
    {
      id: pod,
      kind: 'pod',
      name: 'frontend-abc',
      namespace: 'development',
      cluster: 'pandora',
      key: 'uid-1',
      facts: {},
      labels: { secgroup: 'web' },
    },
    {
      id: port,
      kind: 'segment-port',
      name: 'port_1',
      namespace: 'development',
      cluster: 'pandora',
      key: '/infra/segments/s/ports/p',
      facts: { mac: '04:50:56:00:9c:01' },
      tags: [{ scope: 'ncp/pod', tag: 'frontend-abc' }],
    },
  ],
);

describe('search', () => {
  it('finds by label, tag, path, fact and address', () => {
    for (const text of ['secgroup=web', 'ncp/pod|frontend-abc', 'ports/p', '9c:01', '10.0.6.4', 'uid-1']) {
      expect(find(index, text, 10).hits[0]?.title, text).toBe('frontend-abc');
    }
  });

  it('needs every word, puts titles first and counts all', () => {
    expect(find(index, 'frontend nothing', 10)).toEqual({ hits: [], total: 0 });
    const found = find(index, 'port_1', 1);
    expect(found.hits[0]?.id).toBe(port);
    expect(found.total).toBe(2); // the port, and the card it stands behind
  });
});
