import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { listResponseSchema } from '@/lib/wire';
import { KUBERNETES, podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { describeList } from '../index';
import { first } from './list';

function graphWith(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return topology.graph;
}

const ALL = { find: '', from: 0, count: 100 };

describe('the lines of a list', () => {
  it('come with the worst state first, and can be paged and searched', () => {
    const graph = graphWith(
      upsert('pod', podRaw({ uid: 'sick', name: 'zz-sick', namespace: 'development', ready: false })),
    );
    const pods = { id: nodeId(KUBERNETES, 'namespace', 'ns-development'), list: 'pods' };
    const answer = describeList(graph, pods, ALL);
    expect(listResponseSchema.omit({ at: true }).parse(answer)).toEqual(answer);
    expect(answer?.list.rows[0]?.title).toBe('zz-sick');
    const names = answer?.list.rows.map(({ title }) => title);
    const paged = [0, 3, 6, 9].flatMap(
      (from) => describeList(graph, pods, { find: '', from, count: 3 })?.list.rows.map(({ title }) => title) ?? [],
    );
    expect(paged).toEqual(names);
    const found = describeList(graph, pods, { find: '10.0.6.5', from: 0, count: 9 })?.list;
    expect(found).toMatchObject({ count: 10, found: 1, rows: [{ title: 'redis-master-6cb7-zlx26' }] });
  });
});

describe('the first of many', () => {
  it('are those that sorting all would give, however many there are', () => {
    const numbers = Array.from({ length: 400 }, (_, index) => (index * 7919) % 397);
    const compare = (a: number, b: number) => a - b;
    const sorted = [...numbers].sort(compare);
    for (const count of [0, 1, 5, 99, 100, 400, 500])
      expect(first(numbers, count, compare)).toEqual(sorted.slice(0, count));
  });
});
