import { describe, expect, it } from 'vitest';
import { kindStatus, sourceStatus } from '@/tests/support/statuses';
import { attention, extent, headline, missingKinds } from './summary';

describe('all sources in a sentence', () => {
  it('says that all are live', () => {
    expect(headline([sourceStatus(), sourceStatus()])).toBe('All 2 sources are live.');
  });

  it('counts those that are not, worst first', () => {
    const states = ['live', 'partial', 'failed', 'stale', 'starting'] as const;
    expect(headline(states.map((state) => sourceStatus({ state })))).toBe(
      'Of 5 sources, 2 are not read now, 1 is being read for the first time, 1 is read in part.',
    );
  });
});

describe('what deserves a look', () => {
  it('is nothing at a source that is well', () => {
    expect(attention(sourceStatus({ kinds: [kindStatus('pod')] }))).toEqual([]);
  });

  it('counts kinds, objects, addresses and warnings', () => {
    const at = { message: null, since: null, inUse: false };
    const source = sourceStatus({
      plane: 'nsx',
      state: 'partial',
      kinds: [
        kindStatus('segment', { state: 'forbidden', message: 'no' }),
        kindStatus('group', { message: 'Search cannot be used.' }),
        kindStatus('rule', { unreadable: 2 }),
      ],
      health: {
        level: 'orange',
        summary: '',
        endpoints: [
          { ...at, url: 'https://a', state: 'down' },
          { ...at, url: 'https://b', state: 'up' },
        ],
      },
      warnings: ['The certificate is not verified.'],
      requests: { ...sourceStatus().requests, limitPerSecond: 5, settingsPerSecond: 20 },
    });
    expect(attention(source)).toEqual([
      '1 kind forbidden',
      'remarks on 1 kind',
      '2 objects unreadable',
      '1 of 2 addresses down',
      'slowed down by NSX',
      '1 warning',
    ]);
  });

  it('is the reason, not each kind, when the whole source is not read', () => {
    const kinds = [kindStatus('pod', { state: 'stale' })];
    expect(attention(sourceStatus({ state: 'stale', reason: 'The connection is refused.', kinds }))).toEqual([
      'The connection is refused.',
    ]);
  });
});

it('tells how much is known, of the kinds that were read', () => {
  const kinds = [kindStatus('pod', { count: 1_200 }), kindStatus('service', { count: 0, lastListAt: null })];
  expect(extent(sourceStatus({ kinds }))).toBe('1 kind, 1,200 objects');
});

it('names the kinds that a partly read source lacks', () => {
  const kinds = [
    kindStatus('network-policy', { state: 'forbidden', message: 'no' }),
    kindStatus('pod', { namespaces: ['a'], message: 'Only in a.' }),
    kindStatus('service', { namespaces: ['a'] }),
  ];
  expect(missingKinds(sourceStatus({ state: 'partial', kinds }))).toBe(
    'Not read now: NetworkPolicies. Read in some namespaces only: Pods. What that hides stands at each kind below.',
  );
});
