import { describe, expect, it } from 'vitest';
import { listedRule } from '@/tests/support/listed-rule';
import { rulesCsv, rulesJson } from './rules-file';
import type { RuleHit } from './use-hits';

const ref = {
  id: 'kubernetes:a:network-policy:1',
  kind: 'network-policy',
  type: 'NetworkPolicy',
  plane: 'kubernetes',
} as const;
const row = listedRule({
  madeFor: { ...ref, name: 'db-from-web', namespace: 'shop', cluster: 'a', state: 'healthy' },
  sources: [{ name: 'web', id: 'g' }],
  sourcesExcluded: true,
  marks: [{ kind: 'shadowed', words: 'It never decides', proof: ['its sources are any'], by: null }],
});

const NONE = new Map<string, RuleHit>();

describe('the rules as a file', () => {
  it('is CSV with a head, in words', () => {
    const [head, line, rest] = rulesCsv([row], NONE).split('\r\n');
    expect(head?.split(',').length).toBe(21);
    expect(line).toBe(
      'nsx-a,7,Application,shop,NetworkPolicy db-from-web in namespace shop,allow web,3051,not web,any,any,any,ALLOW,in and out,Shadowed,It never decides; its sources are any,,nsx:a:rule:1,,,,',
    );
    expect(rest).toBe('');
  });

  it('is JSON with all that is known', () => {
    expect(JSON.parse(rulesJson([row], NONE))).toEqual([row]);
  });

  it('has the counters of the rules that NSX was asked about, or why there are none', () => {
    const { id } = row.node;
    const read: RuleHit = { id, state: 'read', hits: 4, packets: 12, bytes: 900, sessions: null };
    const lines = (hit: RuleHit) => rulesCsv([row], new Map([[id, hit]])).split('\r\n');
    expect(lines(read)[0]).toMatch(/,Hits,Packets,Bytes,Sessions$/);
    expect(lines(read)[1]).toMatch(/,4,12,900,$/);
    expect(lines({ id, state: 'unread', reason: 'forbidden' })[1]).toMatch(/,forbidden,,,$/);
    expect(JSON.parse(rulesJson([row], new Map([[id, read]])))).toEqual([{ ...row, hits: read }]);
  });
});
