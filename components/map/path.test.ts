import { describe, expect, it } from 'vitest';
import type { Lane, Link } from '@/lib/view/view';
import { pathOf } from './path';

const cards = new Map<string, { lane: Lane }>([
  ['t0', { lane: 'tier-0' }],
  ['t1', { lane: 'tier-1' }],
  ['other-t1', { lane: 'tier-1' }],
  ['vip', { lane: 'vip' }],
  ['seg', { lane: 'segment' }],
  ['a', { lane: 'pod' }],
  ['b', { lane: 'pod' }],
  ['web', { lane: 'group' }],
]);
const links = new Map<string, Link>(
  ['t0>t1', 't0>other-t1', 't1>vip', 't1>seg', 'seg>a', 'seg>b', 'vip>b', 'a>web'].map((id) => {
    const [from = '', to = ''] = id.split('>');
    return [id, { id, from, to, kind: 'connects', evidence: 'by path', crossPlane: false }];
  }),
);

describe('the path of a selection', () => {
  it('of a Pod runs to the Tier-0 and to its groups, not to its neighbours', () => {
    const path = pathOf(['a'], cards, links);
    expect([...path.cards].sort()).toEqual(['a', 'seg', 't0', 't1', 'web']);
    expect([...path.labelled].sort()).toEqual(['a>web', 'seg>a']);
  });

  it('of a Pod behind a VIP includes the VIP', () => {
    expect([...pathOf(['b'], cards, links).cards].sort()).toEqual(['b', 'seg', 't0', 't1', 'vip']);
  });

  it('of a Tier-1 includes all behind it and no other Tier-1', () => {
    const path = pathOf(['t1'], cards, links);
    expect(path.cards.has('other-t1')).toBe(false);
    expect([...path.cards].sort()).toEqual(['a', 'b', 'seg', 't0', 't1', 'vip', 'web']);
  });

  it('of nothing known is nothing', () => {
    expect(pathOf(['gone'], cards, links).cards.size).toBe(0);
  });
});
