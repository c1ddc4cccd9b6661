import { describe, expect, it } from 'vitest';
import type { WhatIfResponse } from '@/lib/wire/what-if';
import { whatIfCsv } from './what-if-file';

const node = (name: string) => ({
  id: `nsx:m:segment-port:${name}`,
  kind: 'segment-port',
  type: 'Segment port',
  plane: 'nsx' as const,
  name,
  namespace: null,
  cluster: null,
  state: 'healthy' as const,
});
const ports = (count: number, ...names: string[]) => ({ count, first: names.map(node) });
const side = (outcome: 'allowed' | 'dropped', because: string) => ({
  outcome,
  because,
  sourceRule: null,
  destinationRule: null,
});

const FOUND: WhatIfResponse = {
  seq: 1,
  at: '2026-11-22T10:00:00.000Z',
  edits: [{ words: 'web-1 labelled secgroup=web', commands: [] }],
  groups: [{ group: node('Web'), entered: ports(3, 'web-1', 'web-2'), left: ports(0) }],
  groupCount: 1,
  rules: [],
  ruleCount: 0,
  verdicts: [
    {
      from: { type: 'ports', name: 'web', ...ports(1, 'web-1') },
      to: { type: 'ports', name: 'web in shop', ...ports(3, 'web-2') },
      traffics: [
        { protocol: 1, port: null, words: 'ICMP (ping)' },
        { protocol: 6, port: 80, words: 'TCP 80' },
      ],
      before: side('allowed', 'any'),
      after: side('dropped', 'rule drop, "last"'),
      flows: 6,
      example: { from: 'a', to: 'b' },
    },
    {
      from: { type: 'outside', name: 'Outside NSX', count: null, first: [] },
      to: { type: 'front', name: 'web', ...ports(1, 'web') },
      traffics: [{ protocol: 6, port: 443, words: 'TCP 443' }],
      before: side('allowed', 'any'),
      after: side('dropped', 'rule drop'),
      flows: 1,
      example: { from: 'outside', to: 'c' },
    },
  ],
  verdictCount: 5,
  flowCount: 70,
  gone: ports(0),
  compared: { pairs: 4, outside: ['Outside NSX'], fronts: 1, traffics: [] },
  leftOut: ['2 of 6 pairs were not compared.'],
  assumed: [],
  partial: [],
};

describe('what would change, as a file', () => {
  it('has a line for each change, and says how much is not in it', () => {
    expect(whatIfCsv(FOUND).trimEnd().split('\r\n')).toEqual([
      'What changes,Object or sender,Receiver,Traffic,Before,After,Why',
      'edit,web-1 labelled secgroup=web,,,,,',
      'verdict,web-1,"web in shop, 3 alike","ICMP (ping), TCP 80",Allowed,Dropped,"rule drop, ""last"""',
      'verdict,Outside NSX,web,TCP 443,Allowed,Dropped,rule drop',
      'group,Web,,,,"3 come in: web-1, web-2 and 1 more",',
      'not complete,3 of 5 lines of verdicts are not listed,,,,,',
      'not complete,2 of 6 pairs were not compared.,,,,,',
    ]);
  });
});
