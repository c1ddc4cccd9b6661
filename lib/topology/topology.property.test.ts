import fc from 'fast-check';
import type { ClusterMapping } from '@/lib/correlate';
import { describe, expect, it } from 'vitest';
import {
  applyDelta,
  kubernetesSource,
  nodeId,
  squashDeltas,
  type GraphDelta,
  type ItemDelta,
  type KeyedDelta,
  type GraphSnapshot,
  type ObjectChange,
  type ObjectRecord,
} from '@/lib/model';
import { batches } from '@/tests/support/arbitraries';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { createTopology, rebuild } from './index';

const SECOND = { ...SAMPLE_CLUSTER, source: kubernetesSource('second'), name: 'second', tagValue: 'elsewhere' };
const options = { clusters: [SAMPLE_CLUSTER, SECOND] };
const settings = { seed: 20_261, numRuns: 400 };

function remaining(changes: readonly ObjectChange[]): ObjectRecord[] {
  const records = new Map<string, ObjectRecord>();
  for (const change of changes) {
    if (change.type === 'upsert') records.set(change.record.node.id, change.record);
    else records.delete(nodeId(change.source, change.kind, change.key));
  }
  return [...records.values()];
}

type Content = Omit<GraphSnapshot, 'seq'>;

const EMPTY: Content = { nodes: new Map(), edges: new Map(), criteria: new Map(), memberships: new Map() };

const inOrder = <V>(map: ReadonlyMap<string, V>) => Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

const plain = ({ nodes, edges, criteria, memberships }: Content) => ({
  nodes: inOrder(nodes),
  edges: inOrder(edges),
  criteria: inOrder(criteria),
  memberships: inOrder(memberships),
});

describe('the incremental topology', () => {
  it('equals a graph built from nothing after any interleaving of events of both planes', () => {
    fc.assert(
      fc.property(batches, (list) => {
        const topology = createTopology(options);
        for (const [at, batch] of list.entries()) topology.apply(batch, at);
        expect(plain(topology.snapshot())).toEqual(plain(rebuild(remaining(list.flat()), options)));
      }),
      settings,
    );
  });

  it('gives deltas that lead from each snapshot to the next, and that squash into one', () => {
    fc.assert(
      fc.property(batches, (list) => {
        const topology = createTopology(options);
        const deltas: GraphDelta[] = [];
        let graph: Content = topology.snapshot();
        for (const [at, batch] of list.entries()) {
          const delta = topology.apply(batch, at);
          if (delta === null) continue;
          deltas.push(delta);
          graph = applied(graph, delta);
          expect(plain(graph)).toEqual(plain(topology.snapshot()));
          expect(delta.seq).toBe(deltas.length);
        }
        const [first, ...others] = deltas;
        if (first === undefined) return;
        const sum = others.reduce(
          (one, delta) => ({
            ...delta,
            nodes: squashed(one.nodes, delta.nodes),
            edges: squashed(one.edges, delta.edges),
            criteria: squashed(one.criteria, delta.criteria),
            memberships: squashed(one.memberships, delta.memberships),
          }),
          first,
        );
        expect(plain(applied(EMPTY, sum))).toEqual(plain(topology.snapshot()));
      }),
      settings,
    );
  });

  it('never joins what one cluster made with an object of another', () => {
    const names = new Map(options.clusters.map((cluster) => [cluster.tagValue, cluster.name]));
    fc.assert(
      fc.property(batches, (list) => {
        const topology = createTopology(options);
        for (const batch of list) topology.apply(batch, 1);
        for (const edge of topology.snapshot().edges.values()) {
          const ends = [topology.graph.record(edge.from), topology.graph.record(edge.to)];
          const made = ends.find((end) => end?.node.plane === 'nsx' && end.tagValue !== null);
          const object = ends.find((end) => end?.node.plane === 'kubernetes');
          if (made === undefined || object === undefined) continue;
          expect(object.node.cluster).toBe(names.get(made?.tagValue ?? ''));
        }
      }),
      settings,
    );
  });

  it('does not depend on how events are cut into batches', () => {
    fc.assert(
      fc.property(batches, (list) => {
        const [single, all] = [createTopology(options), createTopology(options)];
        for (const change of list.flat()) single.apply([change], 1);
        all.apply(list.flat(), 1);
        expect(plain(single.snapshot())).toEqual(plain(all.snapshot()));
      }),
      settings,
    );
  });

  it('does not depend on how the work of a batch is cut into turns, which deltas tell', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 4 }), (list, patience) => {
        const [turns, all] = [createTopology(options), createTopology(options)];
        let asked = 0;
        const enough = () => ++asked % patience === 0;
        let told: Content = turns.snapshot();
        const take = (changes: readonly ObjectChange[]) => {
          const delta = turns.apply(changes, 1, enough);
          if (delta !== null) told = applied(told, delta);
        };
        for (const batch of list) {
          take(batch);
          if (asked % 2 === 0) while (turns.unfinished) take([]);
        }
        while (turns.unfinished) take([]);
        all.apply(list.flat(), 1);
        expect(plain(turns.snapshot())).toEqual(plain(all.snapshot()));
        expect(plain(told)).toEqual(plain(turns.snapshot()));
      }),
      settings,
    );
  });

  it('follows a changed cluster mapping as if it had always been so', () => {
    const mappings = fc.constantFrom<readonly ClusterMapping[]>(
      [],
      [{ ...SAMPLE_CLUSTER, tagValue: 'elsewhere' }],
      [{ ...SAMPLE_CLUSTER, synced: false }],
      [{ ...SAMPLE_CLUSTER, managerSynced: false }],
      [{ ...SAMPLE_CLUSTER, unread: { pod: [], namespace: [] } }],
      [SAMPLE_CLUSTER],
    );
    const steps = fc.constantFrom(1, 3, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(mappings, batches, mappings, steps, batches, (first, before, clusters, step, after) => {
        const topology = createTopology({ clusters: first });
        for (const batch of before) topology.apply(batch, 1);
        // Events go on while the mapping changes.
        const change = topology.changeClusters(clusters, { now: () => 2, step });
        for (const batch of after) {
          change.next();
          topology.apply(batch, 3);
        }
        while (change.next().done !== true);
        const records = remaining([...before, ...after].flat());
        expect(plain(topology.snapshot())).toEqual(plain(rebuild(records, { clusters })));
      }),
      settings,
    );
  });
});

/** By id, each once. */
function keyed<V extends { readonly id: string }>({ put, remove }: ItemDelta<V>): KeyedDelta<V> {
  const ids = put.map(({ id }) => id);
  expect(new Set([...ids, ...remove]).size).toBe(ids.length + remove.length);
  return { put: Object.fromEntries(put.map((item) => [item.id, item])), remove };
}

function squashed<V extends { readonly id: string }>(first: ItemDelta<V>, second: ItemDelta<V>): ItemDelta<V> {
  const { put, remove } = squashDeltas(keyed(first), keyed(second));
  return { put: Object.values(put), remove };
}

function applied(graph: Content, delta: GraphDelta): Content {
  // Branded ids are strings at run time; the keyed helpers know them as such.
  return {
    nodes: applyDelta(graph.nodes, keyed(delta.nodes)) as unknown as Content['nodes'],
    edges: applyDelta(graph.edges, keyed(delta.edges)) as unknown as Content['edges'],
    criteria: applyDelta(graph.criteria, keyed(delta.criteria)) as unknown as Content['criteria'],
    memberships: applyDelta(graph.memberships, keyed(delta.memberships)) as unknown as Content['memberships'],
  };
}
