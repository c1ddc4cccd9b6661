import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { type GraphFilter, selectGraph, writeGraph } from './graph';

const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
topology.apply(storyWorld(), 1);

const ALL: GraphFilter = { cluster: null, namespace: null, kinds: [] };

describe('the graph as text', () => {
  it.each<GraphFilter>([
    ALL,
    { ...ALL, namespace: 'development' },
    { ...ALL, kinds: ['pod', 'segment-port', 'group'] },
  ])('says the same as the graph itself: %j', async (filter) => {
    let text = '';
    for await (const piece of writeGraph(topology.graph, filter, { seq: 1 })) text += piece;
    const part = selectGraph(topology.graph, filter);
    expect(part.nodes.length).toBeGreaterThan(0);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ seq: 1, ...part })));
  });

  it('comes in several pieces', async () => {
    let pieces = 0;
    for await (const piece of writeGraph(topology.graph, ALL, {})) {
      pieces++;
      expect(piece.length).toBeLessThan(200_000);
    }
    expect(pieces).toBeGreaterThan(4);
  });
});
