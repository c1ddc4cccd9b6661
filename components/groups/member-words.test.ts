import { describe, expect, it } from 'vitest';
import type { MemberRow } from '@/lib/wire/groups';
import { addressesOf, addressWords } from './member-words';

const member = (more: Partial<MemberRow>): MemberRow => ({
  port: {
    id: 'nsx:lab:segment-port:p',
    kind: 'segment-port',
    type: 'SegmentPort',
    plane: 'nsx',
    name: 'p',
    namespace: null,
    cluster: null,
    state: 'healthy',
  },
  pod: null,
  path: '/infra/segments/s/ports/p',
  addresses: [],
  addressesFrom: null,
  realized: null,
  matches: [],
  verdict: 'both',
  cause: null,
  explanation: null,
  bound: null,
  ...more,
});

describe('the addresses of a member', () => {
  it('are those that NSX has bound where nothing else tells any', () => {
    const row = member({ bound: { state: 'read', addresses: ['10.0.0.9'] } });
    expect([addressesOf(row), addressWords(row)]).toEqual([['10.0.0.9'], 'bound by NSX']);
  });

  it('are said to be none only where NSX says so', () => {
    expect(addressWords(member({ bound: { state: 'read', addresses: [] } }))).toMatch(/^NSX has bound none/);
    expect(addressWords(member({ bound: { state: 'unread', because: 'NSX is stale' } }))).toBe('none is told');
  });

  it('are told with what NSX has bound instead where it counts others', () => {
    const other = { addresses: ['10.0.0.1'], addressesFrom: 'pod' as const, realized: false };
    const row = member({ ...other, bound: { state: 'read', addresses: ['10.0.0.7'] } });
    expect([addressesOf(row), addressWords(row)]).toEqual([['10.0.0.1'], 'NSX has bound 10.0.0.7']);
    expect(addressWords(member({ ...other, bound: { state: 'read', addresses: [] } }))).toBe('NSX has bound none');
    expect(addressWords(member(other))).toBe('not counted in by NSX');
  });
});
