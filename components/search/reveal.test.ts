import { describe, expect, it } from 'vitest';
import { readMapParams } from '@/components/url/map-params';
import { reveal } from './reveal';

const params = (query: string) => readMapParams(new URLSearchParams(query));
const pod = { id: 'a', kind: 'pod', name: 'web-1', namespace: 'shop', cluster: 'east' };

describe('showing what was found', () => {
  it('leaves the map as it is when the object is drawn', () => {
    expect(reveal(pod, params('filter=x&view=table'), true)).toEqual({ selected: 'a', table: false, tab: 'facts' });
  });

  it('goes to the namespace of what is folded or elsewhere, and takes filters off that could hide it', () => {
    const change = reveal(pod, params('cluster=west&namespace=other&at=z&hide=kind:pod'), false);
    expect(change).toMatchObject({
      selected: 'a',
      cluster: 'east',
      namespace: 'shop',
      at: null,
      hide: '',
    });
    const namespace = { ...pod, kind: 'namespace', name: 'shop', namespace: null };
    expect(reveal(namespace, params(''), false)).toMatchObject({ cluster: 'east', namespace: 'shop' });
  });

  it('leaves a scope that does not hold the object, and draws groups for a group', () => {
    const tier0 = { id: 't', kind: 'tier-0', name: 't0', namespace: null, cluster: null };
    expect(reveal(tier0, params('cluster=east&namespace=shop'), false)).toMatchObject({
      cluster: null,
      namespace: null,
    });
    const group = { id: 'g', kind: 'group', name: 'Web', namespace: null, cluster: null };
    expect(reveal(group, params('cluster=east'), false)).toMatchObject({ groups: true, cluster: null, selected: 'g' });
  });
});
