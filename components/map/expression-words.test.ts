import { describe, expect, it } from 'vitest';
import { parseFind } from '@/lib/find';
import { idleExpressions, termsOf, valuesOf, withoutTerm, withTerm, withValue } from './expression-words';

describe('a choice in an expression', () => {
  it('is added, joined to others of its kind, and taken out again', () => {
    const one = withValue('name~redis', 'state', 'failed');
    expect(one).toBe('name~redis state:failed');
    const two = withValue(one, 'state', 'warning');
    expect(two).toBe('name~redis state:failed,warning');
    expect(valuesOf(two, 'state')).toEqual(['failed', 'warning']);
    expect(withValue(withValue(two, 'state', 'failed'), 'state', 'warning')).toBe('name~redis');
  });

  it('leaves an expression that can be read', () => {
    const text = withValue(withValue('', 'kind', 'pod'), 'state', 'pending');
    expect(parseFind(text).ok).toBe(true);
    expect(valuesOf('name~state:x', 'state')).toEqual([]);
  });
});

describe('the terms of an expression', () => {
  it('are those that must all hold, with what negates them', () => {
    expect(termsOf('kind:pod and not name~red  -label:app=web redis')).toEqual([
      'kind:pod',
      'not name~red',
      '-label:app=web',
      'redis',
    ]);
    expect(termsOf('')).toEqual([]);
    expect(termsOf('kind:pod or redis')).toBeNull();
    expect(termsOf('not (redis)')).toBeNull();
  });

  it('come and go one by one, and leave an expression that can be read', () => {
    let text = '';
    for (const [field, value] of [
      ['namespace', 'shop'],
      ['namespace', 'my-team.x'],
      ['label', 'app=web'],
      ['tag', 'ncp/project|my shop'],
      ['ip', '10.0.0.0/8'],
      ['ip', 'fd00::/8'],
      ['label', 'app=web'],
    ] as const)
      text = withTerm(text, field, value);
    expect(text).toBe('namespace:shop,my-team.x label:app=web tag:"ncp/project|my shop" ip:10.0.0.0/8,fd00::/8');
    expect(parseFind(text).ok).toBe(true);
    expect(withoutTerm(text, 'label:app=web')).toBe(
      'namespace:shop,my-team.x tag:"ncp/project|my shop" ip:10.0.0.0/8,fd00::/8',
    );
  });
});

describe('an expression without effect', () => {
  it('is a Find that means nothing, once that is known', () => {
    expect(idleExpressions({ find: 'redis', hide: '' }, 0)).toEqual([
      { name: 'find', text: 'redis', why: ' means nothing on this map, drawn or folded.' },
    ]);
    expect(idleExpressions({ find: 'redis', hide: 'kind:pod' }, 1)).toEqual([]);
    expect(idleExpressions({ find: 'redis', hide: '' }, undefined)).toEqual([]);
    expect(idleExpressions({ find: '', hide: '' }, 0)).toEqual([]);
  });

  it('is one that cannot be read, with where and why', () => {
    const [find, hide] = idleExpressions({ find: '(redis', hide: 'kind:' }, undefined);
    expect(find?.why).toMatch(/^ cannot be read, character \d+: /);
    expect(hide).toMatchObject({ name: 'hide', text: 'kind:' });
    expect(hide?.why).toMatch(/^ cannot be read, character \d+: /);
  });
});
