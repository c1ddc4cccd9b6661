import { describe, expect, it } from 'vitest';
import { readRuleHits } from './rule-hits';

const statisticsOf = (...results: readonly unknown[]) => ({ enforcement_point: 'p', statistics: { results } });

describe('counters of rules', () => {
  it('are added up over enforcement points and over what one rule was made into', () => {
    const hits = readRuleHits({
      results: [
        statisticsOf(
          { rule: '/r/a', hit_count: 3, packet_count: '12', byte_count: 900, session_count: 1 },
          { rule: '/r/a', hit_count: 1, packet_count: 4 },
        ),
        statisticsOf({ rule: '/r/a', hit_count: '2' }, { rule: '/r/b', hit_count: 0 }),
      ],
    });
    expect(hits.get('/r/a')).toEqual({ hits: 6, packets: 16, bytes: 900, sessions: 1 });
    expect(hits.get('/r/b')).toEqual({ hits: 0, packets: null, bytes: null, sessions: null });
  });

  it('are not made up where the answer is another one than expected', () => {
    for (const answer of [
      null,
      [],
      {},
      { results: [{ statistics: null }, 7] },
      { results: [statisticsOf({ rule: 1 })] },
    ])
      expect(readRuleHits(answer).size).toBe(0);
    expect(readRuleHits({ results: [statisticsOf({ rule: '/r/a' }, { rule: '/r/b', hit_count: 'many' })] }).size).toBe(
      0,
    );
  });
});
