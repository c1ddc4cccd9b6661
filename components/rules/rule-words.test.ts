import { describe, expect, it } from 'vitest';
import { operandWords, trafficWords } from './rule-words';
import { listedRule } from '@/tests/support/listed-rule';

describe('what a rule says', () => {
  it('is told by name, and what it leaves out as such', () => {
    const some = [
      { name: 'web', id: 'g1' },
      { name: '10.0.0.1', id: null },
    ];
    expect(operandWords(some)).toBe('web, 10.0.0.1');
    expect(operandWords(some, true)).toBe('not web, 10.0.0.1');
    expect(operandWords([])).toBe('any');
    expect(operandWords([], true)).toBe('nobody');
  });

  it('holds the IP version and profiles where they narrow it', () => {
    expect(trafficWords(listedRule())).toBe('any');
    const narrow = {
      ipProtocol: 'IPV6',
      profiles: ['/infra/context-profiles/TLS'],
      services: [{ name: 'HTTPS', id: null }],
    };
    expect(trafficWords(listedRule(narrow))).toBe('HTTPS, IPv6 only, profile TLS');
  });
});
