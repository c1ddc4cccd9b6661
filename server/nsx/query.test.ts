import { describe, expect, it } from 'vitest';
import { kindNamed, type NsxKind } from '@/lib/kinds';
import { combinedQuery } from './changes';
import { expandList } from './kind-pass';
import { anyOf, byClusterTag, hasClusterTag, term } from './query';

describe('search queries', () => {
  it('escape what has a meaning in the language', () => {
    expect(term('ncp/cluster')).toBe('ncp\\/cluster');
    expect(term('domain-c8:4f-1')).toBe('domain\\-c8\\:4f\\-1');
    expect(term('a (b) "c"')).toBe('"a (b) \\"c\\""');
    expect(anyOf('id', ['a', 'b', 'a'])).toBe('id:(a OR b)');
  });

  it('name types, both families of cluster tags, and the clusters', () => {
    expect(byClusterTag(['Segment'], ['a', 'b'])).toBe(
      'resource_type:Segment AND tags.scope:(ncp\\/cluster OR nsx\\-op\\/cluster) AND tags.tag:(a OR b)',
    );
  });

  it('ask for nothing where no cluster could own anything', () => {
    const port = kindNamed('segment-port') as NsxKind; // a kind of NSX by its name
    const group = kindNamed('group') as NsxKind;
    expect(combinedQuery([port], [])).toBeNull();
    expect(combinedQuery([port, group], [])).toBe('resource_type:Group');
    expect(combinedQuery([port, group], ['x'])).toMatch(
      /^\(resource_type:Group\) OR \(resource_type:\(SegmentPort OR /,
    );
  });
});

describe('cluster tags', () => {
  const ours = new Set(['ours']);
  it.each([
    [[{ scope: 'ncp/cluster', tag: 'ours' }], true],
    [[{ scope: 'nsx-op/cluster', tag: 'ours' }], true],
    [
      [
        { scope: 'ncp/cluster', tag: 'theirs' },
        { scope: 'app', tag: 'ours' },
      ],
      false,
    ],
    [[{ scope: 'ncp/cluster', tag: 'Ours' }], false],
    [[null, 'x', { scope: 'ncp/cluster' }], false],
    ['none', false],
    [undefined, false],
  ])('%j belong to us: %s', (tags, expected) => {
    expect(hasClusterTag({ tags }, ours)).toBe(expected);
  });
});

describe('lists', () => {
  it('stand for one path per known parent, with ids escaped', () => {
    const inventory = { pathsOf: (kind: string) => (kind === 'segment' ? ['/infra/segments/a:b'] : []) };
    expect(expandList('{segments}/ports', inventory)).toEqual([{ at: '/infra/segments/a%3Ab/ports', expanded: true }]);
    expect(expandList('infra/tier-1s', inventory)).toEqual([{ at: '/infra/tier-1s', expanded: false }]);
    expect(expandList('{vpcs}/subnets', { pathsOf: (kind) => [`/${kind}`] })).toEqual([
      { at: '/vpc/subnets', expanded: true },
    ]);
  });

  it('of every kind begin with a placeholder that is known', async () => {
    const { kindNamed, nsxKinds } = await import('@/lib/kinds');
    const parents = new Set<string>();
    const pathsOf = (kind: string): string[] => {
      parents.add(kind);
      return [];
    };
    for (const { read } of nsxKinds()) for (const list of read.lists) expandList(list, { pathsOf });
    expect([...parents].filter((name) => kindNamed(name) === undefined)).toEqual([]);
  });
});
