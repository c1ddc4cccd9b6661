import { describe, expect, it } from 'vitest';
import type { ReachMatrixResponse } from '@/lib/wire/reach-matrix';
import { leftOutWords, pairsCsv, pairsOf, pairWords, tally } from './matrix-pairs';
import { readReachParams } from './reach-params';

const side = (name: string, count: number | null, ...ends: string[]) => ({
  name,
  count,
  ends,
  place: 'shop',
  first: [],
});
const sides = [side('web', 2, 'pod:a/shop/web-1', 'pod:a/shop/web-2'), side('db', 1, 'pod:a/shop/db-1')];
const matrix: ReachMatrixResponse = {
  seq: 1,
  at: '2026-11-22T10:00:00Z',
  basis: 'intent',
  traffic: { protocol: 6, port: 80, words: 'TCP 80' },
  rows: sides,
  columns: sides,
  sayings: [
    { outcome: 'allowed', because: 'allowed by rule all', at: 'destination', rule: null },
    { outcome: 'dropped', because: 'at the source: rule wall', at: 'source', rule: null },
  ],
  cells: [
    [1, 0],
    [0, null],
  ],
  classes: 2,
  shown: 2,
  endpoints: 3,
  endpointsShown: 3,
  withoutAddress: 0,
  partial: [],
};
const params = readReachParams(new URLSearchParams('view=matrix&protocol=udp&port=53'));

describe('pairs of the matrix', () => {
  it('lead to the verdict between one of each, and between two where a class meets itself', () => {
    const links = pairsOf(matrix, params).map(({ link }) => new URLSearchParams(link.split('?')[1]));
    expect(links.map((link) => [link.get('from'), link.get('to')])).toEqual([
      ['pod:a/shop/web-1', 'pod:a/shop/web-2'],
      ['pod:a/shop/web-1', 'pod:a/shop/db-1'],
      ['pod:a/shop/db-1', 'pod:a/shop/web-1'],
    ]);
    expect(links.every((link) => link.get('protocol') === 'udp' && link.get('port') === '53')).toBe(true);
  });

  it('are counted by outcome, and said in words', () => {
    expect(tally(matrix)).toEqual([
      ['allowed', 2],
      ['dropped', 1],
    ]);
    const [first] = pairsOf(matrix, params);
    expect(first === undefined ? '' : pairWords(first)).toBe(
      'web (shop), 2 of them to web (shop), 2 of them: dropped, at the source: rule wall',
    );
  });

  it('go into a file one a line', () => {
    const lines = pairsCsv(pairsOf(matrix, params)).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('web,shop,2,web,shop,2,dropped,,at the source: rule wall');
  });
});

describe('what is left out of the matrix', () => {
  it('is said exactly, and not at all when nothing is', () => {
    expect(leftOutWords(matrix)).toBeNull();
    expect(leftOutWords({ ...matrix, classes: 70, shown: 60, endpoints: 1_080, endpointsShown: 1_070 })).toMatch(
      /^10 of 70 classes are left out, the smallest, with 10 of 1,080 endpoints\./,
    );
  });
});
