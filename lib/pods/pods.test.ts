import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import { listPods, POD_COLUMNS, podRow, type PodQuestion } from '.';
import { compareNatural } from '../natural';
import { inOneGo } from '../steps';

const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
topology.apply(storyWorld(), 1);
const { graph } = topology;
const USUAL: PodQuestion = { cluster: null, namespace: null, text: '', states: [], sort: 'name', down: false };

function rows(question: Partial<PodQuestion>) {
  return inOneGo(listPods(graph, { ...USUAL, ...question })).ids.flatMap((id) => {
    const node = graph.node(id);
    return node === undefined ? [] : [podRow(graph, node)];
  });
}

describe('the list of Pods', () => {
  it('tells of each Pod what the graph joins to it', () => {
    const all = rows({});
    expect(all.length).toBe([...graph.nodesOfKind('pod')].length);
    const joined = all.filter((row) => row.port !== null);
    expect(joined.length).toBeGreaterThan(0);
    expect(joined.every((row) => row.segment !== null)).toBe(true);
    expect(inOneGo(listPods(graph, USUAL))).toMatchObject({ inScope: all.length, withPort: joined.length });
    for (const row of joined) {
      const port = [...graph.nodesOfKind('segment-port')].find((node) => node.name === row.port);
      const groups =
        port === undefined ? [] : graph.criteriaMetBy(port.id).flatMap(({ criteria }) => [...criteria.groups]);
      expect(row.groups).toBe(groups.length);
    }
  });

  it.each(POD_COLUMNS)('is sorted by %s either way, empty ones last', (sort) => {
    const values = (down: boolean) => rows({ sort, down }).map((row) => row[sort]);
    const [up, down] = [values(false), values(true)];
    expect([...up].sort()).toEqual([...down].sort());
    for (const list of [up, down]) {
      const first = list.indexOf(null);
      if (first >= 0) expect(list.slice(first).every((value) => value === null)).toBe(true);
    }
    const full = up.filter((value) => value !== null);
    expect(down.filter((value) => value !== null)).toEqual([...full].reverse());
  });

  it('keeps to words and states', () => {
    const [one] = rows({});
    expect(rows({ text: `${one?.address} ${one?.name.toUpperCase()}` }).map((row) => row.id)).toEqual([one?.id]);
    expect(rows({ text: 'nonesuch' })).toEqual([]);
    expect(inOneGo(listPods(graph, { ...USUAL, text: 'nonesuch' })).inScope).toBe(rows({}).length);
    for (const row of rows({ states: ['pending'] })) expect(row.state).toBe('pending');
    expect(rows({ cluster: 'another' })).toEqual([]);
  });
});

describe('the order of names', () => {
  it('counts', () => {
    expect(['web-10', 'web-9', 'web', 'web-09a', '10.0.0.9', '9.0.0.1'].sort(compareNatural)).toEqual([
      '9.0.0.1',
      '10.0.0.9',
      'web',
      'web-9',
      'web-09a',
      'web-10',
    ]);
  });

  it('is an order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '9', '-'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b))).toBe(0 - Math.sign(compareNatural(b, a)));
        expect(compareNatural(a, b) === 0).toBe(a === b);
        if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed: 43, numRuns: 2_000 },
    );
  });
});
