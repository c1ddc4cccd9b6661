import { describe, expect, it } from 'vitest';
import { podRaw, portRaw, sampleWorld, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { createTopology } from './index';

const options = { clusters: [SAMPLE_CLUSTER] };

describe('createTopology', () => {
  it('joins a Pod to its segment port by the Pod UID tag, with all the evidence that holds', () => {
    const topology = createTopology(options);
    const delta = topology.apply(
      [
        upsert('pod', podRaw({ uid: 'u1', name: 'frontend' })),
        upsert('segment-port', portRaw({ podUid: 'u1', pod: 'frontend' })),
      ],
      5,
    );
    expect(delta?.seq).toBe(1);
    const [edge] = Object.values(delta?.edges.put ?? {}).filter((candidate) => candidate.kind === 'realizes');
    expect(edge?.evidence.map((piece) => piece.by)).toEqual(['tag', 'tag', 'inferred']);
  });

  it('says nothing when nothing changed', () => {
    const topology = createTopology(options);
    topology.apply(sampleWorld(), 1);
    expect(topology.apply(sampleWorld(), 2)).toBeNull();
  });
});
