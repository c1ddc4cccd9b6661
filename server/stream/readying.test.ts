import { describe, expect, it, vi } from 'vitest';
import { createTopology } from '@/lib/topology';
import { computeView, readyViews } from '@/lib/view';
import { namespaceRaw, podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { until } from '@/tests/support/until';
import { Readying } from './readying';

const WHOLE = { cluster: null, namespace: null, open: [], groups: true };

describe('views that are readied ahead of time', () => {
  it('become ready by themselves after a change, and not after a stop', async () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const readying = new Readying(
      topology.graph,
      () => false,
      () => false,
    );
    topology.apply(storyWorld(), 1);
    readying.request();
    expect(readying.ready).toBe(false);
    await until('views to be ready', () => readying.ready);
    expect(readyViews(topology.graph, () => false)).toBe(true);
    readying.request();
    readying.stop();
    expect(readying.ready).toBe(false);
  });

  it('are readied later while much more is on its way', () => {
    vi.useFakeTimers();
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    const [calm, busy] = [false, true].map(
      (is) =>
        new Readying(
          topology.graph,
          () => is,
          () => true,
        ),
    );
    calm?.request();
    busy?.request();
    vi.advanceTimersByTime(100);
    expect([calm?.ready, busy?.ready]).toEqual([true, false]);
    vi.advanceTimersByTime(2_000);
    expect(busy?.ready).toBe(true);
    vi.useRealTimers();
  });

  it('go on as soon as the sources are waited for', () => {
    vi.useFakeTimers();
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    let isBusy = true;
    const readying = new Readying(
      topology.graph,
      () => isBusy,
      () => true,
    );
    readying.request();
    vi.advanceTimersByTime(100);
    expect(readying.ready).toBe(false);
    isBusy = false;
    vi.advanceTimersByTime(50);
    expect(readying.ready).toBe(true);
    vi.useRealTimers();
  });

  it('are readied with hardly a rest while nobody watches', () => {
    vi.useFakeTimers();
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    const [alone, watched] = [false, true].map(
      (is) =>
        new Readying(
          topology.graph,
          () => false,
          () => is,
        ),
    );
    alone?.request();
    watched?.request();
    vi.advanceTimersByTime(5);
    expect([alone?.ready, watched?.ready]).toEqual([true, false]);
    vi.advanceTimersByTime(100);
    expect(watched?.ready).toBe(true);
    vi.useRealTimers();
  });

  it('are the same as without, however short the slices and whatever changes between them', () => {
    const changes = storyWorld();
    const [sliced, plain] = [
      createTopology({ clusters: [SAMPLE_CLUSTER] }),
      createTopology({ clusters: [SAMPLE_CLUSTER] }),
    ];
    for (const [index, change] of changes.entries()) {
      sliced.apply([change], index);
      plain.apply([change], index);
      readyViews(sliced.graph, () => false);
    }
    expect(computeView(sliced.graph, WHOLE, [])).toEqual(computeView(plain.graph, WHOLE, []));
  });

  it('leave the first view little to visit, even after everything came at once', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    let visits = 0;
    const graph = new Proxy(topology.graph, {
      get: (target, name: keyof typeof topology.graph) => {
        if (name === 'node' || name === 'hopsFrom' || name === 'hopsTo') visits++;
        return target[name];
      },
    });
    const pods = Array.from({ length: 1_500 }, (_, i) =>
      upsert('pod', podRaw({ uid: `u${i}`, name: `p${i}`, namespace: i % 2 === 0 ? 'even' : 'odd' })),
    );
    topology.apply([upsert('namespace', namespaceRaw('even')), upsert('namespace', namespaceRaw('odd')), ...pods], 1);
    while (!readyViews(graph, () => true));
    visits = 0;
    const folded = { ...WHOLE, open: ['-region|pandora|even', '-region|pandora|odd'] };
    expect(computeView(graph, folded, []).summary.objects).toBe(1_500);
    expect(visits).toBeLessThan(100);
  });
});
