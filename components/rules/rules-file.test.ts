import { describe, expect, it } from 'vitest';
import { listedRule } from '@/tests/support/listed-rule';
import { rulesCsv, rulesJson } from './rules-file';

const row = listedRule({
  sources: [{ name: 'web', id: 'g' }],
  sourcesExcluded: true,
  marks: [{ kind: 'shadowed', words: 'It never decides', proof: ['its sources are any'], by: null }],
});

describe('the rules as a file', () => {
  it('is CSV with a head, in words', () => {
    const [head, line, rest] = rulesCsv([row]).split('\r\n');
    expect(head?.split(',').length).toBe(16);
    expect(line).toBe(
      'nsx-a,7,Application,shop,allow web,3051,not web,any,any,any,ALLOW,in and out,Shadowed,It never decides; its sources are any,,nsx:a:rule:1',
    );
    expect(rest).toBe('');
  });

  it('is JSON with all that is known', () => {
    expect(JSON.parse(rulesJson([row]))).toEqual([row]);
  });
});
