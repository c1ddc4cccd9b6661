import { describe, expect, it } from 'vitest';
import { kindStatus } from '@/tests/support/statuses';
import { arrangeKinds } from './kind-rows';

const order = (kinds: Parameters<typeof arrangeKinds>[0]): readonly string[] =>
  arrangeKinds(kinds).rows.map(({ status }) => status.kind);

describe('the order of kinds', () => {
  it('puts what needs a look first, and the rest by name', () => {
    const kinds = [
      kindStatus('service'),
      kindStatus('pod', { unreadable: 1 }),
      kindStatus('deployment', { state: 'stale' }),
      kindStatus('ingress', { state: 'forbidden', message: 'no' }),
      kindStatus('namespace', { state: 'failed', message: 'garbled' }),
      kindStatus('daemon-set'),
    ];
    expect(order(kinds)).toEqual(['namespace', 'ingress', 'deployment', 'pod', 'daemon-set', 'service']);
  });

  it('is not changed by counts, times, or a first list that ends', () => {
    const before = [kindStatus('service', { state: 'listing', lastListAt: null }), kindStatus('pod', { count: 1 })];
    const after = [kindStatus('service', { count: 9 }), kindStatus('pod', { count: 5_000, lastChangeAt: 9_000 })];
    expect(order(before)).toEqual(['pod', 'service']);
    expect(order(after)).toEqual(order(before));
  });
});

describe('remarks', () => {
  const search = 'Search cannot be used.';
  const unindexed = ['segment', 'segment-port', 'group', 'rule'].map((kind) => kindStatus(kind, { message: search }));

  it('makes a remark of many kinds once, and lets each of them refer to it', () => {
    const { shared, rows } = arrangeKinds([...unindexed, kindStatus('domain')]);
    expect(shared).toEqual([{ number: 1, text: search, count: 4 }]);
    for (const { status, refersTo, remarks } of rows) {
      expect(refersTo?.number ?? null).toBe(status.kind === 'domain' ? null : 1);
      expect(remarks).toEqual([]);
    }
  });

  it('makes a remark of few kinds at each of them', () => {
    const { shared, rows } = arrangeKinds(unindexed.slice(0, 3));
    expect(shared).toEqual([]);
    expect(rows.map(({ remarks }) => remarks)).toEqual([[search], [search], [search]]);
  });

  it('says what is unreadable besides any other remark', () => {
    const { rows } = arrangeKinds([kindStatus('pod', { unreadable: 2, namespaces: ['a', 'b'] })]);
    expect(rows[0]?.remarks).toEqual([
      'Read in a, b only, as the settings say.',
      expect.stringMatching(/^2 objects could not be understood: .* hidden\.$/),
    ]);
  });
});

it('names kinds together that were never read and have nothing else to say', () => {
  const never = { lastListAt: null, lastChangeAt: null, count: 0 };
  const { rows, folded } = arrangeKinds([
    kindStatus('subnet', { ...never, state: 'absent' }),
    kindStatus('service', { ...never, state: 'failed' }),
    kindStatus('pod', { ...never, state: 'failed' }),
    kindStatus('namespace', { ...never, state: 'failed', message: 'Forbidden.' }),
  ]);
  expect(rows.map(({ status }) => status.kind)).toEqual(['namespace']);
  expect(folded).toEqual([
    { state: 'failed', titles: ['Pods', 'Services'] },
    { state: 'absent', titles: ['Subnet resources'] },
  ]);
});

it('calls networks what they may be where there are VPCs', () => {
  const titles = (vpcs: number) =>
    arrangeKinds([kindStatus('segment'), kindStatus('vpc', { count: vpcs })]).rows.map(({ title }) => title);
  expect(titles(0)).toContain('Segments');
  expect(titles(2)).toContain('Segments and subnets');
});
