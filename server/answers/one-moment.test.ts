import { describe, expect, it } from 'vitest';
import { createTopology, type Topology } from '@/lib/topology';
import type { Steps } from '@/lib/steps';
import { podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld } from '@/tests/support/story';
import { ofOneMoment } from './one-moment';

const pod = (name: string) =>
  podWorld({ uid: name, name, namespace: 'dev', address: `10.0.0.${name.length}`, workload: 'web', labels: {} });

function world(): Topology {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(pod('a'), 1);
  return topology;
}

/** Counts how often it is begun; `during` happens in the middle of each. */
function workWith(during: (attempt: number) => void) {
  const state = { begun: 0 };
  function* work(): Steps<number> {
    state.begun++;
    yield;
    during(state.begun);
    yield;
    return state.begun;
  }
  return { state, work };
}

describe('an answer of one moment', () => {
  it('is worked out once while nothing changes, or only what no verdict depends on', async () => {
    const topology = world();
    const { state, work } = workWith(() => topology.apply([upsert('pod', podRaw({ uid: 'lone', name: 'lone' }))], 2));
    expect(await ofOneMoment(topology.graph, work)).toEqual({ result: 1, mixed: [] });
    expect(state.begun).toBe(1);
  });

  it('is begun again when a port came on the way', async () => {
    const topology = world();
    const { work } = workWith((attempt) => attempt === 1 && topology.apply(pod('bb'), 2));
    expect(await ofOneMoment(topology.graph, work)).toEqual({ result: 2, mixed: [] });
  });

  it('says so where ports keep coming', async () => {
    const topology = world();
    const { work } = workWith((attempt) => topology.apply(pod('c'.repeat(attempt + 1)), attempt + 1));
    const answer = await ofOneMoment(topology.graph, work);
    expect(answer?.result).toBe(3);
    expect(answer?.mixed.join()).toContain('different moments');
  });

  it('is given up when nobody waits any more', async () => {
    const aborter = new AbortController();
    const { work } = workWith(() => aborter.abort());
    function* endless(): Steps<number> {
      yield* work();
      for (;;) yield;
    }
    expect(await ofOneMoment(world().graph, endless, aborter.signal)).toBeNull();
  });
});
