import { describe, expect, it } from 'vitest';
import type { ObjectResponse } from '@/lib/wire/details';
import { compareObjects } from './compare';

function object(name: string, change: Partial<ObjectResponse['node']>, address: string): ObjectResponse {
  return {
    seq: 1,
    at: '2026-01-01T00:00:00Z',
    node: {
      id: `kubernetes:c:pod:${name}`,
      source: 'kubernetes:c',
      plane: 'kubernetes',
      kind: 'pod',
      type: 'Pod',
      key: name,
      name,
      cluster: 'c',
      namespace: 'shop',
      state: 'healthy',
      reason: null,
      labels: {},
      tags: [],
      facts: {},
      issues: [],
      createdAt: null,
      modifiedAt: null,
      ...change,
    } as unknown as ObjectResponse['node'], // ids of the wire are plain strings here
    facts: [{ name: 'address', label: 'Address', value: address, mono: true }],
    relations: [],
    relationCount: 0,
  };
}

describe('two objects side by side', () => {
  it('show differences first, and what only one of them has', () => {
    const a = object('a', { labels: { app: 'web', tier: 'front' } }, '10.0.0.1');
    const b = object('b', { labels: { app: 'web' } }, '10.0.0.2');
    const [facts, labels] = compareObjects(a, b);
    expect(facts?.rows[0]).toEqual({ label: 'Address', values: ['10.0.0.1', '10.0.0.2'], isSame: false });
    expect(facts?.rows.find(({ label }) => label === 'Namespace')?.isSame).toBe(true);
    expect(labels?.rows).toEqual([
      { label: 'tier', values: ['front', null], isSame: false },
      { label: 'app', values: ['web', 'web'], isSame: true },
    ]);
  });

  it('take tags of one scope together, in whatever order they come', () => {
    const tags = [
      { scope: 'ncp/x', tag: '2' },
      { scope: 'ncp/x', tag: '1' },
    ];
    const sections = compareObjects(object('a', { tags }, ''), object('b', { tags: [...tags].reverse() }, ''));
    expect(sections.find(({ title }) => title === 'Tags')?.rows).toEqual([
      { label: 'ncp/x', values: ['1, 2', '1, 2'], isSame: true },
    ]);
  });
});
