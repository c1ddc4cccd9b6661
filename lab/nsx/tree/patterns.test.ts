import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue';
import { childPath, matchPath } from './patterns';

describe('URL table', () => {
  it.each([
    ['/infra', 'Infra', undefined],
    ['/infra/segments/s/ports/default:1', 'SegmentPort', '/infra/segments/s'],
    ['/infra/tier-1s/t/segments/s/ports/p', 'SegmentPort', '/infra/tier-1s/t/segments/s'],
    ['/infra/tier-0s/t/nat/USER/nat-rules/r', 'PolicyNatRule', '/infra/tier-0s/t/nat/USER'],
    ['/infra/settings/firewall/security/exclude-list', 'PolicyExcludeList', '/infra/settings/firewall/security'],
    [
      '/orgs/default/projects/p/infra/domains/default/groups/g',
      'Group',
      '/orgs/default/projects/p/infra/domains/default',
    ],
    ['/orgs/default/projects/p/vpcs/v/subnets/s/ports/x', 'VpcSubnetPort', '/orgs/default/projects/p/vpcs/v/subnets/s'],
  ])('%s is one %s', (path, type, parent) => {
    const match = matchPath(path);
    expect(match).toMatchObject({ kind: 'object', path });
    expect(match?.placement.type.name).toBe(type);
    expect(match?.parentPath).toBe(parent);
  });

  it('tells collections from objects', () => {
    expect(matchPath('/infra/segments')).toMatchObject({ kind: 'collection', parentPath: '/infra' });
    expect(matchPath('/infra/domains/d/security-policies/p/rules')).toMatchObject({
      kind: 'collection',
      parentPath: '/infra/domains/d/security-policies/p',
    });
  });

  it.each(['', '/', '/infra/', '/infra/nonsense', '/infra/segments/s/ports/p/q', '/infra//segments'])(
    "knows nothing at '%s'",
    (path) => expect(matchPath(path)).toBeUndefined(),
  );

  it('finds every type again below its parent', () => {
    for (const type of catalogue) {
      for (const pattern of type.urls) {
        const path = pattern.replaceAll('*', 'x');
        const match = matchPath(path);
        expect(match?.placement.type.name, path).toBe(type.name);
        if (match?.kind !== 'object' || match.parentPath === undefined) continue;
        expect(childPath(match.parentPath, match.placement.ancestor ?? '', type.name, 'x'), path).toBe(path);
      }
    }
  });
});
