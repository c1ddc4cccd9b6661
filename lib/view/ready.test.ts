import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { clusterNodeRaw, namespaceRaw, podRaw, remove, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { computeView, readyView, readyViews, type ViewSpec } from '.';

const GROUPINGS = ['tier-1', 'segment', 'cluster-node', 'workload', 'group'] as const;
const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: true };

const podIn = (namespace: string, uid = `pod-${namespace}`): ObjectChange =>
  upsert('pod', podRaw({ uid, name: uid, namespace }));

describe('a view that is readied', () => {
  it.each(GROUPINGS)('grouped by %s is the same as without, whatever changes between the steps', (by) => {
    const changes = storyWorld();
    const [stepped, plain] = [
      createTopology({ clusters: [SAMPLE_CLUSTER] }),
      createTopology({ clusters: [SAMPLE_CLUSTER] }),
    ];
    const spec = { ...WHOLE, by };
    let steps = readyView(stepped.graph, spec);
    for (const [index, change] of changes.entries()) {
      stepped.apply([change], index);
      plain.apply([change], index);
      if (steps.next().done === true) steps = readyView(stepped.graph, spec);
      // Another who watches the same may come in between.
      if (index % 17 === 0) computeView(stepped.graph, spec, []);
    }
    expect(computeView(stepped.graph, spec, [])).toEqual(computeView(plain.graph, spec, []));
  });

  it('has very many boxes in order, with those that come while they are sorted', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    const plain = createTopology({ clusters: [SAMPLE_CLUSTER] });
    let number = 0;
    const podOnNode = () => {
      const name = `node-${(number * 7919) % 3001}`;
      const pod = { uid: `pod-${number}`, name: `p${number++}`, namespace: 'shop', node: name };
      return [upsert('cluster-node', clusterNodeRaw(name)), upsert('pod', podRaw(pod))];
    };
    const apply = (changes: readonly ObjectChange[]): void => {
      for (const each of [topology, plain]) each.apply(changes, number);
    };
    apply([upsert('namespace', namespaceRaw('shop')), ...Array.from({ length: 1_200 }, podOnNode).flat()]);
    const spec: ViewSpec = { ...WHOLE, by: 'cluster-node' };
    let count = 0;
    for (const steps = readyView(topology.graph, spec); steps.next().done !== true; ) {
      if (++count > 9) continue;
      apply(podOnNode());
      computeView(topology.graph, spec, []);
    }
    expect(count).toBeGreaterThan(1_200);
    expect(computeView(topology.graph, spec, [])).toEqual(computeView(plain.graph, spec, []));
  });

  it('visits one Namespace at a step, and leaves little to the view itself', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    let visits = 0;
    const graph = new Proxy(topology.graph, {
      get: (target, name: keyof typeof topology.graph) => {
        if (name === 'node' || name === 'hopsFrom' || name === 'hopsTo') visits++;
        return target[name];
      },
    });
    const names = Array.from({ length: 30 }, (_, i) => `space-${i}`);
    const pods = names.flatMap((namespace) =>
      Array.from({ length: 20 }, (_, i) =>
        upsert('pod', podRaw({ uid: `${namespace}-${i}`, name: `${namespace}-p${i}`, namespace })),
      ),
    );
    topology.apply([...names.map((name) => upsert('namespace', namespaceRaw(name))), ...pods], 1);
    while (!readyViews(graph, () => true));
    const spec: ViewSpec = { ...WHOLE, by: 'cluster-node', open: ['-*'] };
    visits = 0;
    let [most, all] = [0, 0];
    for (const steps = readyView(graph, spec); steps.next().done !== true; visits = 0) {
      most = Math.max(most, visits);
      all += visits;
    }
    expect(all).toBeGreaterThan(600);
    expect(most).toBeLessThan(all / 10);
    visits = 0;
    expect(computeView(graph, spec, []).summary.objects).toBe(600);
    expect(visits).toBeLessThan(all / 10);
    expect(inOneGo(readyView(graph, WHOLE))).toBeUndefined();
  });

  it('takes a world in that nobody has looked at yet a few objects at a step', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    let visits = 0;
    const graph = new Proxy(topology.graph, {
      get: (target, name: keyof typeof topology.graph) => {
        if (name === 'node' || name === 'hopsFrom' || name === 'hopsTo') visits++;
        return target[name];
      },
    });
    const names = Array.from({ length: 600 }, (_, i) => `space-${i}`);
    const pods = names.flatMap((namespace) =>
      Array.from({ length: 8 }, (_, i) => podIn(namespace, `${namespace}-${i}`)),
    );
    topology.apply([...names.map((name) => upsert('namespace', namespaceRaw(name))), ...pods], 1);
    let [most, all] = [0, 0];
    for (const steps = readyView(graph, WHOLE); steps.next().done !== true; visits = 0) {
      most = Math.max(most, visits);
      all += visits;
    }
    expect(all).toBeGreaterThan(20_000);
    expect(most).toBeLessThan(all / 25);
    expect(computeView(graph, WHOLE, []).summary.objects).toBe(4_800);
  });

  it.each([
    ['what is in Namespaces', [podIn('space-3', 'late'), remove('pod', 'pod-space-500')]],
    ['which Namespaces there are', [podIn('space-601')]],
  ])('leaves nothing behind of a world where %s changes while it is looked at in steps', (_, later) => {
    const names = Array.from({ length: 600 }, (_, i) => `space-${i}`);
    const first = names.flatMap((name) => [upsert('namespace', namespaceRaw(name)), podIn(name)]);
    const fresh = createTopology({ clusters: [SAMPLE_CLUSTER] });
    fresh.apply([...first, ...later], 2);
    const expected = computeView(fresh.graph, WHOLE, []);
    for (let pause = 1, isOver = false; !isOver; pause++) {
      const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
      topology.apply(first, 1);
      const steps = readyView(topology.graph, WHOLE);
      for (let step = 0; step < pause; step++) isOver = steps.next().done === true;
      topology.apply(later, 2);
      computeView(topology.graph, { ...WHOLE, namespace: 'space-3' }, []); // somebody else looks meanwhile
      inOneGo(steps);
      const view = computeView(topology.graph, WHOLE, []);
      expect([...view.regions], `after ${pause} steps`).toEqual([...expected.regions]);
      expect(view.summary, `after ${pause} steps`).toEqual(expected.summary);
    }
  });
});
