import { describe, expect, it } from 'vitest';
import type { SourceState } from '@/lib/model/source-status';
import { kindStatus, sourceStatus } from '@/tests/support/statuses';
import { adviceOn, adviceOnKinds, hiddenBy } from './advice';

const slow = { ...sourceStatus().requests, limitPerSecond: 5, settingsPerSecond: 20 };

describe('a source that is not read', () => {
  it.each(['failed', 'stale', 'starting'] as const)('says what a %s one hides, on both planes', (state) => {
    for (const plane of ['kubernetes', 'nsx'] as const) expect(hiddenBy(sourceStatus({ plane, state }))).toMatch(/\.$/);
  });

  it('names the kinds when only some are stale', () => {
    const kinds = [kindStatus('daemon-set', { state: 'stale' }), kindStatus('pod'), kindStatus('service')];
    const words = hiddenBy(sourceStatus({ state: 'stale', kinds }));
    expect(words).toBe('Changes since the last list are not shown of DaemonSets. The 2 other kinds are live.');
  });

  it('says what to do while it is not read, and nothing otherwise', () => {
    const said = (state: SourceState) => adviceOn(sourceStatus({ plane: 'nsx', state }));
    expect(said('failed')).toMatch(/login and certificate/);
    expect(said('stale')).toMatch(/login and certificate/);
    for (const state of ['live', 'partial', 'starting'] as const) expect(said(state)).toBeNull();
    expect(adviceOn(sourceStatus({ state: 'failed' }))).toMatch(/kubeconfig/);
  });

  it('points to the shared user where refusals have slowed Portolan down, unless NSX is down', () => {
    expect(adviceOn(sourceStatus({ plane: 'nsx', state: 'stale', requests: slow }))).toMatch(/same user/);
    const health = { level: 'red', summary: '', endpoints: [] } as const;
    expect(adviceOn(sourceStatus({ plane: 'nsx', state: 'stale', requests: slow, health }))).toMatch(/the way to it/);
  });
});

describe('kinds that are not read in full', () => {
  it('names the rights that are missing in Kubernetes', () => {
    const kinds = [
      kindStatus('network-policy', { state: 'forbidden', message: 'no' }),
      kindStatus('pod', { namespaces: ['a'], message: 'Only in a.' }),
      kindStatus('service', { namespaces: ['a'] }),
    ];
    expect(adviceOnKinds('kubernetes', kinds)).toEqual([
      expect.stringMatching(/watch networkpolicies, pods in all namespaces/),
    ]);
  });

  it('names the role that is missing in NSX, and what helps a broken index', () => {
    const kinds = [
      kindStatus('segment', { state: 'forbidden', message: 'no' }),
      kindStatus('group', { message: 'Search cannot be used.' }),
    ];
    expect(adviceOnKinds('nsx', kinds)).toEqual([
      expect.stringMatching(/Auditor/),
      expect.stringMatching(/rebuild the search index/),
    ]);
  });

  it('says how to look at unreadable objects, and nothing when all is well', () => {
    expect(adviceOnKinds('kubernetes', [kindStatus('pod', { unreadable: 1 })])).toHaveLength(1);
    expect(adviceOnKinds('nsx', [kindStatus('group')])).toEqual([]);
  });
});
