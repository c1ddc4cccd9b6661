import { describe, expect, it } from 'vitest';
import type { KindState, SourceState } from '@/lib/model';
import { fail } from '../transport/failure';
import { judgeSource } from './source-state';

const { failure } = fail('unreachable', 'the connection is refused');

function kind(state: KindState, listed: boolean, message: string | null = null, forbidden = state === 'forbidden') {
  const rest = { count: 0, unreadable: 0, lastChangeAt: null, stalenessBoundMs: null, message };
  const troubled = state === 'stale' || state === 'failed' || state === 'forbidden';
  const status = { kind: state, state, lastListAt: listed ? 1 : null, ...rest };
  return { status, failure: troubled ? failure : null, forbidden };
}

describe('the state of a cluster', () => {
  it.each<[string, ReturnType<typeof kind>[], typeof failure | null, SourceState, SourceState]>([
    ['nothing read yet', [kind('listing', false)], null, 'starting', 'starting'],
    ['one kind read, another not yet', [kind('live', true), kind('listing', false)], null, 'starting', 'starting'],
    [
      'one kind forbidden, another not yet read',
      [kind('forbidden', false), kind('listing', false)],
      null,
      'starting',
      'starting',
    ],
    ['all read', [kind('live', true), kind('absent', false)], null, 'starting', 'live'],
    ['one more kind appears', [kind('live', true), kind('listing', false)], null, 'live', 'live'],
    ['one forbidden', [kind('live', true), kind('forbidden', false)], null, 'starting', 'partial'],
    [
      'one absent that should be there',
      [kind('live', true), kind('absent', false, 'missing')],
      null,
      'live',
      'partial',
    ],
    ['all forbidden', [kind('forbidden', false)], null, 'starting', 'failed'],
    ['all forbidden after good times', [kind('forbidden', true)], null, 'live', 'stale'],
    ['the connection lost', [kind('stale', true), kind('live', true)], null, 'live', 'stale'],
    [
      'read in some namespaces only',
      [kind('live', true, 'only in a', true), kind('live', true)],
      null,
      'live',
      'partial',
    ],
    [
      'forbidden for good after good times',
      [kind('stale', true, 'no', true), kind('live', true)],
      null,
      'live',
      'partial',
    ],
    [
      'one forbidden for good, another away',
      [kind('stale', true, 'no', true), kind('stale', true), kind('live', true)],
      null,
      'live',
      'stale',
    ],
    ['never reached', [kind('listing', false)], failure, 'starting', 'failed'],
    ['not reached by discovery, but read before', [kind('stale', true)], failure, 'live', 'stale'],
    ['nothing served', [kind('absent', false)], null, 'starting', 'failed'],
  ])('%s', (_name, kinds, discovery, before, expected) => {
    const judged = judgeSource(kinds, discovery, before);
    expect(judged.state).toBe(expected);
    expect(judged.reason === null).toBe(expected === 'live' || expected === 'starting');
  });
});
