import { describe, expect, it } from 'vitest';
import type { WhatIfResponse } from '@/lib/wire';
import { mergedVerdicts } from './merged-verdicts';

type Verdict = WhatIfResponse['verdicts'][number];

const side = (outcome: Verdict['before']['outcome'], because = 'a rule'): Verdict['before'] => ({
  outcome,
  because,
  sourceRule: null,
  destinationRule: null,
});
const end = (id: string): Verdict['from'] => ({
  name: id,
  count: 1,
  first: [
    { id, kind: 'pod', type: 'Pod', plane: 'kubernetes', name: id, namespace: 'n', cluster: 'c', state: 'healthy' },
  ],
});
const verdict = (from: string, to: string, words: string, because?: string): Verdict => ({
  from: end(from),
  to: end(to),
  traffic: { protocol: 6, port: 1, words },
  before: side('allowed'),
  after: side('dropped', because),
});

describe('lines of verdicts', () => {
  it('are one for what differs in traffic alone', () => {
    const lines = mergedVerdicts([
      verdict('a', 'b', 'ICMP'),
      verdict('a', 'b', 'TCP 80'),
      verdict('b', 'a', 'ICMP'),
      verdict('a', 'b', 'TCP 81', 'another rule'),
    ]);
    expect(lines.map(({ verdict: { from }, traffics }) => [from.name, traffics])).toEqual([
      ['a', ['ICMP', 'TCP 80']],
      ['b', ['ICMP']],
      ['a', ['TCP 81']],
    ]);
  });
});
