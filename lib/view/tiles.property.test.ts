import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { batches } from '@/tests/support/arbitraries';
import { namespaceWorld, podWorld } from '@/tests/support/story';
import { expectAsIfNew } from '@/tests/support/watched-views';
import { computeView, LIMITS, type View, type ViewSpec } from './index';
import { BOX_KINDS } from './view';

const SPACES = LIMITS.foldedCards + 20;
const settings = { seed: 13, numRuns: 25 };

const namespaces = Array.from({ length: SPACES }, (_, index) => namespaceWorld(`team-${index}`, index % 250)).flat();

function podsOf(namespace: number, count: number): readonly ObjectChange[] {
  return Array.from({ length: count }, (_, pod) => {
    const name = `web-${namespace}-${pod}`;
    return podWorld({ uid: name, name, namespace: `team-${namespace}`, address: `10.${namespace}.0.${pod + 2}` });
  }).flat();
}

const worlds = fc
  .uniqueArray(fc.record({ namespace: fc.nat(SPACES - 1), pods: fc.integer({ min: 1, max: 7 }) }), {
    selector: ({ namespace }) => namespace,
    maxLength: 12,
  })
  .map((list) => [...namespaces, ...list.flatMap(({ namespace, pods }) => podsOf(namespace, pods))]);

const specs = fc.record({
  open: fc.uniqueArray(fc.nat(SPACES - 1), { maxLength: 6 }),
  find: fc.constantFrom(undefined, 'kind:pod', 'team-1'),
  hide: fc.constantFrom(undefined, 'kind:segment', 'name:web-1'),
});

interface Asked {
  readonly open: readonly number[];
  readonly find: string | undefined;
  readonly hide: string | undefined;
}

const specOf = ({ open, find, hide }: Asked): ViewSpec => ({
  cluster: null,
  namespace: null,
  groups: false,
  open: open.map((index) => `+region|pandora|team-${index}`),
  ...(find === undefined ? {} : { find }),
  ...(hide === undefined ? {} : { hide }),
});

/** Everything that a view shows, counted from what is drawn. */
function counted({ cards, regions }: View) {
  const tiles = [...regions.values()].flatMap(({ tile }) => tile ?? []);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    objects: sum([...cards.values()].map(({ folded }) => folded || 1)) + sum(tiles.map(({ objects }) => objects)),
    found: sum([...cards.values(), ...tiles].map(({ found }) => found ?? 0)),
  };
}

describe('a view of more Namespaces than have cards', () => {
  it('has every one of them, and counts exactly whatever is opened, found or hidden', () => {
    fc.assert(
      fc.property(worlds, specs, (changes, asked) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        topology.apply(changes, 1);
        const spec = specOf(asked);
        const { open, hide: _, find: __, ...rest } = spec;
        const all = computeView(topology.graph, { ...rest, open: [] }, []);
        const view = computeView(topology.graph, spec, []);
        expect(view.regions.size).toBe(SPACES);
        expect([...view.regions.values()].every(({ tile, folded }) => folded === (tile !== undefined))).toBe(true);
        expect([...view.regions.values()].filter(({ folded }) => !folded)).toHaveLength(open.length);
        expect(counted(view).objects).toBe(view.summary.objects);
        expect(view.summary.objects + (view.summary.hidden ?? 0)).toBe(all.summary.objects);
        expect(counted(view).found).toBe(view.summary.found ?? 0);
      }),
      settings,
    );
  });

  it('is the same whether it was watched all along or is asked for the first time, and its patches lead to it', () => {
    // With Namespaces that come and go there are now more of them than have cards, now not.
    const worlds = fc.tuple(fc.integer({ min: LIMITS.foldedCards - 2, max: LIMITS.foldedCards + 2 }), batches);
    const asked = fc.record({
      cluster: fc.constantFrom(null, 'pandora'),
      open: fc.subarray(['+region|pandora|a', '+region|pandora|team-7', '-region|pandora|b', '+*', '-*']),
      find: fc.constantFrom({}, { find: 'kind:pod' }),
      groups: fc.boolean(),
      by: fc.constantFrom({}, {}, { by: 'tier-1' as const }, { by: 'workload' as const }, { by: 'group' as const }),
    });
    fc.assert(
      fc.property(worlds, asked, ([count, list], { find, by, ...rest }) => {
        const many = Array.from({ length: count }, (_, index) => namespaceWorld(`team-${index}`, index)).flat();
        const spec = { ...rest, namespace: null, ...find, ...by };
        expectAsIfNew({ clusters: [SAMPLE_CLUSTER] }, [many, ...list], spec);
      }),
      { seed: 14, numRuns: 60 },
    );
  });

  it('by other boxes is the same whether its Namespaces are kept between views or not', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...BOX_KINDS), (changes, kind) => {
        const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
        topology.apply(changes, 1);
        const base = { cluster: null, namespace: null, open: [], groups: true, find: 'kind:pod' };
        const spec: ViewSpec = kind === 'namespace' ? base : { ...base, by: kind };
        const kept = computeView(topology.graph, spec, []);
        const visited = computeView(topology.graph, { ...spec, hide: 'name=nobody-is-called-so' }, []);
        for (const part of ['regions', 'cards', 'links'] as const)
          expect(Object.fromEntries<unknown>(kept[part])).toEqual(Object.fromEntries<unknown>(visited[part]));
        expect({ ...kept.summary, hidden: 0 }).toEqual(visited.summary);
      }),
      { seed: 15, numRuns: 15 },
    );
  });

  it('keeps the tiles of Namespaces that did not change', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(namespaces, 1);
    for (const asked of [
      { open: [], find: undefined, hide: undefined },
      { open: [3], find: 'web', hide: 'kind:segment' },
    ]) {
      const before = computeView(topology.graph, specOf(asked), []);
      topology.apply(podsOf(5, asked.open.length + 1), 2);
      const after = computeView(topology.graph, specOf(asked), []);
      const others = [...after.regions].filter(([id, region]) => before.regions.get(id) !== region && region.folded);
      expect(others.map(([id]) => id)).toEqual(['region|pandora|team-5']);
    }
  });
});
