import { describe, expect, it } from 'vitest';
import { parseFind } from '@/lib/find';
import { valuesOf, withValue } from './expression-words';

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
